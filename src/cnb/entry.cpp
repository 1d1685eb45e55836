#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/text.hpp>
#include <adder/cnb/entry.hpp>
#include <adder/cnb/platform.hpp>

namespace adder::cnb {

namespace {

namespace fs = std::filesystem;

base::Log::Options log_options(const base::Environment& env) {
    const std::string level = base::to_lower(env.find("BP_LOG_LEVEL").value_or(""));
    return {.colour = !env.find_non_empty("NO_COLOR"), .verbose = level == "debug" || level == "trace"};
}

/// Names what the variable is for, because a missing one means that something other than a lifecycle runs us.
fs::path required_path(const Invocation& invocation, const base::Environment& env, std::string_view variable,
                       int argument) {
    if (std::optional<std::string> value = env.find_non_empty(variable)) return *value;
    if (argument > 0 && argument < invocation.argc) return invocation.argv[argument];
    throw base::UserError{base::format("{} is not set.", variable),
                          "This program is a part of a Cloud Native Buildpack and is run by the lifecycle of "
                          "a platform such as pack.\n"
                          "Build an app with: pack build my-app --buildpack <this buildpack's directory>"};
}

/// Where `buildpack.toml` is: platforms set the variable, a person trying things out may not.
fs::path buildpack_directory(const Invocation& invocation, const base::Environment& env) {
    if (std::optional<std::string> value = env.find_non_empty("CNB_BUILDPACK_DIR")) return *value;
    return fs::absolute(invocation.argv[0]).parent_path().parent_path();
}

void report_internal_fault(base::Log& log, std::string_view what, const Descriptor* descriptor) {
    std::string body = base::format("{}\n\nThis is a fault in the buildpack, not in your app.", what);
    if (descriptor && !descriptor->homepage.empty()) {
        body += base::format("\nPlease report it, with the log of this build and {} {}, at {}",
                             descriptor->id, descriptor->version, descriptor->homepage);
    }
    log.error("The buildpack failed unexpectedly.", body);
}

/// The one place where an exception becomes what a person reads and what the lifecycle acts on.
template <typename Phase>
int run_phase(const Invocation& invocation, const Phase& phase) {
    const base::Environment process_env = base::Environment::from(invocation.envp);
    base::Log log{log_options(process_env)};
    std::optional<Descriptor> descriptor;
    try {
        const fs::path directory = buildpack_directory(invocation, process_env);
        descriptor = Descriptor::read(directory);
        if (!is_supported_api(descriptor->api)) {
            log.error(base::format("Buildpack API {} is not supported.", descriptor->api),
                      base::format("{} asks for it; this program speaks 0.10, 0.11 and 0.12.",
                                   directory / "buildpack.toml"));
            return static_cast<int>(ExitCode::unsupported_api);
        }
        return static_cast<int>(phase(process_env, directory, *descriptor, log));
    } catch (const base::UserError& error) {
        log.error(error.title(), error.body());
    } catch (const base::Error& error) {
        log.error("The build could not go on.", error.full_text());
    } catch (const std::exception& error) {
        report_internal_fault(log, error.what(), descriptor ? &*descriptor : nullptr);
    }
    return static_cast<int>(ExitCode::error);
}

base::Environment environment_for_build(const base::Environment& process_env, const Descriptor& descriptor,
                                        const fs::path& platform_directory) {
    if (!descriptor.clear_env) return process_env;  // the lifecycle has applied the platform's variables
    return with_platform_env(process_env, read_platform_env(platform_directory));
}

}  // namespace

int detect_main(const Invocation& invocation, const DetectFunction& detect) {
    return run_phase(invocation, [&](const base::Environment& process_env, const fs::path& directory,
                                     const Descriptor& descriptor, base::Log& log) {
        const fs::path platform = required_path(invocation, process_env, "CNB_PLATFORM_DIR", 1);
        const fs::path plan_file = required_path(invocation, process_env, "CNB_BUILD_PLAN_PATH", 2);
        const DetectContext context{{.app_directory = fs::current_path(),
                                     .buildpack_directory = directory,
                                     .descriptor = descriptor,
                                     .target = Target::from(process_env),
                                     .env = environment_for_build(process_env, descriptor, platform),
                                     .log = log}};
        const DetectResult result = detect(context);
        if (const auto* refusal = std::get_if<NotForUs>(&result)) {
            log.title(base::format("{}: {}", descriptor.name, refusal->reason));
            return ExitCode::detect_failed;
        }
        write_toml_file(plan_file, std::get<Pass>(result).plan.to_toml());
        return ExitCode::success;
    });
}

int build_main(const Invocation& invocation, const BuildFunction& build) {
    return run_phase(invocation, [&](const base::Environment& process_env, const fs::path& directory,
                                     const Descriptor& descriptor, base::Log& log) {
        const fs::path layers = required_path(invocation, process_env, "CNB_LAYERS_DIR", 1);
        const fs::path platform = required_path(invocation, process_env, "CNB_PLATFORM_DIR", 2);
        const fs::path plan_file = required_path(invocation, process_env, "CNB_BP_PLAN_PATH", 3);
        const fs::path store_file = layers / "store.toml";
        const TomlTable store_toml = fs::exists(store_file) ? read_toml_file(store_file) : TomlTable{};
        const std::optional<TomlReader> stored =
            TomlReader{store_toml, store_file.native()}.find_table("metadata");
        BuildContext context{{.app_directory = fs::current_path(),
                              .buildpack_directory = directory,
                              .descriptor = descriptor,
                              .target = Target::from(process_env),
                              .env = environment_for_build(process_env, descriptor, platform),
                              .log = log},
                             BuildpackPlan::read(plan_file),
                             Layers{layers},
                             stored ? stored->contents() : TomlTable{}};
        const BuildResult result = build(context);
        write_toml_file(layers / "launch.toml", result.launch.to_toml());
        const TomlTable& store = result.store ? *result.store : context.store;
        if (!store.empty()) write_toml_file(store_file, {{"metadata", store}});
        return ExitCode::success;
    });
}

}  // namespace adder::cnb
