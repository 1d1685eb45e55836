// What the dynamic loader finds in an image for everything that this buildpack puts into it, and what a build
// says where that is not all.

#include "fixture_app.hpp"
#include "package_index.hpp"
#include "tools.hpp"

#include <adder/base/files.hpp>
#include <adder/base/format.hpp>
#include <adder/base/text.hpp>

#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::test {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// A wheel of the module `hello` with a library that needs libabsent.so.7, which nothing has.
void make_wheel_that_needs_more(const fs::path& directory) {
    const base::TempDir work;
    const fs::path info = work.path() / "hello-1.0.dist-info";
    base::make_directories(work.path() / "hello");
    base::make_directories(info);
    const std::vector<std::string> shared{"-nostdlib", "-shared", "-Wl,--no-as-needed", "-x", "c"};
    auto absent = shared;
    absent.insert(absent.end(), {"/dev/null", "-Wl,-soname,libabsent.so.7", "-o", "libabsent.so.7"});
    run("cc", absent, work.path());
    auto needs_it = shared;
    needs_it.insert(needs_it.end(), {"/dev/null", "-x", "none", "libabsent.so.7", "-o", "hello/_hello.so"});
    run("cc", needs_it, work.path());
    base::write_file(work.path() / "hello/__init__.py", "");
    base::write_file(info / "METADATA", "Metadata-Version: 2.1\nName: hello\nVersion: 1.0\n");
    base::write_file(info / "WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: py3-none-any\n");
    base::write_file(info / "RECORD",
                     "hello/__init__.py,,\nhello/_hello.so,,\nhello-1.0.dist-info/METADATA,,\n"
                     "hello-1.0.dist-info/WHEEL,,\nhello-1.0.dist-info/RECORD,,\n");
    const fs::path wheel = fs::absolute(directory) / "hello-1.0-py3-none-any.whl";
    run("python3", {"-m", "zipfile", "-c", wheel.native(), "hello", info.filename()}, work.path());
}

/// Asks the image's own loader, as ldd does, about every ELF file of the layers, and says how many there are.
constexpr const char* ask_the_loader = R"python(
import glob, os, subprocess, sys
layers = os.path.dirname(sys.base_prefix)
loader = (glob.glob("/lib64/ld-linux-*.so.*") + glob.glob("/lib/ld-*.so.*"))[0]
count = 0
for directory, _, files in os.walk(layers):
    for name in sorted(files):
        path = os.path.join(directory, name)
        if os.path.islink(path) or open(path, "rb").read(4) != b"\x7fELF":
            continue
        if subprocess.run([loader, "--verify", path]).returncode == 1:  # it is not linked dynamically
            continue
        answer = subprocess.run([loader, path], capture_output=True, text=True,
                                env={**os.environ, "LD_TRACE_LOADED_OBJECTS": "1"})
        missing = [line.split()[0] for line in answer.stdout.splitlines() if "not found" in line]
        if missing or answer.returncode:
            print(os.path.relpath(path, layers), *missing, answer.stderr.strip())
        count += 1
print("asked for", count)
)python";

/// One line for each file that lacks something.
std::string lacking(const FixtureApp& app, unsigned at_least) {
    const std::string answer = app.run({"python", "-c", ask_the_loader});
    const std::size_t end = answer.rfind("asked for ");
    const auto count = base::parse_number(base::trim(std::string_view{answer}.substr(end + 10)));
    EXPECT_GE(count.value_or(0), at_least) << answer;
    return answer.substr(0, end);
}

/// Programs and packages that are for building only, in the image's layers of this buildpack.
std::vector<std::string> build_tools_in(const Image& image) {
    static const std::set<std::string> tools{
        "gcc",   "cc",     "g++", "c++",    "ld",    "make",  "uv",         "uvx",   "pip",   "pip3",
        "wheel", "poetry", "pdm", "pipenv", "hatch", "cmake", "setuptools", "ninja", "cargo", "git"};
    std::vector<std::string> found;
    for (const auto& [name, layer] : image.layers_of("adder/python")) {
        if (!layer.launch) continue;
        for (const std::string& line : image.files_in(layer.digest)) {
            const fs::path path = line.ends_with('/') ? line.substr(0, line.size() - 1) : line;
            const std::string place = path.parent_path().filename();
            if ((place == "bin" || place == "site-packages") && tools.contains(path.filename())) {
                found.push_back(line);
            }
        }
    }
    return found;
}

class LibrariesManagersTest : public testing::Test {};

TEST_F(LibrariesManagersTest, ALibraryThatNothingHasIsToldAndTheRestIsThere) {
    const base::TempDir packages;
    const PackageIndex index{packages.path()};
    make_wheel_that_needs_more(packages.path());
    FixtureApp app;
    app.write("requirements.txt", base::format("--index-url {}\nhello==1.0\n", index.url()));
    EXPECT_THAT(app.build(), AllOf(HasSubstr("! Packages need libraries that the image does not have."),
                                   HasSubstr("!   libabsent.so.7, for hello 1.0\n"),
                                   HasSubstr("!   apt-file search libabsent.so.7\n"),
                                   HasSubstr("! Not to be told: BP_PYTHON_IGNORE_WARNINGS=libraries\n")));
    EXPECT_THAT(lacking(app, 5),
                AllOf(HasSubstr("/hello/_hello.so libabsent.so.7 \n"), testing::ContainsRegex("^[^\n]*\n$")));
    EXPECT_THAT(build_tools_in(app.project().image()), IsEmpty());
    EXPECT_THAT(app.build(), Not(HasSubstr("libabsent"))) << "nothing was installed";
}

/// The rest.
class AllLibrariesManagersTest : public LibrariesManagersTest {
  protected:
    void SetUp() override {
        if (!setting("ADDER_E2E_ALL_MANAGERS")) GTEST_SKIP() << "scripts/test.sh managers runs it";
    }
};

TEST_F(AllLibrariesManagersTest, WheelsFindWhatTheyNeed) {
    FixtureApp app;
    app.write("requirements.txt",
              "numpy\npandas\npsycopg2-binary\npillow\nlxml\ncryptography\nuvloop\npydantic\n");
    EXPECT_THAT(app.build(), Not(HasSubstr("BP_PYTHON_IGNORE_WARNINGS=libraries")));
    EXPECT_EQ(lacking(app, 50), "");
    EXPECT_THAT(build_tools_in(app.project().image()), IsEmpty());
    EXPECT_EQ(app.run({"python", "-c",
                       "import numpy, pandas, psycopg2, lxml.etree, PIL.Image, uvloop, pydantic\n"
                       "from cryptography.fernet import Fernet\n"
                       "print(numpy.linalg.det(numpy.eye(3)), len(Fernet.generate_key()))"}),
              "1.0 44\n");
}

/// It is linked with the library that this machine has, which the run image does not need to have.
TEST_F(AllLibrariesManagersTest, WhatAPackageWasBuiltWithIsTold) {
    if (!fs::exists("/usr/bin/pg_config")) GTEST_SKIP() << "libpq-dev is not installed";
    FixtureApp app;
    app.write("requirements.txt", "psycopg2\n");
    EXPECT_THAT(app.build(),
                AllOf(HasSubstr("! The run image must have libraries that packages were built with."),
                      HasSubstr("!   libpq.so.5, for psycopg2 2."),
                      HasSubstr("!   examples/builder/make.sh --run-packages \"libpq5\"\n"),
                      HasSubstr("! Instead of psycopg2 2.")));
    EXPECT_THAT(build_tools_in(app.project().image()), IsEmpty());
    app.set("BP_PYTHON_IGNORE_WARNINGS", "libraries");
    app.write("requirements.txt", "psycopg2\nsix\n");
    EXPECT_THAT(app.build(), AllOf(HasSubstr("packages installed in"), Not(HasSubstr("libpq"))));
}

}  // namespace
}  // namespace adder::test
