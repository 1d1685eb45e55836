#include "python/dependencies/pdm_lock.hpp"

#include "python/app/messages.hpp"
#include "python/dependencies/messages.hpp"

#include <adder/base/text.hpp>
#include <adder/cnb/toml.hpp>

#include <algorithm>

namespace adder::python {

namespace {

namespace fs = std::filesystem;

bool is_in(const cnb::TomlReader& package, const std::set<std::string>& groups) {
    return std::ranges::any_of(package.texts("groups"),
                               [&](const std::string& group) { return groups.contains(group); });
}

/// "name[extra] @ …" or "name[extra]==1.0"; for a package that is used where it is, "-e PATH".
std::string place_of(const cnb::TomlReader& package, const fs::path& app_directory) {
    std::string name = package.text("name");
    if (const std::vector<std::string> extras = package.texts("extras"); !extras.empty())
        name += "[" + base::join(extras, ",") + "]";
    if (const auto path = package.find_text("path")) {
        const std::string place = (app_directory / *path).lexically_normal().native();
        return package.flag("editable", false) ? "-e " + place : base::format("{} @ file://{}", name, place);
    }
    if (const auto repository = package.find_text("git")) {
        const std::string revision =
            package.find_text("revision").value_or(package.find_text("ref").value_or("HEAD"));
        const auto below = package.find_text("subdirectory");
        return base::format("{} @ git+{}@{}{}", name, *repository, revision,
                            below ? "#subdirectory=" + *below : "");
    }
    return base::format("{}=={}", name, package.text("version"));
}

std::string requirement(const cnb::TomlReader& package, const fs::path& app_directory) {
    std::string line = place_of(package, app_directory);
    if (const auto marker = package.find_text("marker")) line += " ; " + *marker;
    if (package.has("path") || package.has("git")) return line + "\n";
    for (const cnb::TomlReader& file : package.tables("files")) {
        if (const auto hash = file.find_text("hash")) line += base::format(" \\\n    --hash={}", *hash);
    }
    return line + "\n";
}

}  // namespace

std::string requirements_of_pdm_lock(std::string_view lock, const std::set<std::string>& groups,
                                     const fs::path& app_directory) {
    std::string requirements;
    try {
        const cnb::TomlTable table = cnb::parse_toml(lock, "pdm.lock");
        const cnb::TomlReader reader{table, "pdm.lock"};
        const auto metadata = reader.find_table("metadata");
        const std::vector<std::string> strategy =
            metadata ? metadata->texts("strategy") : std::vector<std::string>{};
        if (std::ranges::find(strategy, "inherit_metadata") == strategy.end())
            throw messages::pdm_lock_without_markers();
        for (const cnb::TomlReader& package : reader.tables("package")) {
            if (is_in(package, groups)) requirements += requirement(package, app_directory);
        }
    } catch (const base::UserError&) {
        throw;
    } catch (const base::Error& error) {
        throw messages::bad_toml("pdm.lock", error.message());
    }
    return requirements;
}

}  // namespace adder::python
