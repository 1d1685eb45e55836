#include <adder/base/files.hpp>
#include <adder/testing/lifecycle.hpp>

namespace adder::test {

namespace fs = std::filesystem;

Outcome run_to_end(const base::Command& command) {
    base::Captured captured = base::run_and_capture(command);
    const base::ExitStatus& status = captured.status;
    return {.code = status.signal != 0 ? 128 + status.signal : status.code,
            .output = std::move(captured.output)};
}

Outcome launch_in_place(const Lifecycle& lifecycle, const LaunchInPlace& what) {
    const fs::path launcher = fs::absolute(lifecycle.programs / "launcher");
    base::Command command{.program = launcher, .args = what.args, .env = what.env, .working_directory = {}};
    command.env.set("CNB_PLATFORM_API", what.platform_api);
    command.env.set("CNB_LAYERS_DIR", what.layers);
    command.env.set("CNB_APP_DIR", what.app);
    if (what.process_type.empty()) {
        command.args.insert(command.args.begin(), "--");
        return run_to_end(command);
    }
    // The launcher knows by its own name which process it is.
    const base::TempDir directory;
    command.program = directory.path() / what.process_type;
    fs::create_symlink(launcher, command.program);
    return run_to_end(command);
}

}  // namespace adder::test
