#pragma once

#include "python/app/advice.hpp"
#include "python/installed/packages.hpp"
#include "python/system/needed_library.hpp"

#include <adder/base/environment.hpp>

#include <filesystem>
#include <set>
#include <string>
#include <vector>

/// Shared libraries that installed packages take from the image.
namespace adder::python {

/// An extension module or a library of a package, by what its dynamic section says.
struct SharedObject {
    Package package = {};
    bool built_here = false;  ///< from sources, with this image's libraries, not to run everywhere
    std::vector<std::string> needed = {};  ///< DT_NEEDED, without what its own search path leads to
};

/// Names of libraries, by who has them.
struct ProvidedLibraries {
    std::set<std::string> by_layers = {};  ///< packages and the runtime
    std::set<std::string> by_image = {};
    std::set<std::string> for_runtime = {};  ///< of the image's: what the runtime needs, so that all have it
};

/// By name.
struct LibraryNeeds {
    std::vector<NeededLibrary> missing = {};  ///< neither the layers have them nor the image
    /// The image has them, and packages that were built here need them: another image may not.
    std::vector<NeededLibrary> of_image = {};
};

LibraryNeeds missing_libraries(const std::vector<SharedObject>& objects, const ProvidedLibraries& provided);

/// The same of a virtual environment, its runtime and this image. `env` is the build's. Throws `SystemError`.
LibraryNeeds missing_libraries(const std::filesystem::path& environment, const std::filesystem::path& runtime,
                               const base::Environment& env);

std::vector<Advice> advice_on(const LibraryNeeds& needs);

}  // namespace adder::python
