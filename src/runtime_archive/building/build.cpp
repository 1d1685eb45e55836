#include "runtime_archive/building/build.hpp"

#include "runtime_archive/building/configure.hpp"
#include "runtime_archive/building/toolchain.hpp"
#include "runtime_archive/inspection/module_report.hpp"
#include "runtime_archive/progress/step.hpp"
#include "runtimes/prepare.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/process.hpp>
#include <adder/base/text.hpp>

#include <sys/stat.h>

namespace adder::runtime_archive {

namespace {

namespace fs = std::filesystem;

struct Places {
    fs::path source;
    fs::path install;
    fs::path temporary;
    StepLog log;
};

void unpack_source(const BuildRequest& request, const base::Environment& env, const Places& places) {
    base::make_directories(places.source);
    run_step(
        "unpacking the source",
        {.program = "tar",
         .args = {"-xf", fs::absolute(request.tarball).native(), "--strip-components=1", "--no-same-owner"},
         .env = env,
         .working_directory = places.source},
        places.log);
    const auto header = base::read_file_if_present(places.source / "Include/patchlevel.h");
    if (!header) throw base::Error{"{} is not CPython's source", request.tarball};
    const std::string wanted = base::format("\"{}\"", request.id.version.text());
    for (const std::string_view line : base::lines(*header)) {
        if (!line.starts_with("#define PY_VERSION ")) continue;
        if (line.find(wanted) != std::string_view::npos) return;
        throw base::Error{"{} is the source of Python {}, not {}", request.tarball,
                          base::trim(line.substr(sizeof "#define PY_VERSION" - 1)),
                          request.id.version.text()};
    }
    throw base::Error{"{} does not say its version in Include/patchlevel.h", request.tarball};
}

/// Modules that would be compiled if a library happened to be installed, and would then be needed by every
/// image that runs this Python.
void disable_modules(const Places& places) {
    base::write_file(places.source / "Modules/Setup.local", "*disabled*\n_tkinter nis\n");
}

/// The date in `sys.version` is the source's.
base::Environment build_environment(const base::Environment& env, const Places& places) {
    struct stat status{};
    const fs::path dated = places.source / "Include/patchlevel.h";
    if (::stat(dated.c_str(), &status) != 0) throw base::SystemError{errno, "cannot look at {}", dated};

    base::Environment result{{"LC_ALL", "C.UTF-8"}, {"TZ", "UTC"}, {"PYTHONHASHSEED", "0"}};
    for (const char* name : {"PATH", "HOME", "CCACHE_DIR"}) {
        if (const auto value = env.find(name)) result.set(name, *value);
    }
    // A compiler that is killed leaves its temporary files: they go with the work directory.
    base::make_directories(places.temporary);
    result.set("TMPDIR", places.temporary.native());
    result.set("SOURCE_DATE_EPOCH", std::to_string(status.st_mtim.tv_sec));
    return result;
}

/// Stops before anything is compiled if the result would lack what every runtime has.
void configure(const BuildRequest& request, const base::Environment& env, const Places& places) {
    const SourceFacts facts = read_source_facts(places.source, env, places.log);
    const std::vector<std::string> arguments = configure_arguments(request, facts);
    check_toolchain(request.id.version, arguments, facts, env);
    ModuleReport modules;
    run_step("configure",
             {.program = places.source / "configure",
              .args = arguments,
              .env = env,
              .working_directory = places.source},
             places.log, [&](std::string_view line) { modules.read(line); });
    require_modules(request.id.version, modules);
}

void make(const BuildRequest& request, const base::Environment& env, const Places& places) {
    ModuleReport modules;
    run_step("make",
             {.program = "make",
              .args = {"-j", std::to_string(request.jobs)},
              .env = env,
              .working_directory = places.source},
             places.log, [&](std::string_view line) { modules.read(line); });
    require_modules(request.id.version, modules);
}

/// Without CPython's tests, even if their modules were compiled: to copy the tests and compile their bytecode
/// takes long, and they are not packed.
void install(const base::Environment& env, const Places& places) {
    run_step("make install",
             {.program = "make",
              .args = {"install", "TEST_MODULES=no", "DESTDIR=" + places.install.native()},
              .env = env,
              .working_directory = places.source},
             places.log);
}

bool is_program_code(const fs::path& file) {
    const std::string name = file.filename();
    return name.find(".so") != std::string::npos ||
           (file.parent_path().filename() == "bin" && !name.ends_with("-config"));
}

void strip(const fs::path& tree, const base::Environment& env, const Places& places) {
    std::vector<std::string> args{"--strip-unneeded"};
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator{tree}) {
        if (!entry.is_regular_file() || entry.is_symlink() || !is_program_code(entry.path())) continue;
        if (!base::read_file(entry.path(), std::size_t{1} << 30)
                 .starts_with("\x7f"
                              "ELF"))
            continue;
        fs::permissions(entry.path(), fs::perms::owner_write, fs::perm_options::add);
        args.push_back(entry.path());
    }
    run_step("strip", {.program = "strip", .args = args, .env = env, .working_directory = tree}, places.log);
}

std::string without_work_directory(std::string text, const fs::path& work) {
    const std::string& name = work.native();
    for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at)) {
        text.replace(at, name.size(), nominal_source);
    }
    return text;
}

/// Build settings that CPython keeps (a Makefile, `sysconfig`) name directories that are gone; whatever else
/// does would make the result depend on where it was built.
void forget_work_directory(const fs::path& tree, const Places& places) {
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator{tree}) {
        if (!entry.is_regular_file() || entry.is_symlink() || entry.path().extension() == ".pyc") continue;
        const std::string text = base::read_file(entry.path(), std::size_t{1} << 30);
        if (text.find(places.source.native()) == std::string::npos) continue;
        if (text.find('\0') != std::string::npos) {
            throw base::Error{"{} names the directory it was built in, {}", entry.path(), places.source};
        }
        const mode_t mode = static_cast<mode_t>(entry.status().permissions() & fs::perms::mask);
        base::write_file(entry.path(), without_work_directory(text, places.source), mode);
    }
}

}  // namespace

std::vector<std::string> build_flags(const BuildRequest& request) {
    std::vector<std::string> flags;
    if (request.pgo) flags.emplace_back("pgo");
    if (request.lto) flags.emplace_back("lto");
    if (request.bolt) flags.emplace_back("bolt");
    if (request.jit) flags.emplace_back("jit");
    if (request.tail_call) flags.emplace_back("tail-call");
    flags.emplace_back("hardening");
    flags.insert(flags.end(), request.configure_args.begin(), request.configure_args.end());
    return flags;
}

fs::path build_cpython(const BuildRequest& request, const base::Environment& env, base::Log& log) {
    const Places places{request.work / "source",
                        request.work / "install",
                        request.work / "temporary",
                        {log, request.log_file, default_heartbeat, request.stop}};
    unpack_source(request, env, places);
    disable_modules(places);
    const base::Environment build_env = build_environment(env, places);

    const base::Stopwatch configuring;
    configure(request, build_env, places);
    log.step("Configured ({})", configuring.text());

    const base::Stopwatch compiling;
    make(request, build_env, places);
    log.step("Compiled ({}, {} at a time)", compiling.text(), request.jobs);

    const base::Stopwatch installing;
    install(build_env, places);
    const fs::path tree = places.install / fs::path{runtimes::nominal_prefix}.relative_path();
    strip(tree, build_env, places);
    forget_work_directory(tree, places);
    log.step("Installed and stripped ({})", installing.text());
    return tree;
}

}  // namespace adder::runtime_archive
