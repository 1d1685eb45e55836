#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/text.hpp>
#include <adder/cnb/entry.hpp>
#include <adder/cnb/platform.hpp>
#include <adder/cnb/telemetry.hpp>

#include <chrono>
#include <stdexcept>

#include <sys/stat.h>

namespace adder::cnb {

namespace {

namespace fs = std::filesystem;

std::optional<base::Log::Level> log_level(std::string_view text) {
    const std::string name = base::to_lower(base::trim(text));
    if (name == "error") return base::Log::Level::error;
    if (name == "warn" || name == "warning") return base::Log::Level::warning;
    if (name == "info" || name.empty()) return base::Log::Level::info;
    if (name == "debug" || name == "trace") return base::Log::Level::debug;
    return std::nullopt;
}

base::Log::Options log_options(const base::Environment& env) {
    const std::string wanted = env.find("BP_LOG_LEVEL").value_or("");
    return {.colour = !env.find_non_empty("NO_COLOR"),
            .level = log_level(wanted).value_or(base::Log::Level::info)};
}

void warn_of_unknown_log_level(const base::Environment& env, base::Log& log) {
    const std::string wanted = env.find("BP_LOG_LEVEL").value_or("");
    if (log_level(wanted)) return;
    log.warning(base::format("BP_LOG_LEVEL is set to {}, which is no level.", base::printable(wanted)),
                "The levels are error, warning, info and debug. The log is written as for info.");
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

std::string execution_environment(const base::Environment& env) {
    std::string name = env.find_non_empty("CNB_EXEC_ENV").value_or("production");
    if (!is_execution_environment(name))
        throw base::Error{"CNB_EXEC_ENV is {}: the name of an execution environment has no '/'",
                          base::printable(name)};
    return name;
}

base::Environment environment_for_build(const base::Environment& process_env, const Descriptor& descriptor,
                                        const fs::path& platform_directory) {
    if (!descriptor.clear_env) return process_env;  // the lifecycle has applied the platform's variables
    return with_platform_env(process_env, read_platform_env(platform_directory));
}

std::string how_to_report(const std::optional<Descriptor>& descriptor) {
    if (!descriptor || descriptor->homepage.empty()) return "";
    return base::format("\nPlease report it, with the log of this build and {} {}, at {}", descriptor->id,
                        descriptor->version, descriptor->homepage);
}

/// One run of one phase, as far as both are alike.
class PhaseRun {
  public:
    PhaseRun(const Invocation& invocation, PhaseTrace::Phase phase, int platform_argument)
        : invocation_{invocation},
          platform_argument_{platform_argument},
          process_env_{base::Environment::from(invocation.envp)},
          env_{process_env_},
          trace_{.phase = phase, .start = std::chrono::system_clock::now()} {
        log_.emplace(log_options(env_));
    }

    template <typename Phase>
    int run(const Phase& phase) {
        const ExitCode code = guarded(phase);
        record(code);
        return static_cast<int>(code);
    }

    /// A path the platform gives, by variable or by argument.
    fs::path path(std::string_view variable, int argument) const {
        return required_path(invocation_, process_env_, variable, argument);
    }

  private:
    /// The one place where an exception becomes what a person reads and what the lifecycle acts on.
    template <typename Phase>
    ExitCode guarded(const Phase& phase) {
        try {
            return phase(gather());
        } catch (const UnsupportedApi& error) {
            show("This buildpack cannot run here.", error.message());
            return ExitCode::unsupported_api;
        } catch (const base::UserError& error) {
            show(error.title(), error.body());
        } catch (const base::Error& error) {
            show("The build could not go on.", error.full_text());
        } catch (const fs::filesystem_error& error) {
            show("The build could not go on.", error.what());
        } catch (const std::exception& error) {
            show("The buildpack failed unexpectedly.",
                 base::format("{}\n\nThis is a fault in the buildpack, not in your app.{}", error.what(),
                              how_to_report(descriptor_)));
        }
        return ExitCode::error;
    }

    void show(const std::string& title, std::string_view body) {
        log_->error(title, body);
        trace_.error_title = title;
    }

    PhaseContext gather() {
        const fs::path directory = buildpack_directory(invocation_, process_env_);
        descriptor_ = Descriptor::read(directory);
        const fs::path platform = path("CNB_PLATFORM_DIR", platform_argument_);
        env_ = environment_for_build(process_env_, *descriptor_, platform);
        log_.emplace(log_options(env_));
        warn_of_unknown_log_level(env_, *log_);
        return {.app_directory = fs::current_path(),
                .buildpack_directory = directory,
                .platform_directory = platform,
                .descriptor = *descriptor_,
                .target = Target::from(process_env_),
                .execution_environment = execution_environment(process_env_),
                .env = env_,
                .log = *log_};
    }

    /// For the platform, as Buildpack API 0.13 has it, and for the person who set BP_TELEMETRY_DIR.
    void record(ExitCode code) {
        const auto log_path = process_env_.find_non_empty("CNB_OTEL_LOG_PATH");
        const auto directory = env_.find_non_empty("BP_TELEMETRY_DIR");
        if (!descriptor_ || (!log_path && !directory)) return;  // a trace is known by its buildpack's id
        trace_.buildpack_id = descriptor_->id;
        trace_.buildpack_version = descriptor_->version;
        trace_.buildpack_name = descriptor_->name;
        trace_.buildpack_homepage = descriptor_->homepage;
        trace_.end = std::chrono::system_clock::now();
        trace_.outcome = code == ExitCode::success         ? PhaseTrace::Outcome::success
                         : code == ExitCode::detect_failed ? PhaseTrace::Outcome::not_for_us
                                                           : PhaseTrace::Outcome::error;
        const auto tell = [this](std::string_view why) { log_->debug(base::format("telemetry: {}", why)); };
        if (const auto parent = process_env_.find_non_empty("CNB_OTEL_TRACEPARENT")) {
            trace_.parent = TraceParent::parse(*parent);
            if (!trace_.parent) tell("CNB_OTEL_TRACEPARENT is not a traceparent");
        }
        if (log_path) append_telemetry(*log_path, trace_, tell);
        if (!directory) return;
        append_telemetry(fs::path{*directory} / telemetry_file_name(trace_.buildpack_id, trace_.phase),
                         trace_, tell);
    }

    const Invocation& invocation_;
    int platform_argument_;
    base::Environment process_env_;  ///< what the contract's own variables are read from
    base::Environment env_;
    std::optional<base::Log> log_;
    std::optional<Descriptor> descriptor_;
    PhaseTrace trace_;
};

TomlTable read_store(const fs::path& file) {
    if (!fs::exists(file)) return {};
    const TomlTable table = read_toml_file(file);
    const std::optional<TomlReader> metadata = TomlReader{table, file.native()}.find_table("metadata");
    return metadata ? metadata->contents() : TomlTable{};
}

TomlTable unmet_to_toml(const std::vector<std::string>& unmet, const BuildpackPlan& plan) {
    TomlArray entries;
    for (const std::string& name : unmet) {
        if (plan.entries_for(name).empty())
            throw std::logic_error("unmet, but not in the buildpack's plan: '" + name + "'");
        entries.push_back(TomlTable{{"name", name}});
    }
    return {{"unmet", std::move(entries)}};
}

/// Everything is checked before anything is written.
void write(const BuildResult& result, const BuildContext& context) {
    const fs::path& layers = context.layers.directory();
    const SbomFiles sboms{layers, context.descriptor.sbom_formats};
    const TomlTable launch = result.launch.to_toml();
    const TomlTable unmet = unmet_to_toml(result.unmet, context.plan);
    sboms.check(result.launch_sboms);
    sboms.check(result.build_sboms);

    write_toml_file(layers / "launch.toml", launch);
    if (result.unmet.empty()) {
        base::remove_tree(layers / "build.toml");
    } else {
        write_toml_file(layers / "build.toml", unmet);
    }
    const TomlTable& store = result.store ? *result.store : context.store;
    if (store.empty()) {
        base::remove_tree(layers / "store.toml");
    } else {
        write_toml_file(layers / "store.toml", {{"metadata", store}});
    }
    sboms.write("launch", result.launch_sboms);
    sboms.write("build", result.build_sboms);
}

}  // namespace

int detect_main(const Invocation& invocation, const DetectFunction& detect) {
    PhaseRun run{invocation, PhaseTrace::Phase::detect, 1};
    return run.run([&](PhaseContext facts) {
        const fs::path plan_file = run.path("CNB_BUILD_PLAN_PATH", 2);
        const DetectContext context{std::move(facts)};
        const DetectResult result = detect(context);
        if (const auto* refusal = std::get_if<NotForUs>(&result)) {
            context.log.title(base::format("{}: {}", context.descriptor.name, refusal->reason));
            return ExitCode::detect_failed;
        }
        write_toml_file(plan_file, std::get<Pass>(result).plan.to_toml());
        return ExitCode::success;
    });
}

int build_main(const Invocation& invocation, const BuildFunction& build) {
    ::umask(022);  // whatever a platform's is: the app's image gets what is made here
    PhaseRun run{invocation, PhaseTrace::Phase::build, 2};
    return run.run([&](PhaseContext facts) {
        const fs::path layers = run.path("CNB_LAYERS_DIR", 1);
        const fs::path plan_file = run.path("CNB_BP_PLAN_PATH", 3);
        std::vector<SbomFormat> sbom_formats = facts.descriptor.sbom_formats;
        BuildContext context{std::move(facts), BuildpackPlan::read(plan_file),
                             Layers{layers, std::move(sbom_formats)}, read_store(layers / "store.toml")};
        context.layers.remove_rests();
        write(build(context), context);
        return ExitCode::success;
    });
}

int buildpack_main(const Invocation& invocation, const DetectFunction& detect, const BuildFunction& build) {
    const std::string name = fs::path{invocation.argv[0]}.filename();
    if (name == "detect") return detect_main(invocation, detect);
    if (name == "build") return build_main(invocation, build);
    base::Log{log_options(base::Environment::from(invocation.envp))}.error(
        base::format("{} is not the name of a program of a buildpack.", name),
        "This program does what the lifecycle wants of detect or of build, by the name it is run under.");
    return static_cast<int>(ExitCode::unknown_program);
}

}  // namespace adder::cnb
