#pragma once

#include "python/bills/bill_of_materials.hpp"
#include "python/catalogue.hpp"
#include "python/install/installer.hpp"
#include "python/install/uv_in_advance.hpp"
#include "python/network/bound_credentials.hpp"
#include "python/network/services.hpp"
#include "python/runtime/runtime_layer.hpp"
#include "python/versions/version_sources.hpp"

#include <adder/cnb/context.hpp>

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

/// Steps of a build; build.cpp says in which order they come.
namespace adder::python {

/// What every step works with.
struct Job {
    const cnb::BuildContext& context;
    const Catalogue& catalogue;
    const Settings& settings;
    const Project& project;
    const Services& services;
    cnb::LayerTypes types;                       ///< of the layers with Python and the dependencies
    std::optional<BillAuthor> bill_author = {};  ///< none: no bills of materials are wanted

    base::Log& log() const { return services.log; }
};

/// The layer `python`, and in `store` which series it has. Unless it is reused, `while_materialising` starts
/// what can be done beside that. Throws `base::UserError`.
RuntimeLayer provide_python(const Job& job, const RequestedPython& requested, DigestPins& pins,
                            cnb::TomlTable& store, Downloads& downloads,
                            const std::function<void()>& while_materialising);

struct Dependencies {
    std::filesystem::path environment = {};  ///< empty for an app without dependencies
    std::vector<std::string> packages = {};  ///< by name and version
    bool installed = false;                  ///< by this build
};

/// The layer `venv`, for an app that has dependencies. Throws `base::UserError`.
Dependencies provide_dependencies(const Job& job, const InstallerChoice& installer,
                                  const std::optional<BoundIndex>& bound_index, RuntimeLayer& python,
                                  UvInAdvance& uv_in_advance);

}  // namespace adder::python
