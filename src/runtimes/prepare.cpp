#include "runtimes/prepare.hpp"

#include "runtimes/prune.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/process.hpp>
#include <adder/base/text.hpp>

namespace adder::runtimes {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view relocation = R"(
# The tree may stand anywhere: paths follow the interpreter.
import sys as _sys
build_time_vars = {
    _name: _value.replace("{prefix}", _sys.base_prefix) if isinstance(_value, str) else _value
    for _name, _value in build_time_vars.items()
}
)";

std::string replace_all(std::string text, std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
    return text;
}

void make_link(const fs::path& link, const std::string& target) {
    base::remove_tree(link);
    fs::create_symlink(target, link);
}

void relocate_scripts(const fs::path& tree, const std::string& interpreter) {
    for (const fs::directory_entry& entry : fs::directory_iterator{tree / "bin"}) {
        if (!entry.is_regular_file() || entry.is_symlink() || entry.file_size() > base::max_text_file_size)
            continue;
        if (const auto text = relocatable_script(base::read_file(entry.path()), interpreter)) {
            base::write_file(entry.path(), *text, 0755);
        }
    }
}

void relocate_sysconfig(const fs::path& stdlib) {
    for (const fs::directory_entry& entry : fs::directory_iterator{stdlib}) {
        const std::string name = entry.path().filename();
        if (!name.starts_with("_sysconfigdata_") || entry.is_symlink()) continue;
        base::write_file(entry.path(), relocatable_sysconfig(base::read_file(entry.path())));
    }
}

void relocate_pkg_config(const fs::path& directory) {
    if (!fs::is_directory(directory)) return;
    for (const fs::directory_entry& entry : fs::directory_iterator{directory}) {
        if (entry.path().extension() != ".pc" || entry.is_symlink()) continue;
        base::write_file(entry.path(), relocatable_pkg_config(base::read_file(entry.path())));
    }
}

/// One process, files in sorted order: what a process compiled before decides which references it writes, so
/// several at work would not always give the same bytes.
void compile_bytecode(const fs::path& tree, const std::string& interpreter, const fs::path& stdlib,
                      const std::stop_token& stop) {
    const base::Captured result = base::run_and_capture({
        .program = tree / "bin" / interpreter,
        // Started as a script, it looks for modules beside itself: in the tree, and nowhere else.
        .args = {"-s", "-X", "utf8", "-W", "ignore", (stdlib / "compileall.py").native(), "-q", "-f",
                 "--invalidation-mode", "unchecked-hash", "-s", tree.native(), "-p",
                 std::string{nominal_prefix}, stdlib.native()},
        .env = {{"PYTHONHASHSEED", "0"}, {"LC_ALL", "C.UTF-8"}},
        .working_directory = "/",
        .stop = stop,
    });
    if (!result.status.ok()) {
        throw base::Error{"the standard library's bytecode could not be compiled ({}):\n{}",
                          result.status.describe(), result.output};
    }
}

}  // namespace

std::string interpreter_name(const ArchiveId& id) {
    return base::format("python{}{}", id.version.series(), id.free_threaded ? "t" : "");
}

void prepare(const fs::path& tree, const ArchiveId& id, base::Log& log, const std::stop_token& stop) {
    const std::string interpreter = interpreter_name(id);
    const fs::path stdlib = tree / "lib" / interpreter;
    for (const fs::path& needed : {tree / "bin" / interpreter, stdlib / "os.py"}) {
        if (!fs::exists(needed)) {
            throw base::Error{"{} holds no Python {}: there is no {}", tree, id.version.text(), needed};
        }
    }
    const Pruned pruned = prune(tree, id.variant);
    log.step("{} files and directories pruned ({})", pruned.entries, base::human_size(pruned.bytes));

    make_link(tree / "bin/python3", interpreter);
    make_link(tree / "bin/python", "python3");
    relocate_scripts(tree, interpreter);
    relocate_sysconfig(stdlib);
    relocate_pkg_config(tree / "lib/pkgconfig");

    const base::Stopwatch watch;
    compile_bytecode(fs::canonical(tree), interpreter, fs::canonical(stdlib), stop);
    log.step("Bytecode compiled ({})", watch.text());
}

std::optional<std::string> relocatable_script(std::string_view text, std::string_view interpreter) {
    const std::string_view first = text.substr(0, text.find('\n'));
    if (!first.starts_with("#!")) return std::nullopt;
    const auto command = base::words(first.substr(2));
    if (command.empty() || !command.front().starts_with(nominal_prefix)) return std::nullopt;
    if (!fs::path{command.front()}.filename().native().starts_with("python")) return std::nullopt;
    // To sh this is `exec`; to Python it is a string that nothing is done with.
    return base::format(
        "#!/bin/sh\n'''exec' \"$(dirname \"$(readlink -f \"$0\")\")/{}\" \"$0\" \"$@\"\n' '''{}", interpreter,
        text.substr(first.size()));
}

std::string relocatable_sysconfig(std::string_view text) {
    const std::string added = replace_all(std::string{relocation}, "{prefix}", nominal_prefix);
    return text.ends_with(added) ? std::string{text} : std::string{text} + added;
}

std::string relocatable_pkg_config(std::string_view text) {
    return replace_all(std::string{text}, base::format("prefix={}\n", nominal_prefix),
                       "prefix=${pcfiledir}/../..\n");
}

}  // namespace adder::runtimes
