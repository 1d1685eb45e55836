#include "python/install/bytecode.hpp"

#include <adder/base/files.hpp>
#include <adder/base/process.hpp>

#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/errors.hpp>

namespace adder::python {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

/// With the distribution's own Python: whichever it is, it is a real one.
class BytecodeTest : public testing::Test {
  protected:
    void write(const std::string& file, std::string_view text = "VALUES = {'a', 'b', 'c'}\n") const {
        base::make_directories((site() / file).parent_path());
        base::write_file(site() / file, text);
    }
    void compile(const base::Environment& env = {{"PATH", "/usr/bin:/bin"}}) const {
        compile_bytecode("/usr/bin/python3", site(), source_groups(site()), env);
    }
    /// What was compiled, by its path without Python's version.
    std::map<std::string, std::string> compiled() const {
        std::map<std::string, std::string> found;
        for (const fs::directory_entry& entry : fs::recursive_directory_iterator{site()}) {
            if (entry.path().extension() != ".pyc") continue;
            const std::string name = entry.path().lexically_relative(site()).native();
            found[name.substr(0, name.find(".cpython"))] = base::read_file(entry.path());
        }
        return found;
    }
    const fs::path& site() const { return directory_.path(); }
    /// "313"
    static std::string python_tag() {
        const std::string output =
            base::run_and_capture({.program = "/usr/bin/python3",
                                   .args = {"-c", "import sys; print('%d%d' % sys.version_info[:2])"},
                                   .env = {},
                                   .working_directory = {}})
                .output;
        return output.substr(0, output.find('\n'));
    }

    base::TempDir directory_;
};

TEST_F(BytecodeTest, PackagesAndModulesAreCompiledButNotTheirTests) {
    for (const char* file :
         {"module.py", "package/__init__.py", "package/deep/a.py", "package/tests/test_a.py",
          "package/testing/b.py", "package/data.txt", "package-1.dist-info/METADATA"}) {
        write(file);
    }
    compile();
    std::vector<std::string> names;
    for (const auto& [name, bytes] : compiled()) names.push_back(name);
    EXPECT_THAT(names, ElementsAre("__pycache__/module", "package/__pycache__/__init__",
                                   "package/deep/__pycache__/a", "package/testing/__pycache__/b"));
}

TEST_F(BytecodeTest, ValidityDependsOnNothing) {
    write("module.py");
    compile();
    const std::string bytes = compiled().at("__pycache__/module");
    ASSERT_GT(bytes.size(), 8u);
    EXPECT_EQ(bytes[4], 1);  // PEP 552: hash-based, and not checked against the source
}

TEST_F(BytecodeTest, AWheelsOwnIsReplacedAndNotWrittenInto) {
    write("module.py");
    compile();
    const auto ours = compiled();
    const fs::path file = fs::directory_iterator{site() / "__pycache__"}->path();
    const base::TempDir cache;
    fs::remove(file);
    base::write_file(cache.path() / "wheel's", "of another Python");
    fs::create_hard_link(cache.path() / "wheel's", file);
    compile();
    EXPECT_EQ(compiled(), ours);
    EXPECT_EQ(base::read_file(cache.path() / "wheel's"), "of another Python");
}

/// What a cache gave stays if its head fits: another Python's magic number, other flags, another source's
/// hash and a file that was cut off do not.
TEST_F(BytecodeTest, WhatWasRestoredStaysIfItIsOfThisSourceAndPython) {
    write("module.py");
    compile();
    const std::string ours = compiled().at("__pycache__/module");
    const fs::path file = fs::directory_iterator{site() / "__pycache__"}->path();
    const auto after_restoring = [&](const std::string& bytes) {
        base::write_file(file, bytes);
        compile_bytecode("/usr/bin/python3", site(), {}, {{"PATH", "/usr/bin:/bin"}}, source_groups(site()));
        return compiled().at("__pycache__/module");
    };
    const std::string fitting = ours.substr(0, 16) + "kept as it is";
    EXPECT_EQ(after_restoring(fitting), fitting);
    for (const std::size_t byte : {0u, 3u, 4u, 7u, 8u, 15u}) {
        std::string other = fitting;
        other[byte] = static_cast<char>(other[byte] ^ 2);
        EXPECT_EQ(after_restoring(other), ours) << byte;
    }
    EXPECT_EQ(after_restoring(ours.substr(0, 15)), ours);
    EXPECT_EQ(after_restoring(""), ours);
}

TEST_F(BytecodeTest, RestoredBytecodeOfASourceThatDoesNotCompileIsRemoved) {
    write("module.py", "this is no Python");
    write("__pycache__/module.cpython-" + python_tag() + ".pyc", "planted");
    compile_bytecode("/usr/bin/python3", site(), {}, {{"PATH", "/usr/bin:/bin"}}, source_groups(site()));
    EXPECT_TRUE(compiled().empty());
}

TEST_F(BytecodeTest, IsWhatPythonItselfWouldWrite) {
    write("module.py", "def f(self, *, name='x'):\n    return {'name', 'x', 1.5}, name\n");
    compile();
    const auto ours = compiled();
    base::Command command{.program = "/usr/bin/python3",
                          .args = {"-m", "compileall", "-q", "-f", "--invalidation-mode", "unchecked-hash",
                                   (site() / "module.py").native()},
                          .env = {{"PATH", "/usr/bin:/bin"}, {"PYTHONHASHSEED", "0"}},
                          .working_directory = {}};
    ASSERT_TRUE(base::run_and_capture(command).status.ok());
    EXPECT_EQ(compiled(), ours);
}

TEST_F(BytecodeTest, WhatDoesNotCompileIsLeft) {
    write("template.py", "{{ name }} = 1 +\n");
    write("latin1.py", "x = '\xe9'\n");
    write("nul.py", std::string_view{"x = 1\0\n", 7});
    write("empty.py", "");
    write("good.py");
    compile();
    EXPECT_TRUE(compiled().contains("__pycache__/good"));
    EXPECT_TRUE(compiled().contains("__pycache__/empty"));
    EXPECT_EQ(compiled().size(), 2u);
}

TEST_F(BytecodeTest, SettingsOfPythonsOwnAndFilesBesideItDoNotCount) {
    write("module.py");
    write("py_compile.py", "raise SystemExit('taken from the wrong place')\n");
    compile({{"PATH", "/usr/bin:/bin"},
             {"PYTHONPATH", site().native()},
             {"PYTHONPYCACHEPREFIX", (site() / "elsewhere").native()},
             {"PYTHONOPTIMIZE", "2"}});
    EXPECT_TRUE(compiled().contains("__pycache__/module"));
}

TEST_F(BytecodeTest, APackagesBytesDoNotDependOnItsNeighbours) {
    const auto write_package = [&] {
        for (int i = 0; i < 100; ++i) {
            write("package/m" + std::to_string(i) + ".py",
                  "def f(self, *, name='x'):\n"
                  "    return {'name', 'x', 'y z', 1.5, b'q'} | {name}, ('y z', 12345, self)\n");
        }
    };
    write_package();
    compile();
    const auto alone = compiled();
    fs::remove_all(site() / "package");
    write_package();
    for (int i = 0; i < 70; ++i) {
        write("another/n" + std::to_string(i) + ".py", "x = {'y z', 'name', 12345}, 1.5, b'q'\n");
    }
    compile();
    const auto together = compiled();
    for (const auto& [name, bytes] : alone) EXPECT_EQ(together.at(name), bytes) << name;
    EXPECT_EQ(together.size(), alone.size() + 70);
}

TEST_F(BytecodeTest, AFailureToWriteIsAFailure) {
    write("package/module.py");
    base::write_file(site() / "package/__pycache__", "a file in the directory's place");
    EXPECT_THAT(test::shown_error([&] { compile(); }), HasSubstr("could not be compiled to bytecode"));
}

}  // namespace
}  // namespace adder::python
