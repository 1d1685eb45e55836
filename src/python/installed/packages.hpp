#pragma once

#include <compare>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adder::python {

/// A distribution at a version.
struct Package {
    std::string name;          ///< normalised as in PEP 503
    std::string version = {};  ///< empty if it is not known

    /// Normalises the name, and of the version letters' case and leading zeros (PEP 440): what a resolver
    /// says and what a wheel's own files say are equal then.
    static Package of(std::string_view name, std::string_view version);
    /// Of what `text` returns; nullopt for anything without a name.
    static std::optional<Package> parse(std::string_view text);

    /// "flask 3.1.3": as the log and layers' metadata have it.
    std::string text() const;

    auto operator<=>(const Package&) const = default;
};

/// As PEP 503 has it: runs of '-', '_' and '.' are one '-', letters are lower-case.
std::string normalised_name(std::string_view name);

/// The directory that packages are in; empty if there is none.
std::filesystem::path site_packages_of(const std::filesystem::path& environment);

/// The distributions installed in a virtual environment, from their `*.dist-info` directories (PEP 376),
/// sorted.
std::vector<Package> installed_packages(const std::filesystem::path& environment);

/// The names in such a list.
std::vector<std::string> names_of(const std::vector<Package>& packages);

/// What is in `after` and was not in `before`, for a reader: "flask 3.1.3, werkzeug 3.1.4", and "3 more" past
/// the first few. Of two lists that differ only by what is gone: "without flask 3.1.3".
std::string describe_changes(const std::vector<Package>& before, const std::vector<Package>& after);

}  // namespace adder::python
