#include "python/dependencies/vendor.hpp"
#include "python/install/python_tool.hpp"
#include "python/install/venv_layer.hpp"
#include "python/steps.hpp"
#include "python/system/libraries.hpp"

namespace adder::python {

namespace {

namespace fs = std::filesystem;

void announce(const Job& job, const InstallerChoice& installer) {
    const std::optional<BoundIndex>& bound_index = job.facts.bound_index;
    job.log().section(base::format("Dependencies ({}, {})", job.facts.project.main_file(), installer.text()));
    for (const std::string& notice : job.facts.project.notices) job.log().step(notice);
    if (bound_index && !job.facts.project.is_vendored())
        job.log().step("From {} (binding {})", bound_index->url.display(), bound_index->binding);
    if (!installer.reason.empty()) job.log().step(installer.reason);
}

/// Installing the project installs itself, too, which choosing versions does not name.
std::vector<Package> without_itself(std::vector<Package> packages, const Project& project) {
    const std::string itself = normalised_name(project.package_name);
    if (project.is_package)
        std::erase_if(packages, [&](const Package& package) { return package.name == itself; });
    return packages;
}

/// Whether what floats is chosen again as it was. Then the layer is as if it were new.
bool is_chosen_again(const Job& job, VenvLayer& venv, const Uv& uv, const fs::path& interpreter,
                     const base::Environment& env) {
    const base::Stopwatch watch;
    const auto chosen = uv.resolve(job.facts.project, interpreter, job.facts.app.directory, env);
    if (chosen == without_itself(venv.packages(), job.facts.project)) {
        venv.renew();
        job.log().step("{} packages, chosen again in {} with the same result: reused from the previous image",
                       venv.packages().size(), watch.text());
        return true;
    }
    job.log().step("Not reusing them: " +
                   (chosen ? "chosen again, they are " + describe_changes(venv.packages(), *chosen)
                           : std::string{"they come from places without versions"}));
    return false;
}

/// The tool that installs them, where that is not uv.
std::optional<PythonTool> bring_tool(const Job& job, const InstallerChoice& installer, const Uv& uv,
                                     const fs::path& interpreter, const base::Environment& env) {
    if (installer.is_uv()) return std::nullopt;
    const bool is_vendored = has_vendored_tool(job.facts.project, installer.tool->title, installer.version);
    if (job.facts.project.is_vendored() && !is_vendored)
        job.log().step("{} itself comes from {}", installer.tool->title,
                       fetch::Url::parse(job.facts.settings.package_index).display());
    const ToolFiles files{
        .pins = job.context.buildpack_directory / "tools" / (std::string{installer.tool->pins} + ".txt"),
        .wheels = is_vendored ? job.facts.app.directory / vendor_directory : fs::path{}};
    return install_python_tool(installer, files, interpreter, uv, env);
}

/// `changed` is what `StateGuard::settle` returns.
void note_changed(RuntimeLayer& python, const std::vector<std::string>& changed) {
    if (!changed.empty()) python.note_changed(changed.front());
}

Dependencies result_of(VenvLayer venv, bool installed) {
    return {.environment = venv.path(),
            .packages = venv.packages(),
            .installed = installed,
            .layer = std::move(venv)};
}

}  // namespace

Dependencies provide_dependencies(const Job& job, const InstallerChoice& installer, RuntimeLayer& python,
                                  UvInAdvance& uv_in_advance) {
    if (!job.facts.project.has_dependencies()) return {};
    announce(job, installer);
    const WantedVenv wanted{
        .python = python.key().fingerprint(),
        .installer = installer.text(),
        .requirements = job.facts.project.fingerprint().hex(),
        .max_age = job.facts.project.is_locked ? std::nullopt : job.facts.settings.resolve_max_age,
        .now = job.services.now,
        .bill_author = job.bill_author};
    VenvLayer venv = VenvLayer::open(job.context.layers, job.facts.project, wanted, job.types);
    const PackageCache cache =
        PackageCache::open(job.context.layers, wanted.python, job.facts.settings.cache_budget);
    if (venv.is_current() && !venv.is_aged()) {
        job.log().step("{} packages, unchanged: reused from the previous image", venv.packages().size());
        return result_of(std::move(venv), false);
    }
    for (const std::string& reason : venv.reasons()) job.log().step("Not reusing them: " + reason);
    for (const std::string& reason : cache.reasons())
        job.log().step("Not using what the last build kept of packages: " + reason);

    uv_in_advance.start();
    python.materialise();
    const fs::path interpreter = python.path() / "bin/python3";
    const base::Environment env = cnb::with_layer_for_build(job.facts.env, python.path());
    const Uv& uv = uv_in_advance.get();
    if (job.facts.settings.keep_built_wheels) {
        cache.lend_wheels(uv.cache_directory());
    } else {
        cache.forget_wheels();
    }
    const StateGuard guard = StateGuard::over(job.context.layers, {python.path()});
    if (venv.is_aged() && installer.is_uv() && is_chosen_again(job, venv, uv, interpreter, env)) {
        note_changed(python, guard.settle(job.log()));
        return result_of(std::move(venv), false);
    }

    const std::optional<PythonTool> tool = bring_tool(job, installer, uv, interpreter, env);
    note_changed(python, venv.install({.uv = uv,
                                       .installer = tool ? static_cast<const Installer&>(*tool) : uv,
                                       .cache = cache,
                                       .keep_built_wheels = job.facts.settings.keep_built_wheels,
                                       .guard = guard,
                                       .interpreter = interpreter,
                                       .app_directory = job.facts.app.directory,
                                       .env = env,
                                       .log = job.log()}));
    log_warnings(job.log(), advice_on(missing_libraries(venv.path(), python.path(), env)),
                 job.facts.settings.ignored_warnings);
    return result_of(std::move(venv), true);
}

}  // namespace adder::python
