#include "wheels.hpp"

#include "tools.hpp"

#include <adder/base/files.hpp>
#include <adder/base/format.hpp>

namespace adder::test {

namespace fs = std::filesystem;

void make_wheel(const fs::path& directory, const std::string& version, const std::string& requirement) {
    const base::TempDir work;
    const std::string info = base::format("hello-{}.dist-info", version);
    base::make_directories(directory);
    base::make_directories(work.path() / info);
    base::write_file(work.path() / "hello.py", base::format("greeting = 'hello {}'\n", version));
    base::write_file(work.path() / info / "METADATA",
                     base::format("Metadata-Version: 2.1\nName: hello\nVersion: {}\n{}", version,
                                  requirement.empty() ? "" : "Requires-Dist: " + requirement + "\n"));
    base::write_file(work.path() / info / "WHEEL",
                     "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
    base::write_file(work.path() / info / "RECORD",
                     base::format("hello.py,,\n{0}/METADATA,,\n{0}/WHEEL,,\n{0}/RECORD,,\n", info));
    const fs::path wheel = fs::absolute(directory) / base::format("hello-{}-py3-none-any.whl", version);
    run("python3", {"-m", "zipfile", "-c", wheel.native(), "hello.py", info}, work.path());
}

}  // namespace adder::test
