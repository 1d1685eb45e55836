#include "runtime_archive/inspection/trial_run.hpp"

#include "runtime_archive/inspection/requirements.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/process.hpp>
#include <adder/base/text.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace adder::runtime_archive {

namespace {

namespace fs = std::filesystem;

/// Given the prefix, the version, "t" or "-", and the modules; prints one problem a line.
constexpr std::string_view script = R"(
import importlib, importlib.machinery, os, platform, sys

prefix, version, threading, *modules = sys.argv[1:]

for module in modules:
    try:
        importlib.import_module(module)
    except ImportError as error:
        print(f"missing {module}: {error}")

extensions = os.path.join(os.path.dirname(os.__file__), "lib-dynload")
for file in sorted(os.listdir(extensions) if os.path.isdir(extensions) else []):
    name, _, ending = file.partition(".")
    if "." + ending not in importlib.machinery.EXTENSION_SUFFIXES or name in modules:
        continue
    try:
        importlib.import_module(name)
    except ImportError as error:
        print(f"cannot import {name}: {error}")

if platform.python_version() != version:
    print(f"this is Python {platform.python_version()}")
if ("t" in sys.abiflags) != (threading == "t"):
    print("this Python is " + ("" if "t" in sys.abiflags else "not ") + "free-threaded")
for name in ("prefix", "exec_prefix"):
    if getattr(sys, name) != prefix:
        print(f"sys.{name} is {getattr(sys, name)}")
for path in sys.path:
    if not path.startswith(prefix + "/"):
        print(f"sys.path has {path}")
for name, module in sorted(sys.modules.items()):
    file = getattr(module, "__file__", None)
    if file and not file.startswith(prefix + "/"):
        print(f"{name} comes from {file}")
with open("/proc/self/maps") as maps:
    for path in sorted({line.split()[-1] for line in maps if "libpython" in line}):
        if not path.startswith(prefix + "/"):
            print(f"libpython comes from {path}")

import ctypes, hashlib, sqlite3, ssl, zlib
if zlib.decompress(zlib.compress(b"runtime")) != b"runtime":
    print("zlib does not work")
if sqlite3.connect(":memory:").execute("select 6 * 7").fetchone() != (42,):
    print("sqlite3 does not work")
if hashlib.sha256(b"").hexdigest()[:8] != "e3b0c442" or not hashlib.blake2b(b"").digest():
    print("hashlib does not work")
if ctypes.CDLL(None).abs(-42) != 42:
    print("ctypes does not work")
ssl.create_default_context()
)";

/// "missing bz2: No module named '_bz2'" → what to install.
std::string explained(std::string_view problem, const std::vector<Requirement>& requirements) {
    for (const Requirement& requirement : requirements) {
        if (requirement.module.empty() || requirement.package.empty()) continue;
        if (problem.starts_with(base::format("missing {}:", requirement.module))) {
            return base::format("{} (building it needs the package {})", problem, requirement.package);
        }
    }
    return std::string{problem};
}

std::string list_of(std::string_view output, const std::vector<Requirement>& requirements) {
    std::string list;
    for (const std::string_view line : base::lines(output)) {
        if (!line.empty()) list += "\n  " + explained(line, requirements);
    }
    return list;
}

}  // namespace

void smoke_test(const fs::path& tree, const runtimes::ArchiveId& id, std::stop_token stop) {
    const base::TempDir elsewhere{fs::temp_directory_path(), "adder-relocated-"};
    const fs::path copy = fs::canonical(elsewhere.path()) / "python";
    fs::copy(tree, copy, fs::copy_options::recursive | fs::copy_options::copy_symlinks);

    const std::vector<Requirement> requirements = requirements_of(id.version);
    std::vector<std::string> args{"-I",
                                  "-B",
                                  "-c",
                                  std::string{script},
                                  copy.native(),
                                  id.version.text(),
                                  id.free_threaded ? "t" : "-"};
    for (const Requirement& requirement : requirements) {
        if (!requirement.module.empty()) args.emplace_back(requirement.module);
    }

    const base::Captured result = base::run_and_capture({.program = copy / "bin/python",
                                                         .args = args,
                                                         .env = {},
                                                         .working_directory = "/",
                                                         .stop = std::move(stop)});
    if (result.status.ok() && base::trim(result.output).empty()) return;
    throw base::Error{"the runtime does not work from another directory ({}):{}", result.status.describe(),
                      list_of(result.output, requirements)};
}

}  // namespace adder::runtime_archive
