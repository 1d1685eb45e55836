#include <adder/base/text.hpp>
#include <adder/python/venv_layer.hpp>

#include <algorithm>

namespace adder::python {

namespace {

namespace fs = std::filesystem;

constexpr const char* layout_version = "1";

bool is_too_old(const std::string& resolved_at, const WantedVenv& wanted) {
    if (!wanted.max_age) return false;
    const auto seconds = base::parse_number(resolved_at);
    return !seconds ||
           wanted.now - std::chrono::sys_seconds{std::chrono::seconds{*seconds}} >= *wanted.max_age;
}

/// PEP 503: runs of '-', '_' and '.' are one '-', letters are lower-case.
std::string normalised_name(std::string_view name) {
    std::string result;
    for (const char c : base::to_lower(name)) {
        const bool separator = c == '-' || c == '_' || c == '.';
        if (separator && result.ends_with('-')) continue;
        result += separator ? '-' : c;
    }
    return result;
}

}  // namespace

VenvKey VenvKey::from_toml(const cnb::TomlReader& reader) {
    return {reader.text("layout"),       reader.text("python"),      reader.text("installer"),
            reader.text("requirements"), reader.text("resolved-at"), reader.texts("packages")};
}

cnb::TomlTable VenvKey::to_toml() const {
    return {{"layout", layout},           {"python", python},
            {"installer", installer},     {"requirements", requirements},
            {"resolved-at", resolved_at}, {"packages", cnb::TomlArray{packages.begin(), packages.end()}}};
}

cnb::Decision decide(const VenvKey& cached, const WantedVenv& wanted) {
    return cnb::KeyComparison{}
        .differs_if(cached.python != wanted.python, "they were installed for another Python")
        .differs_if(cached.requirements != wanted.requirements, "the requirements changed")
        .field("the installer", cached.installer, wanted.installer)
        .differs_if(is_too_old(cached.resolved_at, wanted),
                    "their versions are not pinned by hashes and were chosen too long ago")
        .differs_if(cached.layout != layout_version, "this buildpack lays them out differently")
        .decision();
}

VenvLayer::VenvLayer(const cnb::Layers& layers, const Project& project, const WantedVenv& wanted,
                     cnb::LayerTypes types)
    : project_{project},
      wanted_{wanted},
      layer_{layers.cached<VenvKey>("venv", types,
                                    [this](const VenvKey& cached) { return decide(cached, wanted_); })} {
    if (layer_.is_kept()) packages_ = layer_.restored()->packages;
}

void VenvLayer::install(const Uv& uv, const fs::path& interpreter, const fs::path& app_directory,
                        const base::Environment& env) {
    // Scripts in a virtual environment name their interpreter by its full path, so it is made where it stays.
    const VenvKey key = layer_.fill(cnb::Filling::in_place, [&](cnb::LayerDraft& draft) {
        uv.create_environment(draft.directory, interpreter, env);
        uv.install(draft.directory, project_.requirements.front().name, app_directory, env);
        draft.env.set(cnb::EnvScope::build_and_launch(), cnb::EnvAction::override_value, "VIRTUAL_ENV",
                      draft.directory.native());
        return VenvKey{layout_version,
                       wanted_.python,
                       wanted_.installer,
                       wanted_.requirements,
                       std::to_string(wanted_.now.time_since_epoch().count()),
                       installed_packages(draft.directory)};
    });
    packages_ = key.packages;
}

std::vector<std::string> installed_packages(const fs::path& environment) {
    std::vector<std::string> packages;
    for (const fs::directory_entry& python : fs::directory_iterator{environment / "lib"}) {
        std::error_code missing;
        for (const fs::directory_entry& entry :
             fs::directory_iterator{python.path() / "site-packages", missing}) {
            if (entry.path().extension() != ".dist-info") continue;
            const std::string name_and_version = entry.path().stem().native();
            const std::size_t hyphen = name_and_version.find('-');
            if (hyphen == std::string::npos) continue;
            packages.push_back(normalised_name(name_and_version.substr(0, hyphen)) + " " +
                               name_and_version.substr(hyphen + 1));
        }
    }
    std::sort(packages.begin(), packages.end());
    return packages;
}

std::vector<std::string> names_of(const std::vector<std::string>& packages) {
    std::vector<std::string> names;
    for (const std::string& package : packages) names.push_back(package.substr(0, package.find(' ')));
    return names;
}

}  // namespace adder::python
