#include "python/build.hpp"

#include "python/app/project_directory.hpp"
#include "python/app/project_files.hpp"
#include "python/app/variables.hpp"
#include "python/catalogue_channel.hpp"
#include "python/dependencies/identify.hpp"
#include "python/dependencies/pip_settings.hpp"
#include "python/dependencies/vendor.hpp"
#include "python/failures/explain.hpp"
#include "python/install/login_checks.hpp"
#include "python/install/package_index.hpp"
#include "python/install/uv_release.hpp"
#include "python/installed/packages.hpp"
#include "python/launch/choose_processes.hpp"
#include "python/launch/django.hpp"
#include "python/launch/image_labels.hpp"
#include "python/launch/static_files.hpp"
#include "python/launch/web_layer.hpp"
#include "python/steps.hpp"

#include <adder/base/process.hpp>

#include <utility>

namespace adder::python {

namespace {

namespace fs = std::filesystem;

fetch::FetcherOptions fetcher_options(const cnb::BuildContext& context, const Facts& facts) {
    return {.trust = facts.network.trust(),
            .proxy = fetch::ProxySettings::from(facts.env),
            .credentials = facts.network.credentials(),
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

/// As if a variable named it, for us and for all tools.
void use_index(const BoundIndex& index, Settings& settings, base::Environment& env) {
    settings.package_index = index.url.text();
    env.set("UV_DEFAULT_INDEX", settings.package_index);
    env.set("PIP_INDEX_URL", settings.package_index);
}

/// `changed` is what `StateGuard::settle` returns.
void note_changed(RuntimeLayer& python, VenvLayer& venv, const std::vector<std::string>& changed) {
    for (const std::string& file : changed) {
        if (*fs::path{file}.begin() == python.path().filename()) {
            python.note_changed(file);
        } else {
            venv.note_changed(file);
        }
    }
}

/// With the app's own Python and packages, which have contents for that in every build.
StaticFiles collect(const Job& job, const StaticProject& project, RuntimeLayer& python, VenvLayer& venv) {
    if (!project.may_have_root) {
        job.log().step("Not collected: STATIC_ROOT is not set in {}.", project.settings_file);
        return {.outcome = StaticFiles::Outcome::no_root, .debug = project.debug};
    }
    python.materialise();
    const base::Environment env =
        cnb::with_layer_for_build(cnb::with_layer_for_build(job.facts.env, python.path()), venv.path());
    const StateGuard guard = StateGuard::over(job.context.layers, {python.path(), venv.path()});
    StaticFiles files = collect_static_files(job.facts.app.directory / project.directory,
                                             venv.path() / "bin/python", env, job.services);
    note_changed(python, venv, guard.settle(job.log()));
    return files;
}

/// Django's, if the app has a project of it and it is installed.
std::optional<StaticFiles> provide_static_files(const Job& job, const std::optional<StaticProject>& project,
                                                RuntimeLayer& python, Dependencies& dependencies,
                                                const Installed& installed) {
    if (!project || !dependencies.layer || !is_installed(installed, "django")) return std::nullopt;
    job.log().section("Static files");
    StaticFiles files = collect(job, *project, python, *dependencies.layer);
    log_warnings(job.log(), advice_on(files, job.facts.app.root, installed),
                 job.facts.settings.ignored_warnings);
    return files;
}

/// What the image starts, and the layer that sizes it to its container.
cnb::Launch provide_launch(const Job& job, const Installed& installed, const SourceTree& sources,
                           const std::optional<StaticFiles>& static_files) {
    job.log().section("Launch");
    const Facts& facts = job.facts;
    const LaunchPlan plan =
        choose_processes({facts.app, facts.project, facts.settings, facts.procfile, installed, sources});
    cnb::Launch launch;
    launch.labels = facts.labels;
    for (const ChosenProcess& chosen : plan.processes) {
        job.log().step("{}  {}  ({})", chosen.process.type, chosen.summary, chosen.reason);
        launch.processes.push_back(chosen.process);
    }
    for (const std::string& note : plan.notes) job.log().step(note);
    log_warnings(job.log(), plan.warnings, job.facts.settings.ignored_warnings);
    if (const auto slice = static_files ? slice_of(*static_files, facts.app.root) : std::nullopt)
        launch.slices.push_back(*slice);
    provide_web_layer(job.context.layers, job.context.buildpack_directory / "bin/web-environment",
                      plan.serves_by_event_loop());
    return launch;
}

std::vector<std::string_view> texts_of(const Project& project) {
    std::vector<std::string_view> texts;
    for (const ProjectFile& file : project.files) texts.push_back(file.text);
    return texts;
}

/// Mistakes in any of it are told here, before anything is installed. Throws `base::UserError`.
Facts gather(const cnb::BuildContext& context) {
    App app = with_project_files(
        App::scan(project_directory(context.app_directory, context.env), context.app_directory));
    base::Environment env = with_pip_configuration(context.env, app);
    refuse_unusable_variables(env);
    Settings settings = Settings::from(env);
    settings.for_tests = context.execution_environment == "test";
    Project project = identify_project(app, settings);
    log_warnings(context.log, advice_on_files(app, project), settings.ignored_warnings);
    auto procfile = app.procfile ? std::optional{parse_procfile(*app.procfile)} : std::nullopt;
    std::vector<cnb::Label> labels = image_labels(env);
    Network network = Network::from(env, context.bindings());
    network.add_secrets(secrets_used_by(texts_of(project), env));
    require_safe_logins(network.logins(), project, env);
    log_warnings(context.log, advice_on_unprotected_indexes(project, env), settings.ignored_warnings);
    auto bound_index = index_in_place_of_pypi(network.bound_indexes(), project, env);
    if (bound_index) use_index(*bound_index, settings, env);
    return {.app = std::move(app),
            .env = std::move(env),
            .settings = std::move(settings),
            .project = std::move(project),
            .procfile = std::move(procfile),
            .labels = std::move(labels),
            .network = std::move(network),
            .bound_index = std::move(bound_index)};
}

/// What the last build stored with the image.
Memory remembered(const cnb::BuildContext& context) {
    return {.store = context.store,
            .pins = DigestPins::from(context.store),
            .lists = ListSerials::from(context.store)};
}

cnb::TomlTable to_store(Memory memory) {
    memory.pins.write_to(memory.store);
    memory.lists.write_to(memory.store);
    return std::move(memory.store);
}

cnb::BuildResult build_app(const cnb::BuildContext& context) {
    const base::Stopwatch watch;
    context.log.title(base::format("{} {} · {}", context.descriptor.name, context.descriptor.version,
                                   context.target.describe()));
    auto own_catalogue = context.descriptor.metadata_as<Catalogue>();
    const Facts facts = gather(context);
    const Settings& settings = facts.settings;

    const fetch::FetcherOptions fetching = fetcher_options(context, facts);
    fetch::Fetcher fetcher{fetching};
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    const Services services{.fetcher = fetcher, .network = facts.network, .now = now, .log = context.log};

    context.log.section("Python");
    Downloads downloads = Downloads::open(context.layers, services);
    Memory memory = remembered(context);
    const Catalogue catalogue =
        current_catalogue(std::move(own_catalogue), settings, memory.store, downloads, services);

    const InstallerChoice installer = choose_installer(facts.project, catalogue.tools, settings, facts.env);
    UvInAdvance uv{
        {context.layers, settings.package_index, catalogue.releases.advisable_series(services.today()),
         services},
        {context.target, {context.buildpack_directory / "wheels", facts.app.directory / vendor_directory}},
        fetching,
        [&](const Services& beside) {
            return uv_to_use(installer, catalogue.tools.uv, settings.package_index, beside);
        }};
    const SourceTree sources{facts.app};
    const auto static_project = find_static_project(sources, settings, facts.env);
    const Job job{.context = context,
                  .facts = facts,
                  .catalogue = catalogue,
                  .services = services,
                  .types = layer_types(context.plan, static_project && static_project->may_have_root),
                  .bill_author = bill_author(context.descriptor, settings)};
    const RequestedPython requested =
        requested_python(facts.app, settings, catalogue.releases, memory.store, services.today());
    RuntimeLayer python = provide_python(job, requested, memory, downloads, [&] {
        if (facts.project.has_dependencies()) uv.start();  // they come side by side
    });

    Dependencies dependencies = provide_dependencies(job, installer, python, uv);
    const Installed installed = names_of(dependencies.packages);
    const auto static_files = provide_static_files(job, static_project, python, dependencies, installed);
    python.finish();
    downloads.keep_only(python.archives_for_later());

    cnb::Launch launch = provide_launch(job, installed, sources, static_files);
    const bool nothing_new = python.is_current() && !dependencies.installed;
    context.log.section((nothing_new ? "Nothing to install. Done in " : "Done in ") + watch.text());
    return {.launch = std::move(launch), .store = to_store(std::move(memory))};
}

}  // namespace

cnb::BuildResult build(cnb::BuildContext& context) {
    base::adopt_what_is_left();
    try {
        return build_app(context);
    } catch (const base::SystemError& error) {
        if (const auto reason = explain_shortage(error)) throw *reason;
        throw;
    }
}

}  // namespace adder::python
