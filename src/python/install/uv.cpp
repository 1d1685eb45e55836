#include "python/install/uv.hpp"

#include "archive/unpack.hpp"
#include "python/dependencies/pip_settings.hpp"
#include "python/failures/explain.hpp"
#include "python/install/messages.hpp"
#include "python/installed/packages.hpp"
#include "python/network/package_page.hpp"

#include <adder/base/text.hpp>

#include <algorithm>

namespace adder::python {

namespace {

namespace fs = std::filesystem;

/// Whether a person has it that packages get other versions than they ask for, or go without what they need.
bool overrides_versions(const Project& project, const base::Environment& env) {
    for (const char* name : {"UV_OVERRIDE", "UV_NO_DEPS", "PIP_NO_DEPS"}) {
        if (env.find_non_empty(name)) return true;
    }
    return std::ranges::any_of(project.files, [](const ProjectFile& file) {
        return file.text.find("override-dependencies") != std::string::npos ||
               file.text.find("[tool.pdm.resolution.overrides]") != std::string::npos;
    });
}

}  // namespace

fetch::Url find_wheel_link(const fetch::Page& page, std::string_view file) {
    for (const ListedFile& listed : files_on(page)) {
        if (listed.name() == file) return page.url.resolve(listed.link);
    }
    throw base::Error{"{} is not on the index's page for it, {}", file, page.url.display()};
}

std::optional<std::vector<Package>> pinned_packages(const std::vector<std::string>& lines) {
    std::vector<Package> packages;
    for (std::string_view line : lines) {
        line = base::trim(line.substr(0, line.find(" ;")));  // a marker that holds here
        if (line.empty() || line.starts_with('#')) continue;
        const std::size_t pin = line.find("==");
        if (pin == std::string_view::npos || line.starts_with('-') ||
            line.find(" @ ") != std::string_view::npos) {
            return std::nullopt;
        }
        const std::string_view name = line.substr(0, std::min(pin, line.find('[')));
        packages.push_back(Package::of(name, line.substr(pin + 2)));
    }
    std::sort(packages.begin(), packages.end());
    packages.erase(std::unique(packages.begin(), packages.end()),
                   packages.end());  // once for each set of extras
    return packages;
}

base::Environment uv_environment(base::Environment env, const fs::path& cache_directory) {
    // pip's settings are what people have; uv has names of its own for them.
    const UvSettings of_pip = uv_settings_of_pip(env);
    for (const auto& [name, value] : of_pip.variables.variables()) env.set(name, value);

    for (const char* name :
         {"VIRTUAL_ENV", "PYTHONPATH", "CONDA_PREFIX", "UV_COMPILE_BYTECODE", "UV_PROJECT_ENVIRONMENT",
          "UV_MANAGED_PYTHON", "UV_NO_MANAGED_PYTHON", "UV_PYTHON_PREFERENCE"}) {
        env.unset(name);
    }
    env.set("UV_CACHE_DIR", cache_directory.native());
    env.set("UV_PYTHON_DOWNLOADS", "never");
    env.set("UV_NO_PROGRESS", "1");
    env.set("NO_COLOR", "1");
    env.set_default("UV_HTTP_TIMEOUT", "60");
    env.set_default("HOME", "/tmp");
    return env;
}

std::vector<ToolCommand> uv_commands(const Project& project, const InstallPlace& place,
                                     const base::Environment& env) {
    return project.manager->install(project, place, {.cache = {}, .index = {}, .env = env});
}

Uv::Uv(base::TempDir directory, InstallContext context)
    : directory_{std::move(directory)}, context_{std::move(context)} {}

base::Command Uv::command(ToolCommand command, const fs::path& working_directory,
                          const base::Environment& env) const {
    base::Environment its_own =
        command.environment(uv_environment(context_.services.network.for_tools(env), cache_directory()));
    return {.program = directory_.path() / "uv",
            .args = std::move(command.args),
            .env = std::move(its_own),
            .working_directory = working_directory};
}

void Uv::prune_cache() const {
    // Costs little beside leaving out of the cache layer what it should not hold; a failure costs a larger
    // layer.
    base::run(command({{"cache", "prune", "--ci", "--quiet"}}, directory_.path(), {}),
              [](std::string_view) {});
}

void Uv::show(std::string_view line) const {
    // Which packages came in is worth a line each only to someone who looks for it.
    if (line.starts_with(" + ") || line.starts_with(" ~ ")) {
        context_.services.log.debug(line);
    } else if (!base::trim(line).empty()) {
        context_.services.log.output(line);
    }
}

base::ExitStatus Uv::run(const base::Command& command, std::vector<std::string>& output) const {
    return base::run(command, [&](std::string_view line) {
        output.push_back(context_.services.network.redaction().apply(line));
        show(output.back());
    });
}

ToolFailure Uv::failure(const base::ExitStatus& status, const std::vector<std::string>& output) const {
    return {.tool = "uv",
            .status = status,
            .output = base::join(output, "\n"),
            .index = fetch::Url::parse(context_.package_index).display(),
            .advisable_series = context_.advisable_series};
}

void Uv::create_environment(const fs::path& environment, const fs::path& interpreter,
                            const base::Environment& env) const {
    std::vector<std::string> output;
    const base::ExitStatus status =
        run(command({{"venv", "--quiet", "--no-project", "--no-config", "--allow-existing", "--python",
                      interpreter.native(), environment.native()}},
                    environment, env),
            output);
    if (status.ok()) return;
    if (const auto reason = explain_shortage(failure(status, output))) throw *reason;
    throw messages::no_virtual_environment(status.describe());
}

void Uv::install_pinned(const fs::path& environment, const fs::path& pins, const fs::path& wheels,
                        const std::string& tool, const base::Environment& env) const {
    ToolCommand install{
        .args = {"pip", "install", "--quiet", "--no-config", "--no-deps", "--require-hashes", "--python",
                 (environment / "bin/python").native(), "--requirements", pins.native()},
        .variables = {{"PURE", "1"}},  // of Poetry 1 one part is to be built, which works without a compiler
        .without = {"UV_CONSTRAINT", "UV_OVERRIDE", "UV_NO_BINARY", "UV_NO_BINARY_PACKAGE", "UV_PRERELEASE",
                    "UV_RESOLUTION", "UV_NO_BUILD", "UV_NO_BUILD_ISOLATION", "UV_BUILD_CONSTRAINT",
                    "UV_EXCLUDE_NEWER"}};
    if (wheels.empty()) {
        // What that part is built with comes from the index, too: uv checks the digests of these pins.
        install.args.insert(install.args.end(),
                            {"--build-constraints", pins.parent_path() / "setuptools.txt"});
    } else {
        install.args.insert(install.args.end(), {"--no-index", "--find-links", wheels.native()});
    }
    std::vector<std::string> output;
    const base::ExitStatus status = run(command(std::move(install), environment, env), output);
    if (status.ok()) return;
    if (const auto reason = explain_shortage(failure(status, output))) throw *reason;
    if (!wheels.empty()) throw messages::tool_not_vendored(tool, pins.filename().native(), status.describe());
    throw messages::tool_not_installed(tool, fetch::Url::parse(context_.package_index).display(),
                                       status.describe());
}

std::optional<std::vector<Package>> Uv::resolve(const Project& project, const fs::path& interpreter,
                                                const fs::path& app_directory,
                                                const base::Environment& env) const {
    std::vector<std::string> args = project.manager->resolve(project, interpreter);
    std::vector<std::string> output;
    const base::ExitStatus status = base::run(
        command({std::move(args)}, app_directory, env),
        [&](std::string_view line) { output.push_back(context_.services.network.redaction().apply(line)); });
    if (status.ok()) return pinned_packages(output);
    for (const std::string& line : output) show(line);
    if (const auto reason = explain_failure(failure(status, output), project)) throw *reason;
    throw messages::resolution_failed(project.main_file(), status.describe());
}

void Uv::install(const Project& project, const InstallPlace& place, const base::Environment& env) const {
    for (const ToolCommand& step : uv_commands(project, place, env)) run_step(step, project, place, env);
}

void Uv::run_step(const ToolCommand& step, const Project& project, const InstallPlace& place,
                  const base::Environment& env) const {
    write_inputs(step);
    std::vector<std::string> output;
    const base::ExitStatus status = run(command(step, place.app_directory, env), output);
    if (status.ok()) return;
    if (const auto reason = explain_failure(failure(status, output), project)) throw *reason;
    throw messages::installation_failed(project.main_file(), "uv", status.describe());
}

void Uv::require_compatible(const Project& project, const InstallPlace& place,
                            const base::Environment& env) const {
    std::vector<std::string> output;
    const base::ExitStatus status = base::run(
        command({{"pip", "check", "--no-config", "--python", place.interpreter()}}, place.environment, env),
        [&](std::string_view line) { output.emplace_back(line); });
    if (status.ok()) return;
    std::vector<std::string> conflicts;
    for (const std::string& line : output) {
        if (line.starts_with("The package ")) conflicts.push_back(line);
    }
    if (conflicts.empty())
        throw messages::installation_failed(project.main_file(), "uv pip check", status.describe());
    if (!overrides_versions(project, env))
        throw messages::conflicting_packages(project.main_file(), conflicts);
    for (const std::string& conflict : conflicts) context_.services.log.step("Overridden: " + conflict);
}

Uv fetch_uv(const PinnedTool& pinned, const cnb::Target& target, const std::vector<fs::path>& wheels,
            const InstallContext& context) {
    base::TempDir directory{context.layers.directory(), ".uv-"};
    const ToolWheel& wheel = pinned.wheel_for(target, libc_of(context.services.root));
    const std::string name = "uv " + pinned.version;
    std::optional<archive::TreeUnpacker> unpacker;
    const auto is_uv = [](std::string_view path) { return path.ends_with(".data/scripts/uv"); };
    const auto start = [&]() -> base::ByteSink& {
        unpacker.reset();
        base::remove_tree(directory.path());
        base::make_directories(directory.path());
        fs::permissions(directory.path(), fs::perms::owner_all);  // as it was
        return unpacker.emplace(
            directory.path(),
            archive::UnpackOptions{
                .format = archive::Format::zip, .strip = 2, .select = is_uv, .executable = is_uv});
    };
    // An index may carry credentials: only its display form may be shown.
    std::string shown_index = "the configured one";
    try {
        shown_index = fetch::Url::parse(context.package_index).display();
        const auto find_url = [&] {
            for (const fs::path& place : wheels) {
                if (fs::exists(place / wheel.file)) return fetch::Url::of_file(place / wheel.file);
            }
            const auto mapped = context.services.network.mirrors().mapped(wheel.digest);
            return mapped
                       ? *mapped
                       : find_wheel_link(project_page(context.services.fetcher, context.package_index, "uv"),
                                         wheel.file);
        };
        Downloads::pass_on({find_url, name, wheel.digest}, start, context.services);
    } catch (const base::DigestMismatch& mismatch) {
        throw messages::installer_not_as_pinned(wheel.file, mismatch);
    } catch (const base::SystemError&) {
        throw;  // a full disk is not the index's fault
    } catch (const base::Error& error) {
        throw messages::installer_unavailable(name, shown_index, error.full_text());
    }
    return Uv{std::move(directory), context};
}

}  // namespace adder::python
