#include "testing/tools.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/testing/rootfs.hpp>

namespace adder::test {

namespace fs = std::filesystem;

Rootfs::Rootfs(const Image& image, const Lifecycle& lifecycle)
    : root_{directory_.path() / "root"}, entrypoint_{image.entrypoint()}, env_{image.env()} {
    const base::Environment env = standard_env();
    base::make_directories(root_);
    run_tool("cp", {"--archive", "--link", lifecycle.run_image->files() / ".", root_}, env);
    const std::vector<std::string>& layers = image.layer_digests();
    for (std::size_t i = lifecycle.run_image->layer_count(); i < layers.size(); ++i) {
        run_tool("tar", {"--extract", "--file", image.stored_layer(layers[i]), "--directory", root_}, env);
    }
    for (const char* directory : {"tmp", "proc", "dev", "sys"}) base::make_directories(root_ / directory);
    run_tool("chmod", {"1777", root_ / "tmp"}, env);
    base::make_directories(root_ / "etc");
    base::write_file(root_ / "etc/hosts", "127.0.0.1 localhost\n::1 localhost\n");
    // The image's files are where they were built, perhaps below a directory that others may not enter.
    fs::path path = env_.find("CNB_LAYERS_DIR").value_or("/");
    for (; path != path.root_path(); path = path.parent_path()) run_tool("chmod", {"a+rx", file(path)}, env);
}

fs::path Rootfs::file(const fs::path& absolute_path) const { return root_ / absolute_path.relative_path(); }

namespace {

/// What a container has besides its image: processes, devices, shared memory, its limits. They are mounted
/// for the program alone, so that nothing has to be undone; where that is not allowed, it goes without.
constexpr const char* start_in_root = R"(
for directory in proc dev sys; do mount --rbind "/$directory" "$1/$directory" 2>/dev/null; done
shift
exec "$@")";

}  // namespace

base::Command Rootfs::in_root(const std::string& program, const std::vector<std::string>& args,
                              const base::Environment& env) const {
    base::Environment variables = env_;
    for (const auto& [name, value] : env.variables()) variables.set(name, value);
    base::Command command{.program = "/usr/bin/unshare",
                          .args = {"--mount", "sh", "-c", start_in_root, "sh", root_, "/usr/bin/env", "-i"},
                          .env = {{"PATH", std::string{standard_path}}},
                          .working_directory = {}};
    const auto add = [&](const std::vector<std::string>& more) {
        command.args.insert(command.args.end(), more.begin(), more.end());
    };
    add(variables.assignments());
    add({"/usr/sbin/chroot", "--userspec=1000:1000", root_, program});
    add(args);
    return command;
}

base::Command Rootfs::command_of(const Start& start) const {
    const std::string program =
        start.process_type.empty() ? entrypoint_ : "/cnb/process/" + start.process_type;
    return in_root(program, start.args, start.env);
}

std::string Rootfs::run(const std::vector<std::string>& command) const {
    std::vector<std::string> args{"--"};
    args.insert(args.end(), command.begin(), command.end());
    Outcome outcome = run_to_end(in_root("/cnb/lifecycle/launcher", args, {}));
    if (outcome.code != 0) throw base::Error{"exit code {} in the image: {}", outcome.code, outcome.output};
    return std::move(outcome.output);
}

Outcome Rootfs::run_process(const Start& start) const { return run_to_end(command_of(start)); }

BackgroundProcess Rootfs::start(const Start& start) const {
    return BackgroundProcess{command_of(start), directory_.path() / "output"};
}

}  // namespace adder::test
