// What the tools that install dependencies fail of, as people meet it: the real tools, and the message below
// what they say.

#include "fixture_app.hpp"
#include "package_index.hpp"
#include "tools.hpp"
#include "wheels.hpp"

#include <adder/base/digest.hpp>
#include <adder/base/files.hpp>
#include <adder/base/format.hpp>
#include <adder/testing/work_directory.hpp>

#include <cstdlib>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/http_server.hpp>
#include <sys/mount.h>

namespace adder::test {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// A compiler that finds no header at all, so that it does not matter what this machine has.
constexpr const char* compile =
    "import subprocess; open('x.c', 'w').write('#include <ffi.h>\\n'); "
    "subprocess.run(['gcc', '-nostdinc', '-I.', '-c', 'x.c'], check=True)";

/// An app whose packages come from an index of its own.
class ToolFailuresManagersTest : public testing::Test {
  protected:
    /// Builds with these lines in requirements.txt, and returns the message.
    std::string failure_of(const std::string& requirements) {
        app_.write("requirements.txt", base::format("--index-url {}\n{}\n", index_.url(), requirements));
        return app_.failure();
    }

    base::TempDir packages_;
    PackageIndex index_{packages_.path()};
    FixtureApp app_{"requirements-app"};
};

TEST_F(ToolFailuresManagersTest, AVersionThatIsNotThere) {
    make_wheel(packages_.path(), "1.0");
    EXPECT_THAT(failure_of("hello==99.0"),
                AllOf(HasSubstr("! There is no hello==99.0."), HasSubstr("requirements.txt asks for it")));
    EXPECT_THAT(failure_of("absent==1.0"), HasSubstr("! There is no package named absent."));
}

TEST_F(ToolFailuresManagersTest, AHeaderAndAProgramThatTheImageLacks) {
    make_source_distribution(packages_.path(), compile);
    EXPECT_THAT(failure_of("built"), AllOf(HasSubstr("! built 1.0 cannot be built without ffi.h."),
                                           HasSubstr("apt-get install --yes libffi-dev")));
    EXPECT_THAT(app_.log(), HasSubstr("fatal error: ffi.h: No such file or directory"));
    make_source_distribution(packages_.path(),
                             "import subprocess; subprocess.run(['pg_config'], env={'PATH': '/nowhere'})");
    EXPECT_THAT(failure_of("built"), AllOf(HasSubstr("! built 1.0 cannot be built without pg_config."),
                                           HasSubstr("apt-get install --yes libpq-dev")));
}

TEST_F(ToolFailuresManagersTest, APythonThatIsTooOldOrTooNewForAPin) {
    make_wheel_for(packages_.path(), "2.0", "Requires-Python: >=3.30", "py3-none-any");
    EXPECT_THAT(
        failure_of("hello==2.0"),
        AllOf(HasSubstr("! hello==2.0 does not run on the Python that was chosen."),
              HasSubstr("It needs Python >=3.30."), HasSubstr("choose another Python in .python-version.")));
    make_wheel_for(packages_.path(), "1.0", "", "cp312-cp312-manylinux_2_17_x86_64");
    EXPECT_THAT(failure_of("hello==1.0"),
                AllOf(HasSubstr("! hello has no wheel for the Python that was chosen."), HasSubstr("cp312"),
                      HasSubstr("!   echo 3.12 > .python-version")));
}

TEST_F(ToolFailuresManagersTest, AFileThatIsNotThePinnedOne) {
    make_wheel(packages_.path(), "1.0");
    const std::string actual = base::sha256_of_file(packages_.path() / "hello-1.0-py3-none-any.whl").hex();
    EXPECT_THAT(failure_of("hello==1.0 --hash=sha256:" + std::string(64, '0')),
                AllOf(HasSubstr("! hello==1.0 is not the file that requirements.txt pins."),
                      HasSubstr(actual), HasSubstr(std::string(64, '0'))));
}

TEST_F(ToolFailuresManagersTest, AnIndexThatRefuses) {
    HttpServer server;
    server.serve("/", [](const Request&) {
        return Answer::status(401).header("WWW-Authenticate", "Basic realm=\"packages\"");
    });
    std::string url = server.url("/simple");
    url.insert(url.find("//") + 2, "joe:hunter2@");
    app_.write("requirements.txt", base::format("--index-url {}\nhello\n", url));
    EXPECT_THAT(app_.failure(),
                AllOf(HasSubstr("! The package index refuses access."), HasSubstr(server.url("/simple")),
                      HasSubstr("401 Unauthorized"), HasSubstr("of the type pypi")));
    EXPECT_THAT(app_.log(), Not(HasSubstr("hunter2")));
}

TEST_F(ToolFailuresManagersTest, ABuildOfAPackageThatIsKilled) {
    make_source_distribution(packages_.path(), "import os; os.kill(os.getpid(), 9)");
    EXPECT_THAT(failure_of("built"),
                AllOf(HasSubstr("! A program was killed, most likely for want of memory."),
                      HasSubstr("while it built built 1.0")));
}

/// The rest.
class AllToolFailuresManagersTest : public ToolFailuresManagersTest {
  protected:
    void SetUp() override {
        if (!setting("ADDER_E2E_ALL_MANAGERS")) GTEST_SKIP() << "scripts/test.sh managers runs it";
    }
};

TEST_F(AllToolFailuresManagersTest, AToolThatIsKilled) {
    make_source_distribution(packages_.path(), "import os; os.kill(os.getppid(), 9)");
    EXPECT_THAT(failure_of("built"), HasSubstr("! A program was killed, most likely for want of memory."));
}

TEST_F(AllToolFailuresManagersTest, WhatPipSaysAndWhatStandsOnlyInItsLog) {
    app_.set("BP_PYTHON_INSTALLER", "pip");
    make_source_distribution(packages_.path(), compile);
    EXPECT_THAT(failure_of("built"), HasSubstr("! built cannot be built without ffi.h."));
    EXPECT_THAT(app_.log(), HasSubstr("fatal error: ffi.h: No such file or directory"));
    make_wheel_for(packages_.path(), "1.0", "", "cp39-cp39-manylinux_2_17_x86_64");
    EXPECT_THAT(
        failure_of("hello==1.0"),
        AllOf(HasSubstr("! hello==1.0 has no wheel for this Python and platform."),
              HasSubstr("!   cp39-cp39-manylinux_2_17_x86_64"), HasSubstr("!   echo 3.9 > .python-version")));
    make_wheel(packages_.path(), "2.0");
    EXPECT_THAT(failure_of("hello==99"), AllOf(HasSubstr("! There is no hello==99."), HasSubstr("2.0")));
    EXPECT_THAT(failure_of("hello==2.0 --hash=sha256:" + std::string(64, '0')),
                HasSubstr("! hello==2.0 is not the file that requirements.txt pins."));
    HttpServer server;
    server.serve("/", [](const Request&) { return Answer::status(403); });
    app_.write("requirements.txt", base::format("--index-url {}\nhello\n", server.url("/simple")));
    EXPECT_THAT(app_.failure(), AllOf(HasSubstr("! The package index refuses access."),
                                      HasSubstr(server.url("/simple/hello/")), HasSubstr("403 Forbidden")));
}

TEST_F(AllToolFailuresManagersTest, AGitRepositoryThatIsNotThere) {
    HttpServer server;
    EXPECT_THAT(failure_of("built @ git+" + server.url("/built.git")),
                AllOf(HasSubstr("! A git repository does not exist."), HasSubstr(server.url("/built.git")),
                      HasSubstr("git-credentials")));
}

/// What a lock pins is not what comes, for each manager with a lock of its own.
TEST_F(AllToolFailuresManagersTest, LocksOfOtherFiles) {
    FixtureApp poetry{"poetry-app"};
    for (const char* hash : {"sha256:47", "sha256:ff"}) poetry.replace("poetry.lock", hash, "sha256:00");
    EXPECT_THAT(poetry.failure(), HasSubstr("is not the file that poetry.lock pins."));
    FixtureApp pipenv{"pipenv-app"};
    for (const char* hash : {"sha256:47", "sha256:ff"}) pipenv.replace("Pipfile.lock", hash, "sha256:00");
    EXPECT_THAT(pipenv.failure(), HasSubstr("! six==1.17.0 is not the file that Pipfile.lock pins."));
    FixtureApp pdm{"pdm-app"};
    for (const char* hash : {"sha256:47", "sha256:ff"}) pdm.replace("pdm.lock", hash, "sha256:00");
    EXPECT_THAT(pdm.failure(), HasSubstr("! The package index has no file of six that fits."));
}

TEST_F(AllToolFailuresManagersTest, WhatNobodyKnowsIsLeftToTheTool) {
    make_wheel(packages_.path(), "1.0");
    app_.set("UV_CONSTRAINT", "absent.txt");
    EXPECT_THAT(failure_of("hello"),
                HasSubstr("! The dependencies in requirements.txt could not be installed."));
    EXPECT_THAT(app_.log(), HasSubstr("absent.txt"));
}

/// A disk that builds share with nobody, where this process makes its projects.
class SmallDisk {
  public:
    explicit SmallDisk(const std::string& size) {
        if (::mount("tmpfs", place_.path().c_str(), "tmpfs", 0, ("size=" + size).c_str()) != 0) return;
        is_mounted_ = true;
        if (const char* before = std::getenv("TMPDIR")) before_ = before;
        ::setenv("TMPDIR", place_.path().c_str(), 1);
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;
    ~SmallDisk() {
        if (!is_mounted_) return;
        before_.empty() ? ::unsetenv("TMPDIR") : ::setenv("TMPDIR", before_.c_str(), 1);
        ::umount2(place_.path().c_str(), MNT_DETACH);
    }

    bool is_mounted() const { return is_mounted_; }

  private:
    WorkDirectory place_;
    std::string before_;
    bool is_mounted_ = false;
};

TEST_F(AllToolFailuresManagersTest, ADiskThatIsFull) {
    make_source_distribution(packages_.path(), "open('zeros', 'wb').write(bytes(500_000_000))");
    for (const auto& [size, who] :
         {std::pair{"30m", "This buildpack could not go on"}, std::pair{"400m", "uv could not go on"}}) {
        const SmallDisk disk{size};
        if (!disk.is_mounted()) GTEST_SKIP() << "no file system can be mounted here";
        FixtureApp app{"requirements-app"};
        app.write("requirements.txt", base::format("--index-url {}\nbuilt\n", index_.url()));
        EXPECT_THAT(app.failure(),
                    AllOf(HasSubstr("! There is no space left for the build."), HasSubstr(who)));
    }
}

TEST_F(AllToolFailuresManagersTest, ToolsThatTheIndexDoesNotHaveAsPinned) {
    const fs::path wheels = required_path("ADDER_E2E_WHEELS");
    for (const fs::directory_entry& entry : fs::directory_iterator{wheels}) {
        if (entry.path().filename().native().starts_with("uv-")) fs::copy(entry, packages_.path());
    }
    FixtureApp poetry{"poetry-app"};
    for (const char* variable : {"PIP_INDEX_URL", "UV_DEFAULT_INDEX", "UV_INDEX_URL"}) {
        poetry.set(variable, variable == std::string{"PIP_INDEX_URL"} ? index_.url() : "");
    }
    EXPECT_THAT(poetry.failure(), HasSubstr("It is needed to install the dependencies"));
    make_wheel(packages_.path(), "1.0");
    const std::string other = base::read_file(packages_.path() / "hello-1.0-py3-none-any.whl");
    for (const fs::directory_entry& entry : fs::directory_iterator{packages_.path()}) {
        base::write_file(entry.path(), other);
    }
    EXPECT_THAT(poetry.failure(), HasSubstr("The package index serves another file under this name."));
}

TEST_F(AllToolFailuresManagersTest, SettingsOfUvThatItCannotRead) {
    app_.set("UV_HTTP_RETRIES", "many");
    EXPECT_THAT(failure_of("hello"), HasSubstr("! The virtual environment could not be created."));
    EXPECT_THAT(app_.log(), HasSubstr("UV_HTTP_RETRIES"));
    app_.set("UV_HTTP_RETRIES", "");
    make_wheel(packages_.path(), "1.0");
    app_.write("requirements.txt", base::format("--index-url {}\nhello\n", index_.url()));
    app_.build();
    app_.set("BP_PYTHON_RESOLVE_MAX_AGE", "0");
    app_.set("UV_HTTP_RETRIES", "many");
    EXPECT_THAT(app_.failure(), HasSubstr("! The dependencies in requirements.txt cannot be chosen anew."));
}

}  // namespace
}  // namespace adder::test
