// runtime-archive: builds CPython runtimes and packs them into archives that the buildpack installs.
#include <adder/base/digest.hpp>
#include <adder/base/environment.hpp>
#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/log.hpp>
#include <adder/base/text.hpp>
#include <adder/runtime_archive/build.hpp>
#include <adder/runtime_archive/machine.hpp>
#include <adder/runtime_archive/publish.hpp>
#include <adder/runtime_archive/requirements.hpp>
#include <adder/runtime_archive/smoke_test.hpp>
#include <adder/runtimes/prepare.hpp>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <thread>

#include <CLI/CLI.hpp>
#include <unistd.h>

namespace {

namespace fs = std::filesystem;
namespace ra = adder::runtime_archive;
namespace runtimes = adder::runtimes;
using adder::base::Environment;
using adder::base::Log;

/// What the command line said; empty means that it was silent.
struct Arguments {
    std::string version;
    std::string output;
    unsigned build = 1;
    std::string distro, distro_version, arch;
    int level = 22;
    int window_log = 23;
    unsigned threads = std::max(1u, std::thread::hardware_concurrency());
    std::string date;

    std::string tarball, sha256, work;
    bool pgo = false;
    bool lto = false;

    std::string tree, source_name;
    bool prepare = false;
};

std::optional<std::string> given(const std::string& value) {
    return value.empty() ? std::nullopt : std::optional{value};
}

std::optional<adder::base::Sha256Digest> given_digest(const std::string& value) {
    if (value.empty()) return std::nullopt;
    return adder::base::Sha256Digest::parse(value);
}

runtimes::PythonVersion parse_version(const std::string& text) {
    const auto version = runtimes::PythonVersion::parse(text);
    if (version && version->major_number == 3) return *version;
    throw adder::base::Error{"'{}' is not a Python version: three numbers are needed, as in 3.13.5",
                             adder::base::printable(text)};
}

/// Names whatever the command line did not name after this machine, which is not asked if nothing is left.
runtimes::Target target_of(const Arguments& arguments) {
    runtimes::Target target{"linux", arguments.arch, arguments.distro, arguments.distro_version};
    if (target.arch.empty() || target.distro.empty() || target.distro_version.empty()) {
        const runtimes::Target machine = ra::target_of_this_machine();
        if (target.arch.empty()) target.arch = machine.arch;
        if (target.distro.empty()) target.distro = machine.distro;
        if (target.distro_version.empty()) target.distro_version = machine.distro_version;
    }
    return target;
}

ra::PackRequest pack_request(const Arguments& arguments, const runtimes::PythonVersion& version) {
    return {
        .id = {.version = version, .build = arguments.build, .target = target_of(arguments)},
        .output = arguments.output,
        .level = arguments.level,
        .window_log = arguments.window_log,
        .threads = static_cast<int>(arguments.threads),
        .source = std::nullopt,
        .date = given(arguments.date),
    };
}

void run_pack(const Arguments& arguments, Log& log) {
    const auto version = parse_version(arguments.version);
    ra::PackRequest request = pack_request(arguments, version);
    if (!arguments.source_name.empty()) {
        request.source =
            runtimes::Source{.name = arguments.source_name, .sha256 = given_digest(arguments.sha256)};
    }
    log.section("Packing Python " + version.text());
    if (arguments.prepare) {
        runtimes::prepare(arguments.tree, version, log);
        ra::smoke_test(arguments.tree, version);
        log.step("Works from another directory");
    }
    ra::publish(arguments.tree, request, log);
}

void run_build(const Arguments& arguments, const Environment& env, Log& log) {
    const auto version = parse_version(arguments.version);
    ra::PackRequest request = pack_request(arguments, version);
    ra::check_build_requirements(version, env);
    request.source = runtimes::Source{.name = fs::path{arguments.tarball}.filename(),
                                      .sha256 = adder::base::sha256_of_file(arguments.tarball)};

    const fs::path parent = arguments.work.empty() ? fs::temp_directory_path() : fs::path{arguments.work};
    adder::base::make_directories(parent);
    const adder::base::TempDir work{fs::canonical(parent), "adder-build-"};
    const ra::BuildRequest build{
        .version = version,
        .tarball = arguments.tarball,
        .sha256 = given_digest(arguments.sha256),
        .pgo = arguments.pgo,
        .lto = arguments.lto,
        .jobs = arguments.threads,
        .work = work.path(),
        .log_file = work.path().native() + ".log",
    };
    log.section("Building Python " + version.text());
    const fs::path tree = ra::build_cpython(build, env, log);
    runtimes::prepare(tree, version, log);
    ra::smoke_test(tree, version);
    log.step("Works from another directory");
    ra::publish(tree, request, log);
    adder::base::remove_tree(build.log_file);
}

void add_archive_options(CLI::App& command, Arguments& arguments) {
    command.add_option("--output", arguments.output, "Directory for the archive and its index.json")
        ->required();
    command
        .add_option("--build", arguments.build, "Number of this build of the version: 2 for a first rebuild")
        ->check(CLI::PositiveNumber);
    command.add_option("--distro", arguments.distro, "Distribution it is for (default: this machine's)");
    command.add_option("--distro-version", arguments.distro_version,
                       "Version of that (default: this machine's)");
    command.add_option("--arch", arguments.arch, "amd64 or arm64 (default: this machine's)");
    command.add_option("--level", arguments.level, "zstd level, 1 to 22")
        ->capture_default_str()
        ->check(CLI::Range(1, 22));
    command
        .add_option(
            "--window-log", arguments.window_log,
            "zstd window as a power of two, 10 to 27: larger packs better, and needs that much memory "
            "to unpack")
        ->capture_default_str()
        ->check(CLI::Range(10, 27));
    command.add_option("--jobs", arguments.threads, "Programs and threads at a time (default: all cores)")
        ->check(CLI::PositiveNumber);
    command.add_option("--date", arguments.date, "Date for the index, as in 2026-01-31");
}

void add_build(CLI::App& app, Arguments& arguments) {
    CLI::App& build = *app.add_subcommand("build", "Build CPython from its source, then pack it");
    build.add_option("version", arguments.version, "Python version, as in 3.13.5")->required();
    build.add_option("--source", arguments.tarball, "CPython's source tarball")
        ->required()
        ->check(CLI::ExistingFile);
    build.add_option("--sha256", arguments.sha256, "SHA-256 that the tarball must have");
    build.add_flag("--pgo", arguments.pgo, "Optimise with a profile (many minutes)");
    build.add_flag("--lto", arguments.lto, "Optimise at link time");
    build.add_option("--work", arguments.work, "Directory to build in (default: the system's temporary one)");
    add_archive_options(build, arguments);
}

void add_pack(CLI::App& app, Arguments& arguments) {
    CLI::App& pack = *app.add_subcommand("pack", "Pack a directory that holds a Python");
    pack.add_option("directory", arguments.tree, "The tree: bin, lib, …")
        ->required()
        ->check(CLI::ExistingDirectory);
    pack.add_option("--version", arguments.version, "Python version, as in 3.13.5")->required();
    pack.add_flag(
        "--prepare", arguments.prepare,
        "First prune the directory, compile its bytecode and test it from another place, as `build` does");
    pack.add_option("--source-name", arguments.source_name, "What the tree was made from, for the index");
    pack.add_option("--source-sha256", arguments.sha256, "SHA-256 of that, where it is a file");
    add_archive_options(pack, arguments);
}

/// The one place that turns an error into text.
int run(const CLI::App& app, const Arguments& arguments, const Environment& env) {
    Log log{{.colour = ::isatty(STDOUT_FILENO) != 0 && !env.find_non_empty("NO_COLOR")}};
    try {
        if (app.got_subcommand("build")) run_build(arguments, env, log);
        if (app.got_subcommand("pack")) run_pack(arguments, log);
        return 0;
    } catch (const adder::base::Error& error) {
        std::fprintf(stderr, "error: %s\n", error.full_text().c_str());
    } catch (const std::exception& error) {
        std::fprintf(stderr, "error: %s\n", error.what());
    }
    return 1;
}

}  // namespace

int main(int argc, char** argv, char** environment) {
    CLI::App app{"Builds and packs the Python runtimes that the Adder buildpack installs", "runtime-archive"};
    app.require_subcommand(1);
    Arguments arguments;
    add_build(app, arguments);
    add_pack(app, arguments);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    return run(app, arguments, Environment::from(environment));
}
