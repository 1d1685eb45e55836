#include "python/installed/packages.hpp"

#include <adder/base/format.hpp>
#include <adder/base/text.hpp>

#include <algorithm>

namespace adder::python {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t shown_changes = 5;

std::string normalised_version(std::string_view version) {
    std::vector<std::string> parts;
    for (const std::string_view part : base::split(version, '.')) {
        const bool is_number =
            !part.empty() && part.find_first_not_of("0123456789") == std::string_view::npos;
        const std::size_t zeros = is_number ? std::min(part.find_first_not_of('0'), part.size() - 1) : 0;
        parts.push_back(base::to_lower(part.substr(zeros)));
    }
    return base::join(parts, ".");
}

std::vector<Package> only_in(const std::vector<Package>& these, const std::vector<Package>& others) {
    std::vector<Package> difference;
    std::ranges::set_difference(these, others, std::back_inserter(difference));
    return difference;
}

std::string first_few(const std::vector<Package>& packages) {
    std::vector<std::string> shown;
    for (const Package& package : packages) {
        if (shown.size() == shown_changes) {
            shown.push_back(base::format("{} more", packages.size() - shown_changes));
            break;
        }
        shown.push_back(package.text());
    }
    return base::join(shown, ", ");
}

}  // namespace

std::string normalised_name(std::string_view name) {
    std::string result;
    for (const char c : base::to_lower(name)) {
        const bool separator = c == '-' || c == '_' || c == '.';
        if (separator && result.ends_with('-')) continue;
        result += separator ? '-' : c;
    }
    return result;
}

Package Package::of(std::string_view name, std::string_view version) {
    return {normalised_name(name), normalised_version(version)};
}

std::optional<Package> Package::parse(std::string_view text) {
    const std::size_t space = text.find(' ');
    if (text.empty() || space == 0) return std::nullopt;
    if (space == std::string_view::npos) return Package{std::string{text}};
    return Package{std::string{text.substr(0, space)}, std::string{text.substr(space + 1)}};
}

std::string Package::text() const { return version.empty() ? name : name + " " + version; }

fs::path site_packages_of(const fs::path& environment) {
    std::error_code missing;
    for (const fs::directory_entry& python : fs::directory_iterator{environment / "lib", missing}) {
        if (fs::path found = python.path() / "site-packages"; fs::is_directory(found)) return found;
    }
    return {};
}

std::vector<Package> installed_packages(const fs::path& environment) {
    std::vector<Package> packages;
    std::error_code missing;
    for (const fs::directory_entry& entry : fs::directory_iterator{site_packages_of(environment), missing}) {
        if (entry.path().extension() != ".dist-info") continue;
        const std::string name_and_version = entry.path().stem().native();
        const std::size_t hyphen = name_and_version.find('-');
        if (hyphen == std::string::npos) continue;
        packages.push_back(
            Package::of(name_and_version.substr(0, hyphen), name_and_version.substr(hyphen + 1)));
    }
    std::sort(packages.begin(), packages.end());
    return packages;
}

std::vector<std::string> names_of(const std::vector<Package>& packages) {
    std::vector<std::string> names;
    for (const Package& package : packages) names.push_back(package.name);
    return names;
}

std::string describe_changes(const std::vector<Package>& before, const std::vector<Package>& after) {
    const std::vector<Package> added = only_in(after, before);
    return added.empty() ? "without " + first_few(only_in(before, after)) : first_few(added);
}

}  // namespace adder::python
