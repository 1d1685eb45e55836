#include "runtime_archive/inspection/requirements.hpp"

#include "runtime_archive/inspection/programs.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/process.hpp>
#include <adder/base/text.hpp>

#include <algorithm>
#include <string>

namespace adder::runtime_archive {

namespace {

struct Program {
    std::string_view name;
    std::string_view package;
};

constexpr Program programs[] = {
    {"cc", "gcc"},      {"make", "make"},      {"tar", "tar"},
    {"xz", "xz-utils"}, {"strip", "binutils"}, {"sh", "dash"},
};

void add_unique(std::vector<std::string>& list, std::string_view item) {
    if (std::find(list.begin(), list.end(), item) == list.end()) list.emplace_back(item);
}

/// One run of the preprocessor asks for all headers: only it knows where they may be.
std::vector<std::string> packages_of_missing_headers(const runtimes::PythonVersion& version,
                                                     const base::Environment& env) {
    std::string questions;
    for (const Requirement& requirement : requirements_of(version)) {
        if (requirement.header.empty()) continue;
        const std::string_view other =
            requirement.other_header.empty() ? requirement.header : requirement.other_header;
        questions += base::format("#if !__has_include(<{}>) && !__has_include(<{}>)\n{}\n#endif\n",
                                  requirement.header, other, requirement.package);
    }
    const base::TempDir scratch;
    base::write_file(scratch.path() / "headers.c", questions);
    const base::Captured answer = base::run_and_capture({.program = "cc",
                                                         .args = {"-E", "-P", "headers.c"},
                                                         .env = env,
                                                         .working_directory = scratch.path()});
    if (!answer.status.ok()) {
        throw base::Error{"the C compiler cannot be used ({}):\n{}", answer.status.describe(), answer.output};
    }
    std::vector<std::string> packages;
    for (const std::string_view line : base::lines(answer.output)) {
        if (!base::trim(line).empty()) add_unique(packages, base::trim(line));
    }
    return packages;
}

}  // namespace

std::vector<Requirement> requirements_of(const runtimes::PythonVersion& version) {
    std::vector<Requirement> all{
        {"ssl", "_ssl", "openssl/ssl.h", "libssl-dev"},
        {"_hashlib", "_hashlib", "openssl/evp.h", "libssl-dev"},
        {"zlib", "zlib", "zlib.h", "zlib1g-dev"},
        {"bz2", "_bz2", "bzlib.h", "libbz2-dev"},
        {"lzma", "_lzma", "lzma.h", "liblzma-dev"},
        {"sqlite3", "_sqlite3", "sqlite3.h", "libsqlite3-dev"},
        {"ctypes", "_ctypes", "ffi.h", "libffi-dev"},
        {"readline", "readline", "readline/readline.h", "libreadline-dev"},
        {"curses", "_curses", "ncurses.h", "libncurses-dev"},
        // Python's own builds have dbm.gnu and dbm.ndbm, as Heroku's do; distributions package them apart or
        // not at all, and python-build-standalone has neither.
        {"", "_gdbm", "gdbm.h", "libgdbm-dev"},
        {"", "_dbm", "db.h", "libdb-dev", "gdbm-ndbm.h"},
        // The smoke test does not import `_uuid`: distributions build without it (Ubuntu 24.04), and uuid
        // works.
        {"uuid", "_uuid", "uuid/uuid.h", "uuid-dev"},
        // Until Python 3.15, CPython brings the library; which one is taken, `configure` is told by the
        // build.
        {"_decimal", "_decimal", "", "libmpdec-dev"},
        {"pyexpat", "pyexpat", "", ""},
        {"_asyncio", "_asyncio", "", ""},
        {"_multiprocessing", "_multiprocessing", "", ""},
    };
    if (version.minor_number >= 14) all.push_back({"compression.zstd", "_zstd", "zstd.h", "libzstd-dev"});
    return all;
}

void check_build_requirements(const runtimes::PythonVersion& version, const base::Environment& env) {
    std::vector<std::string> packages;
    for (const Program& program : programs) {
        if (!is_on_path(program.name, env)) add_unique(packages, program.package);
    }
    if (is_on_path("cc", env)) {
        for (const std::string& package : packages_of_missing_headers(version, env)) {
            add_unique(packages, package);
        }
    }
    if (packages.empty()) return;
    throw base::Error{
        "building Python {} needs what is not installed here.\n"
        "On Debian and Ubuntu: apt-get install {}",
        version.text(), base::join(packages, " ")};
}

}  // namespace adder::runtime_archive
