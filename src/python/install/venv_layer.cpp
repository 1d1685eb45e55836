#include "python/install/venv_layer.hpp"

#include "python/bills/distributions.hpp"
#include "python/bills/sboms.hpp"
#include "python/install/app_files.hpp"
#include "python/install/bytecode.hpp"
#include "python/install/file_modes.hpp"
#include "python/install/messages.hpp"
#include "python/install/secret_search.hpp"
#include "python/install/uv_traces.hpp"

#include <adder/base/text.hpp>

#include <algorithm>

namespace adder::python {

namespace {

namespace fs = std::filesystem;

constexpr const char* layout_version = "3";  // with what installing left in the app

bool is_too_old(const std::string& resolved_at, const WantedVenv& wanted) {
    if (!wanted.max_age) return false;
    const auto seconds = base::parse_number(resolved_at);
    return !seconds ||
           wanted.now - std::chrono::sys_seconds{std::chrono::seconds{*seconds}} >= *wanted.max_age;
}

/// Returns what the bytecode is of.
std::vector<SourceGroup> compile(const fs::path& environment, const fs::path& interpreter,
                                 const base::Environment& env, const PackageCache& cache, base::Log& log) {
    const base::Stopwatch watch;
    const fs::path site_packages = site_packages_of(environment);
    std::vector<SourceGroup> groups = source_groups(site_packages);
    const RestoredBytecode kept = cache.restore_bytecode(site_packages, groups);
    compile_bytecode(interpreter, site_packages, kept.missing, env, kept.restored);
    const std::size_t known = kept.restored.size();
    log.step("Compiled to bytecode in {}{}", watch.text(),
             known == 0 ? "" : base::format(", {} of {} taken from the last build", known, groups.size()));
    return groups;
}

/// In what was installed, and in what installing left in the app's directory. Throws `base::UserError`.
void require_no_secret(const VenvLayer::Making& with, const fs::path& environment,
                       const std::vector<std::string>& left_in_app) {
    const std::vector<Secret>& secrets = with.uv.context().services.network.secrets();
    auto found = find_secret(environment, secrets);
    for (const std::string& file : left_in_app) {
        if (!found) found = find_secret(with.app_directory / file, secrets);
    }
    if (!found) return;
    const fs::path below = found->file.lexically_relative(environment.parent_path());
    throw messages::secret_in_image(below.native().starts_with("..") ? found->file : below, found->origin);
}

}  // namespace

// One text: reading it back costs a hundredth of what a list does, in every build.
VenvKey VenvKey::from_toml(const cnb::TomlReader& reader) {
    VenvKey key{reader.text("layout"),
                reader.text("python"),
                reader.text("installer"),
                reader.text("requirements"),
                reader.text("resolved-at"),
                {},
                reader.find_text("left-in-app").value_or(""),
                reader.find_text("changed").value_or("")};
    const std::string packages = reader.text("packages");
    for (const std::string_view package : base::split(packages, ',')) {
        if (auto known = Package::parse(package)) key.packages.push_back(*std::move(known));
    }
    return key;
}

cnb::TomlTable VenvKey::to_toml() const {
    std::vector<std::string> texts;
    for (const Package& package : packages) texts.push_back(package.text());
    cnb::TomlTable table{{"layout", layout},           {"python", python},
                         {"installer", installer},     {"requirements", requirements},
                         {"resolved-at", resolved_at}, {"packages", base::join(texts, ",")}};
    if (!left_in_app.empty()) table.emplace("left-in-app", left_in_app);
    if (!changed.empty()) table.emplace("changed", changed);
    return table;
}

cnb::Decision decide(const VenvKey& cached, const WantedVenv& wanted) {
    return cnb::KeyComparison{}
        .differs_if(cached.python != wanted.python, "they were installed for another Python")
        .differs_if(cached.requirements != wanted.requirements, "the requirements changed")
        .field("the installer", cached.installer, wanted.installer)
        .differs_if(!cached.left_in_app.empty(),
                    base::format("installing them also made {} in the app's directory", cached.left_in_app))
        .differs_if(!cached.changed.empty(),
                    base::format("something that ran in the last build changed {}", cached.changed))
        .differs_if(cached.layout != layout_version, "this buildpack lays them out differently")
        .decision();
}

VenvLayer VenvLayer::open(const cnb::Layers& layers, const Project& project, const WantedVenv& wanted,
                          cnb::LayerTypes types) {
    return {project, wanted,
            layers.cached<VenvKey>(
                "venv", types, [&wanted](const VenvKey& cached) { return decide(cached, wanted); },
                wanted_sboms(wanted.bill_author, "they have no bill of materials"))};
}

bool VenvLayer::is_aged() const {
    return layer_.is_kept() && is_too_old(layer_.restored()->resolved_at, wanted_);
}

void VenvLayer::renew() {
    key_.resolved_at = resolved_now();
    layer_.renew(key_);
}

std::string VenvLayer::resolved_now() const { return std::to_string(wanted_.now.time_since_epoch().count()); }

void VenvLayer::note_changed(const std::string& file) {
    key_.changed = file;
    layer_.update(key_, [](const fs::path&) {});
}

std::vector<std::string> VenvLayer::install(const Making& with) {
    std::vector<std::string> changed;
    // Scripts in a virtual environment name their interpreter by its full path, so it is made where it stays.
    key_ = layer_.fill(cnb::Filling::in_place, [&](cnb::LayerDraft& draft) {
        with.uv.create_environment(draft.directory, with.interpreter, with.env);
        const base::Stopwatch watch;
        const std::set<std::string> before = files_of_app(with.app_directory);
        const std::vector<fs::path> own_version_control = version_control_in(with.app_directory);
        const InstallPlace place{draft.directory, with.app_directory, with.uv.work_directory()};
        with.installer.install(project_, place, with.env);
        with.uv.require_compatible(project_, place, with.env);
        changed = with.guard.settle(with.log);
        const std::vector<std::string> left = new_files(before, files_of_app(with.app_directory));
        remove_uv_traces(draft.directory);
        restrict_modes(draft.directory);
        remove_version_control(draft.directory / "src");
        remove_version_control(with.app_directory, own_version_control);
        require_no_secret(with, draft.directory, left);
        std::vector<Package> packages = installed_packages(draft.directory);
        with.log.step("{} packages installed in {}", packages.size(), watch.text());
        std::vector<SourceGroup> sources =
            compile(draft.directory, with.interpreter, with.env, with.cache, with.log);
        // Before the layer counts as done: after a build that was killed, the next one comes here again.
        if (changed.empty()) keep_what_was_made(with, draft.directory, packages, std::move(sources));
        draft.env.set(cnb::EnvScope::build_and_launch(), cnb::EnvAction::override_value, "VIRTUAL_ENV",
                      draft.directory.native());
        if (wanted_.bill_author)
            draft.sboms = sboms_of({"venv", *wanted_.bill_author, distributions_in(draft.directory)});
        return VenvKey{layout_version,
                       wanted_.python,
                       wanted_.installer,
                       wanted_.requirements,
                       resolved_now(),
                       std::move(packages),
                       left.empty() ? "" : left.front(),
                       {}};
    });
    return changed;
}

void VenvLayer::keep_what_was_made(const Making& with, const fs::path& environment,
                                   const std::vector<Package>& packages, std::vector<SourceGroup> sources) {
    const bool has_built = has_built_wheels(with.uv.cache_directory());
    if (with.keep_built_wheels) {
        if (has_built) with.uv.prune_cache();
        with.cache.take_wheels(with.uv.cache_directory(), packages);
    } else if (has_built) {
        with.log.step("Not kept for later builds: what was built from source (BP_PYTHON_KEEP_BUILT_WHEELS)");
    }
    with.cache.keep_bytecode(site_packages_of(environment), std::move(sources));
}

}  // namespace adder::python
