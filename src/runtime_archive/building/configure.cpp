#include "runtime_archive/building/configure.hpp"

#include "runtimes/prepare.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/text.hpp>

#include <algorithm>

namespace adder::runtime_archive {

namespace {

namespace fs = std::filesystem;

/// "--without-doc-strings" → "with-doc-strings", "--enable-bolt=yes" → "enable-bolt"; empty for other
/// arguments.
std::string feature_of(std::string_view argument) {
    struct Form {
        std::string_view start;
        std::string_view kind;
    };
    constexpr Form forms[] = {
        {"--enable-", "enable-"}, {"--disable-", "enable-"}, {"--without-", "with-"}, {"--with-", "with-"}};
    for (const Form& form : forms) {
        if (!argument.starts_with(form.start)) continue;
        const std::string_view rest = argument.substr(form.start.size());
        return std::string{form.kind} + std::string{rest.substr(0, rest.find_first_of("=["))};
    }
    return "";
}

std::vector<std::string> optimisation_arguments(const BuildRequest& request) {
    std::vector<std::string> arguments;
    if (request.pgo) arguments.emplace_back("--enable-optimizations");
    if (request.lto) arguments.emplace_back("--with-lto");
    if (request.bolt) arguments.emplace_back("--enable-bolt");
    if (request.jit) arguments.emplace_back("--enable-experimental-jit");
    if (request.tail_call) arguments.emplace_back("--with-tail-call-interp");
    return arguments;
}

}  // namespace

SourceFacts read_source_facts(const fs::path& source, const base::Environment& env, const StepLog& log) {
    SourceFacts facts;
    run_step("configure --help",
             {.program = source / "configure", .args = {"--help"}, .env = env, .working_directory = source},
             log, [&](std::string_view line) { facts.configure_help += std::string{line} + "\n"; });
    facts.has_libmpdec = fs::is_directory(source / "Modules/_decimal/libmpdec");
    if (const auto text = base::read_file_if_present(source / "Tools/jit/_llvm.py")) {
        facts.llvm_version = parse_llvm_version(*text);
    }
    return facts;
}

bool knows_option(std::string_view configure_help, std::string_view argument) {
    const std::string wanted = feature_of(argument);
    if (wanted.empty()) return true;
    for (const std::string_view line : base::lines(configure_help)) {
        // "  --with-lto=[full|thin|no|yes]"; help texts start further to the right, and may name options as
        // well.
        const std::vector<std::string_view> words = base::words(line);
        if (!words.empty() && line.starts_with("  --") && feature_of(words.front()) == wanted) return true;
    }
    return false;
}

std::vector<std::string> configure_arguments(const BuildRequest& request, const SourceFacts& facts) {
    std::vector<std::string> arguments{
        "--prefix=" + std::string{runtimes::nominal_prefix},
        "--enable-shared",
        "--without-static-libpython",
        "--enable-loadable-sqlite-extensions",
        "--enable-option-checking=fatal",
        // dbm.ndbm is Berkeley DB's, as in Heroku's and Debian's Pythons: apps find their files readable.
        // Where there is none any more, it is gdbm's.
        "--with-dbmliborder=bdb:gdbm",
        // ensurepip and its wheel stay, so that `python -m venv` works; an installed pip does not.
        "--with-ensurepip=no",
    };
    // The compiled test modules are for CPython's tests, which no runtime has. The training run of PGO is
    // made of these tests, though, and without the modules it skips hundreds of them, and with Python 3.13
    // all those of bytes and bytearray: the compiler would take the code that they exercise for code that is
    // hardly ever run. There, the modules are compiled for the training, and not kept.
    if (!request.pgo) arguments.emplace_back("--disable-test-modules");
    // Base images do not have libmpdec. While CPython brings its own, that is compiled in, though since 3.13
    // the system's is the default.
    constexpr std::string_view bundled_libmpdec = "--with-system-libmpdec=no";
    if (facts.has_libmpdec && knows_option(facts.configure_help, bundled_libmpdec)) {
        arguments.emplace_back(bundled_libmpdec);
    }
    for (std::string& argument : optimisation_arguments(request)) arguments.push_back(std::move(argument));
    if (request.id.free_threaded) arguments.emplace_back("--disable-gil");
    // The NODIST flags are CPython's own: extensions that users compile do not inherit them. The rpath is
    // quoted for make, then for the shell that make starts.
    arguments.emplace_back(base::format("CFLAGS_NODIST=-g0 {} -ffile-prefix-map={}={}",
                                        base::join(hardening_compiler_flags(request.id.target.arch), " "),
                                        (request.work / "source").native(), nominal_source));
    arguments.emplace_back(base::format("LDFLAGS_NODIST={} -Wl,-rpath,'$$ORIGIN/../lib'",
                                        base::join(hardening_linker_flags(), " ")));
    arguments.insert(arguments.end(), request.configure_args.begin(), request.configure_args.end());
    return arguments;
}

std::optional<unsigned> parse_llvm_version(std::string_view text) {
    constexpr std::string_view start = "_LLVM_VERSION = ";
    for (const std::string_view line : base::lines(text)) {
        if (!line.starts_with(start)) continue;
        std::string_view value = base::trim(line.substr(start.size()));
        if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
            value = value.substr(1, value.size() - 2);
        }
        return base::parse_number(value);
    }
    return std::nullopt;
}

std::vector<std::string> hardening_compiler_flags(const std::string& arch) {
    std::vector<std::string> flags{
        "-fstack-protector-strong",
        "-fstack-clash-protection",
        // Some distributions' compilers define it themselves; where 3 is not known it counts as 2.
        "-U_FORTIFY_SOURCE",
        "-D_FORTIFY_SOURCE=3",
        "-Wformat",
        "-Werror=format-security",
    };
    if (arch == "amd64") flags.emplace_back("-fcf-protection");
    if (arch == "arm64") flags.emplace_back("-mbranch-protection=standard");
    return flags;
}

std::vector<std::string> hardening_linker_flags() {
    return {"-Wl,-z,relro", "-Wl,-z,now", "-Wl,-z,noexecstack"};
}

}  // namespace adder::runtime_archive
