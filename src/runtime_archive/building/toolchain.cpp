#include "runtime_archive/building/toolchain.hpp"

#include "runtime_archive/building/configure.hpp"
#include "runtime_archive/inspection/programs.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/process.hpp>
#include <adder/base/text.hpp>

#include <algorithm>
#include <optional>

namespace adder::runtime_archive {

namespace {

/// The value of the last argument NAME=VALUE; nullopt without one.
std::optional<std::string> value_of(const std::vector<std::string>& arguments, std::string_view name) {
    std::optional<std::string> value;
    for (const std::string& argument : arguments) {
        const std::size_t equals = argument.find('=');
        if (std::string_view{argument}.substr(0, equals) != name) continue;
        value = equals == std::string::npos ? "yes" : argument.substr(equals + 1);
    }
    return value;
}

/// True if the option was given a value that turns it on.
bool turns_on(const std::vector<std::string>& arguments, std::string_view option) {
    const auto value = value_of(arguments, option);
    return value && *value != "no";
}

void require_known_options(const runtimes::PythonVersion& version, const std::vector<std::string>& arguments,
                           const SourceFacts& facts) {
    std::vector<std::string> unknown;
    for (const std::string& argument : arguments) {
        // This one is autoconf's own, which its help does not list.
        if (argument.starts_with("--enable-option-checking")) continue;
        if (!knows_option(facts.configure_help, argument)) unknown.push_back(argument);
    }
    if (unknown.empty()) return;
    throw base::Error{
        "the configure script of Python {} does not have {}.\n"
        "Leave it out, or build a release that has it. `configure --help` in the source lists all options",
        version.text(), base::join(unknown, ", ")};
}

bool is_llvm(const std::string& program, unsigned version, const base::Environment& env) {
    if (!is_on_path(program, env)) return false;
    const base::Captured said = base::run_and_capture(
        {.program = program, .args = {"--version"}, .env = env, .working_directory = {}});
    return said.status.ok() && said.output.find(base::format("version {}.", version)) != std::string::npos;
}

/// The compiler's templates are made by a Python that is there already: 3.11 or newer, as Tools/jit/README.md
/// says. `configure` takes the one whose name has the highest number.
bool has_python_for_templates(const base::Environment& env) {
    if (is_on_path("python3", env)) {
        const base::Captured answer =
            base::run_and_capture({.program = "python3",
                                   .args = {"-c", "import sys; sys.exit(sys.version_info < (3, 11))"},
                                   .env = env,
                                   .working_directory = {}});
        if (answer.status.ok()) return true;
    }
    for (unsigned minor = 11; minor < 100; ++minor) {
        if (is_on_path(base::format("python3.{}", minor), env)) return true;
    }
    return false;
}

/// As Tools/jit/_llvm.py looks for them: without a number if the version is right, or with one.
void require_llvm(const runtimes::PythonVersion& python, const std::vector<std::string>& arguments,
                  const SourceFacts& facts, const base::Environment& env) {
    const auto chosen = value_of(arguments, "LLVM_VERSION");
    const auto version = chosen ? base::parse_number(*chosen) : facts.llvm_version;
    if (!version) {
        throw base::Error{
            "--jit: Tools/jit/_llvm.py of Python {} does not say which LLVM the compiler needs.\n"
            "Name it with --configure-arg LLVM_VERSION=N if its configure script has that variable",
            python.text()};
    }
    if (!has_python_for_templates(env)) {
        throw base::Error{
            "the just-in-time compiler of Python {} is built with the help of a Python 3.11 or newer. There "
            "is none on "
            "PATH.\nOn Debian 12 and Ubuntu 24.04, or newer: apt-get install python3",
            python.text()};
    }
    std::vector<std::string> missing;
    for (const std::string tool : {"clang", "llvm-readobj"}) {
        const std::string numbered = base::format("{}-{}", tool, *version);
        if (!is_llvm(tool, *version, env) && !is_llvm(numbered, *version, env)) missing.push_back(numbered);
    }
    if (missing.empty()) return;
    throw base::Error{
        "the just-in-time compiler of Python {} needs LLVM {}. Not found on PATH: {}.\n"
        "On a Debian or Ubuntu that has it: apt-get install clang-{} llvm-{}",
        python.text(),
        *version,
        base::join(missing, ", "),
        *version,
        *version};
}

void require_bolt(const base::Environment& env) {
    std::vector<std::string> missing;
    for (const char* tool : {"llvm-bolt", "merge-fdata"}) {
        if (!is_on_path(tool, env)) missing.emplace_back(tool);
    }
    if (missing.empty()) return;
    throw base::Error{
        "--enable-bolt needs programs of LLVM. Not found on PATH: {}.\n"
        "On Debian and Ubuntu: apt-get install bolt-N, then add /usr/lib/llvm-N/bin to PATH",
        base::join(missing, ", ")};
}

/// The preprocessor answers the question that Python/ceval_macros.h puts, minutes earlier.
void require_tail_calls(const std::vector<std::string>& arguments, const base::Environment& env) {
    const std::vector<std::string> command = compiler_command(arguments);
    const base::TempDir scratch;
    base::write_file(scratch.path() / "tail.c",
                     "#if !__has_attribute(preserve_none) || !__has_attribute(musttail)\n"
                     "#error cannot\n"
                     "#endif\n");
    std::vector<std::string> args{command.begin() + 1, command.end()};
    args.insert(args.end(), {"-E", "tail.c"});
    const base::Captured answer = base::run_and_capture(
        {.program = command.front(), .args = args, .env = env, .working_directory = scratch.path()});
    if (answer.status.ok()) return;
    throw base::Error{
        "--with-tail-call-interp needs a compiler that guarantees tail calls, and {} does not.\n"
        "Clang 19 and GCC 15 or newer can: name one, as in --configure-arg CC=clang-19",
        base::join(command, " ")};
}

}  // namespace

void check_toolchain(const runtimes::PythonVersion& version, const std::vector<std::string>& arguments,
                     const SourceFacts& facts, const base::Environment& env) {
    require_known_options(version, arguments, facts);
    const auto jit = value_of(arguments, "--enable-experimental-jit");
    // "interpreter" runs the compiler's intermediate code, and compiles nothing.
    if (jit && *jit != "no" && !jit->starts_with("interpreter")) require_llvm(version, arguments, facts, env);
    if (turns_on(arguments, "--enable-bolt")) require_bolt(env);
    if (turns_on(arguments, "--with-tail-call-interp")) require_tail_calls(arguments, env);
}

std::vector<std::string> compiler_command(const std::vector<std::string>& arguments) {
    const std::string command = value_of(arguments, "CC").value_or("cc");
    std::vector<std::string> words;
    for (const std::string_view word : base::words(command)) words.emplace_back(word);
    if (words.empty()) words.emplace_back("cc");
    return words;
}

}  // namespace adder::runtime_archive
