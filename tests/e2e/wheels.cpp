#include "wheels.hpp"

#include "tools.hpp"

#include <adder/base/files.hpp>
#include <adder/base/format.hpp>

namespace adder::test {

namespace fs = std::filesystem;

void make_wheel(const fs::path& directory, const std::string& version, const std::string& requirement) {
    make_wheel_for(directory, version, requirement.empty() ? "" : "Requires-Dist: " + requirement,
                   "py3-none-any");
}

void make_wheel_for(const fs::path& directory, const std::string& version, const std::string& metadata,
                    const std::string& tag) {
    const base::TempDir work;
    const std::string info = base::format("hello-{}.dist-info", version);
    base::make_directories(directory);
    base::make_directories(work.path() / info);
    base::write_file(work.path() / "hello.py", base::format("greeting = 'hello {}'\n", version));
    base::write_file(work.path() / info / "METADATA",
                     base::format("Metadata-Version: 2.1\nName: hello\nVersion: {}\n{}", version,
                                  metadata.empty() ? "" : metadata + "\n"));
    base::write_file(work.path() / info / "WHEEL",
                     base::format("Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {}\n", tag));
    base::write_file(work.path() / info / "RECORD",
                     base::format("hello.py,,\n{0}/METADATA,,\n{0}/WHEEL,,\n{0}/RECORD,,\n", info));
    const fs::path wheel = fs::absolute(directory) / base::format("hello-{}-{}.whl", version, tag);
    run("python3", {"-m", "zipfile", "-c", wheel.native(), "hello.py", info}, work.path());
}

namespace {

constexpr const char* backend = R"python(import os, time, zipfile

INFO = "built-1.0.dist-info"


def build_wheel(directory, config_settings=None, metadata_directory=None):
    before()
    name = "built-1.0-py3-none-any.whl"
    with zipfile.ZipFile(os.path.join(directory, name), "w") as wheel:
        wheel.writestr("built.py", f"at = {time.time_ns()}\n")
        wheel.writestr(f"{INFO}/METADATA", "Metadata-Version: 2.1\nName: built\nVersion: 1.0\n")
        wheel.writestr(f"{INFO}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{INFO}/RECORD", f"built.py,,\n{INFO}/METADATA,,\n{INFO}/WHEEL,,\n{INFO}/RECORD,,\n")
    return name
)python";

}  // namespace

void make_source_distribution(const fs::path& directory, const std::string& statement) {
    const base::TempDir work;
    const fs::path source = work.path() / "built-1.0";
    base::make_directories(directory);
    base::make_directories(source);
    base::write_file(source / "backend.py",
                     base::format("{}\n\ndef before():\n    {}\n", backend, statement));
    base::write_file(source / "PKG-INFO", "Metadata-Version: 2.1\nName: built\nVersion: 1.0\n");
    base::write_file(source / "pyproject.toml",
                     "[build-system]\nrequires = []\nbuild-backend = \"backend\"\nbackend-path = [\".\"]\n");
    run("tar", {"czf", (fs::absolute(directory) / "built-1.0.tar.gz").native(), "built-1.0"}, work.path());
}

}  // namespace adder::test
