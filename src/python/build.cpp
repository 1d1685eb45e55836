#include <adder/base/text.hpp>
#include <adder/python/build.hpp>
#include <adder/python/django.hpp>
#include <adder/python/image_labels.hpp>
#include <adder/python/launch.hpp>
#include <adder/python/libraries.hpp>
#include <adder/python/managers/pip_settings.hpp>
#include <adder/python/managers/vendor.hpp>
#include <adder/python/offers.hpp>
#include <adder/python/project_directory.hpp>
#include <adder/python/project_files.hpp>
#include <adder/python/python_tool.hpp>
#include <adder/python/resolve.hpp>
#include <adder/python/runtime_layer.hpp>
#include <adder/python/static_files.hpp>
#include <adder/python/tool_failure.hpp>
#include <adder/python/uv_in_advance.hpp>
#include <adder/python/uv_release.hpp>
#include <adder/python/variables.hpp>
#include <adder/python/venv_layer.hpp>
#include <adder/python/version_sources.hpp>
#include <adder/python/web_layer.hpp>

#include <utility>

namespace adder::python {

namespace {

namespace fs = std::filesystem;

fetch::FetcherOptions fetcher_options(const cnb::BuildContext& context, const Network& network) {
    return {.trust = network.trust(),
            .proxy = fetch::ProxySettings::from(context.env),
            .credentials = network.credentials(),
            .retry = {},
            .user_agent = "adder/" + context.descriptor.version,
            .on_retry = [&log = context.log](const fetch::RetryNotice& notice) {
                log.step("  Attempt {} of {} in {}: {}", notice.next_attempt, notice.attempts,
                         base::Stopwatch::human_duration(static_cast<double>(notice.delay.count()) / 1000.0),
                         notice.failure.reason);
            }};
}

std::optional<BillAuthor> bill_author(const cnb::Descriptor& buildpack, const Settings& settings) {
    if (!settings.bills_of_materials) return std::nullopt;
    return BillAuthor{buildpack.name, buildpack.version};
}

/// Both layers are for the running app only, unless another buildpack says that it needs Python while
/// building.
cnb::LayerTypes layer_types(const cnb::BuildpackPlan& plan, bool runs_in_every_build) {
    bool at_build = false;
    for (const cnb::Requirement& requirement : plan.entries_for("python")) {
        at_build = at_build || cnb::TomlReader{requirement.metadata, "the build plan"}.flag("build", false);
    }
    return {.launch = true, .build = at_build, .cache = at_build || runs_in_every_build};
}

RuntimeLayer provide_python(const cnb::BuildContext& context, const RequestedPython& requested,
                            const Catalogue& catalogue, const Settings& settings, cnb::LayerTypes types,
                            DigestPins& pins, cnb::TomlTable& store, Downloads& downloads,
                            const Services& services, const std::function<void()>& while_materialising) {
    const VersionRequest& request = requested.request;
    warn(services.log, requested.advice, settings.ignored_warnings);
    refuse_end_of_life(request, catalogue, services.today());
    const auto has_it = [&](const Offer& offer) {
        return has(offer, request, context.target, catalogue, services.today());
    };
    const std::vector<Offer> offers =
        ask(sources_to_ask(settings, catalogue, context.buildpack_directory), index_keys(settings, catalogue),
            context.target, has_it, downloads, services);
    std::vector<Runtime> runtimes = resolve(request, context.target, catalogue, offers, services.today());
    services.log.step("{} from {} → {}", request.text(), request.origin, runtimes.front().name());
    if (requested.note) services.log.step(*requested.note);
    record_series(store, SeriesNumber::of(runtimes.front().version));
    warn(services.log, advice_on(runtimes.front(), request, catalogue, offers, services.today()),
         settings.ignored_warnings);
    RuntimeLayer python{context.layers, std::move(runtimes), request, types, pins, downloads, services};
    if (!python.is_current()) {
        while_materialising();
        python.materialise();
    }
    if (python.is_current()) services.log.step("Reused from the previous image");
    return python;
}

/// Installing the project installs itself, too, which choosing versions does not name.
std::vector<std::string> without_itself(std::vector<std::string> packages, const Project& project) {
    const std::string itself = package_text(project.package_name, "");
    if (project.is_package)
        std::erase_if(packages, [&](const std::string& name) { return name.starts_with(itself); });
    return packages;
}

/// As if a variable named it, for us and for all tools.
void use_index(const BoundIndex& index, Settings& settings, base::Environment& env) {
    settings.package_index = index.url.text();
    env.set("UV_DEFAULT_INDEX", settings.package_index);
    env.set("PIP_INDEX_URL", settings.package_index);
}

struct Dependencies {
    fs::path environment = {};               ///< empty for an app without dependencies
    std::vector<std::string> packages = {};  ///< by name and version
    bool installed = false;                  ///< by this build
};

/// Whether what floats is chosen again as it was. Then the layer is as if it were new.
bool is_chosen_again(VenvLayer& venv, const Project& project, const Uv& uv, const fs::path& interpreter,
                     const cnb::BuildContext& context, const base::Environment& env, base::Log& log) {
    const base::Stopwatch watch;
    const auto chosen = uv.resolve(project, interpreter, context.app_directory, env);
    if (chosen == without_itself(venv.packages(), project)) {
        venv.renew();
        log.step("{} packages, chosen again in {} with the same result: reused from the previous image",
                 venv.packages().size(), watch.text());
        return true;
    }
    log.step("Not reusing them: " + (chosen ? "chosen again, they are " + changes(venv.packages(), *chosen)
                                            : std::string{"they come from places without versions"}));
    return false;
}

Dependencies provide_dependencies(const cnb::BuildContext& context, const Project& project,
                                  const InstallerChoice& installer, const Settings& settings,
                                  cnb::LayerTypes types, RuntimeLayer& python, UvInAdvance& uv_in_advance,
                                  const Services& services) {
    const WantedVenv wanted{.python = python.key().fingerprint(),
                            .installer = installer.text(),
                            .requirements = project.fingerprint().hex(),
                            .max_age = project.is_locked ? std::nullopt : settings.resolve_max_age,
                            .now = services.now,
                            .bill_author = services.bill_author};
    VenvLayer venv{context.layers, project, wanted, types};
    const PackageCache cache{context.layers, python.key().fingerprint(), settings.cache_budget};
    if (venv.is_current() && !venv.is_aged()) {
        services.log.step("{} packages, unchanged: reused from the previous image", venv.packages().size());
        return {venv.path(), venv.packages()};
    }
    for (const std::string& reason : venv.reasons()) services.log.step("Not reusing them: " + reason);
    for (const std::string& reason : cache.reasons())
        services.log.step("Not using what the last build kept of packages: " + reason);
    uv_in_advance.start();
    python.materialise();
    const fs::path interpreter = python.path() / "bin/python3";
    const base::Environment env = cnb::with_layer_for_build(context.env, python.path());
    const Uv& uv = uv_in_advance.get();
    if (venv.is_aged() && installer.is_uv() &&
        is_chosen_again(venv, project, uv, interpreter, context, env, services.log))
        return {venv.path(), venv.packages()};
    std::optional<PythonTool> tool;
    if (!installer.is_uv()) {
        const bool brings_it = has_vendored_tool(project, installer.name, installer.version);
        if (project.is_vendored && !brings_it)
            services.log.step("{} itself comes from {}", installer.name,
                              fetch::Url::parse(settings.package_index).display());
        tool.emplace(installer, context.buildpack_directory / "tools" / (installer.pins + ".txt"),
                     brings_it ? context.app_directory / vendor_directory : fs::path{}, interpreter,
                     settings.package_index, context.layers, uv, env, services);
    }
    venv.install(uv, tool ? static_cast<const Installer&>(*tool) : uv, interpreter, context.app_directory,
                 env, cache, services.log);
    warn(services.log, advice_on(missing_libraries(venv.path(), python.path(), env)),
         settings.ignored_warnings);
    return {venv.path(), venv.packages(), true};
}

/// With the app's own Python and packages, which have contents for that in every build.
StaticFiles provide_static_files(const cnb::BuildContext& context, const StaticProject& project,
                                 RuntimeLayer& python, const fs::path& environment,
                                 const Services& services) {
    if (!project.may_have_root) {
        services.log.step("Not collected: STATIC_ROOT is not set in {}.", project.settings_file);
        return {.outcome = StaticFiles::Outcome::no_root, .debug = project.debug};
    }
    python.materialise();
    const base::Environment env =
        cnb::with_layer_for_build(cnb::with_layer_for_build(context.env, python.path()), environment);
    return collect_static_files(context.app_directory / project.directory, environment / "bin/python", env,
                                services);
}

/// What the image starts, and the layer that sizes it to its container. `root` is the directory that becomes
/// the image's.
cnb::Launch provide_launch(const cnb::BuildContext& context, const LaunchFacts& facts,
                           const std::optional<StaticFiles>& static_files, const fs::path& root) {
    const LaunchPlan plan = choose_processes(facts);
    cnb::Launch launch;
    for (const ChosenProcess& chosen : plan.processes) {
        context.log.step("{}  {}  ({})", chosen.process.type, chosen.summary, chosen.reason);
        launch.processes.push_back(chosen.process);
    }
    for (const std::string& note : plan.notes) context.log.step(note);
    warn(context.log, plan.warnings, facts.settings.ignored_warnings);
    if (const auto slice = static_files ? slice_of(*static_files, root) : std::nullopt)
        launch.slices.push_back(*slice);
    provide_web_layer(context.layers, context.buildpack_directory / "bin/web-environment",
                      plan.serves_by_event_loop());
    return launch;
}

void announce(const Project& project, const InstallerChoice& installer,
              const std::optional<BoundIndex>& bound_index, base::Log& log) {
    log.section(base::format("Dependencies ({}, {})", project.main_file(), installer.text()));
    for (const std::string& notice : project.notices) log.step(notice);
    if (bound_index && !project.is_vendored)
        log.step("From {} (binding {})", bound_index->url.display(), bound_index->binding);
    if (!installer.reason.empty()) log.step(installer.reason);
}

cnb::BuildResult build_app(cnb::BuildContext& context) {
    const base::Stopwatch watch;
    base::Log& log = context.log;
    log.title(base::format("{} {} · {}", context.descriptor.name, context.descriptor.version,
                           context.target.describe()));

    const auto catalogue = context.descriptor.metadata_as<Catalogue>();
    const fs::path root =
        std::exchange(context.app_directory, project_directory(context.app_directory, context.env));
    const App app = with_project_files(App::scan(context.app_directory, root));
    context.env = with_pip_configuration(std::move(context.env), context.app_directory);
    refuse_unusable_variables(context.env);
    Settings settings = Settings::from(context.env);
    settings.for_tests = context.execution_environment == "test";
    const Project project = identify(app, settings);
    warn(log, advice_on_files(app, project), settings.ignored_warnings);
    // Now, because a mistake in them is better told before anything is installed.
    const std::optional<Procfile> procfile =
        app.procfile ? std::optional{parse_procfile(*app.procfile)} : std::nullopt;
    std::vector<cnb::Label> labels = image_labels(context.env);

    const Network network{context.env, context.bindings()};
    const auto bound_index = index_in_place_of_pypi(network.bound_indexes(), project, context.env);
    if (bound_index) use_index(*bound_index, settings, context.env);
    fetch::Fetcher fetcher{fetcher_options(context, network)};
    const Services services{
        fetcher, network, std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()),
        log,     "/",     bill_author(context.descriptor, settings)};
    Downloads downloads{context.layers, services};

    const InstallerChoice installer = choose_installer(project, catalogue, settings, context.env);
    UvInAdvance uv{context, settings, fetcher_options(context, network), services,
                   [&](const Services& beside) {
                       return uv_to_use(installer, catalogue.uv, settings.package_index, beside);
                   }};

    const SourceTree sources{app};
    const auto static_project = find_static_project(sources, settings, context.env);
    const cnb::LayerTypes types = layer_types(context.plan, static_project && static_project->may_have_root);

    log.section("Python");
    auto pins = DigestPins::from(context.store);
    const RequestedPython requested =
        requested_python(app, settings, catalogue, context.store, services.today());
    cnb::TomlTable store = context.store;
    RuntimeLayer python =
        provide_python(context, requested, catalogue, settings, types, pins, store, downloads, services, [&] {
            if (project.has_dependencies()) uv.start();  // they come side by side
        });

    Dependencies dependencies;
    if (project.has_dependencies()) {
        announce(project, installer, bound_index, log);
        dependencies =
            provide_dependencies(context, project, installer, settings, types, python, uv, services);
    }
    const Installed installed = names_of(dependencies.packages);
    std::optional<StaticFiles> static_files;
    if (static_project && is_installed(installed, "django")) {
        log.section("Static files");
        static_files =
            provide_static_files(context, *static_project, python, dependencies.environment, services);
        warn(log, advice_on(*static_files, root, installed), settings.ignored_warnings);
    }
    python.finish();
    downloads.keep_only(python.archives_for_later());

    log.section("Launch");
    cnb::Launch launch =
        provide_launch(context, {app, project, settings, procfile, installed, sources}, static_files, root);
    launch.labels = std::move(labels);
    const bool nothing_new = python.is_current() && !dependencies.installed;
    log.section((nothing_new ? "Nothing to install. Done in " : "Done in ") + watch.text());
    pins.write_to(store);
    return {.launch = launch, .store = std::move(store)};
}

}  // namespace

cnb::BuildResult build(cnb::BuildContext& context) {
    try {
        return build_app(context);
    } catch (const base::SystemError& error) {
        if (const auto reason = explain_shortage(error)) throw *reason;
        throw;
    }
}

}  // namespace adder::python
