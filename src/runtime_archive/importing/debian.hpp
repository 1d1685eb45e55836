#pragma once

#include <adder/base/environment.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adder::runtime_archive {

/// What a binary package says of itself.
struct DebianPackage {
    std::string name;                          ///< "python3.11-minimal"
    std::string version;                       ///< "3.11.2-6+deb12u6"
    std::string architecture;                  ///< "amd64"; "all"
    std::vector<std::string> depends = {};     ///< names of packages it needs; of alternatives the first
    std::vector<std::string> recommends = {};  ///< the same of those it recommends

    bool operator==(const DebianPackage&) const = default;
};

/// From the control fields of a package (deb-control(5)). Throws `Error` naming what is missing.
DebianPackage parse_control_fields(std::string_view text);

/// Asks `dpkg-deb`. Throws `Error`.
DebianPackage read_debian_package(const std::filesystem::path& file, const base::Environment& env);

/// The parts of this Python that the packages name and that are not among them: "libpython3.15-stdlib".
/// Distributions move files between packages and split them; the packages themselves say which belong
/// together.
std::vector<std::string> missing_parts(const std::vector<DebianPackage>& packages,
                                       const std::string& interpreter);

/// What to tell a person if this machine lacks libraries that the tree of these packages needs: which, and
/// what installs them. nullopt if it has them all.
std::optional<std::string> explain_missing_libraries(const std::filesystem::path& tree,
                                                     const std::vector<DebianPackage>& packages);

/// Unpacks Debian or Ubuntu packages (python3.N-minimal, libpython3.N-minimal, libpython3.N-stdlib, and -dev
/// for headers) and takes the interpreter, its library and its headers from below their /usr to `tree`, where
/// there is nothing yet: other files, and links that lead out of the tree, stay behind. Needs `dpkg-deb`.
///
/// Returns the interpreter's name, "python3.11". Throws `Error` for packages that hold none, or several.
std::string unpack_debian_packages(const std::vector<std::filesystem::path>& packages,
                                   const std::filesystem::path& tree, const base::Environment& env);

}  // namespace adder::runtime_archive
