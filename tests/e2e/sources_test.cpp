// Where runtimes come from: builds by python-build-standalone, and the buildpack's own directory.

#include "archive/unpack.hpp"
#include "python/catalogue.hpp"
#include "python_project.hpp"
#include "runtimes.hpp"
#include "tools.hpp"
#include "wheels.hpp"

#include <adder/base/files.hpp>
#include <adder/base/process.hpp>
#include <adder/base/text.hpp>
#include <adder/cnb/descriptor.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/http_server.hpp>

namespace adder::test {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// The newest runtime in the form of python-build-standalone's archives: below a directory, without bytecode,
/// with pip and Tk, and with the settings of a build by clang for another place.
std::string standalone_archive(const fs::path& work) {
    const fs::path tree = work / "python";
    base::make_directories(tree);
    archive::TreeUnpacker unpacker{tree, {}};
    base::copy_file_into(required_path("ADDER_E2E_RUNTIMES") / newest_runtime().file, unpacker);
    unpacker.finish();

    const fs::path stdlib = tree / "lib" / ("python" + newest_runtime().series);
    run("find", {".", "-name", "__pycache__", "-prune", "-exec", "rm", "-r", "{}", "+"}, tree);
    run("sh",
        {"-c",
         "for file in _sysconfigdata_*.py; do cat >>$file <<'END'\n"
         "build_time_vars['CC'] = 'clang -pthread'\n"
         "build_time_vars['LIBDIR'] = '/install/lib'\n"
         "END\n"
         "done"},
        stdlib);
    run("sed", {"-i", "s|^prefix=.*|prefix=/install|", "python3.pc"}, tree / "lib/pkgconfig");
    for (const fs::path& file : {stdlib / "site-packages/pip/__init__.py", tree / "lib/tcl9.0/init.tcl"}) {
        base::make_directories(file.parent_path());
        base::write_file(file, "");
    }
    run("tar", {"-czf", "archive.tar.gz", "python"}, work);
    return base::read_file(work / "archive.tar.gz", std::size_t{1} << 30);
}

class StandaloneSourceTest : public testing::Test {
  protected:
    StandaloneSourceTest() {
        const base::TempDir work;
        const std::string archive = standalone_archive(work.path());
        const std::string name =
            base::format("cpython-{}+20260801-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz",
                         newest_runtime().version);
        archive_path_ =
            base::format("/pbs/cpython-{}%2B20260801-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz",
                         newest_runtime().version);
        server_.on(archive_path_, Answer::ok(archive).etag("a").ranges());
        server_.on("/pbs/SHA256SUMS", Answer::ok(base::sha256(archive).hex() + "  " + name + "\n").etag("s"));
        project_.set("BP_PYTHON_VERSION", newest_runtime().series);
        project_.set("BP_PYTHON_RUNTIME_SOURCES", "python-build-standalone+" + server_.url("/pbs"));
    }

    HttpServer server_;
    std::string archive_path_;
    PythonProject project_{
        {{"main.py",
          "import six, sysconfig, os, importlib.util as u\n"
          "print(six.__version__, sysconfig.get_config_var('CC'), sysconfig.get_config_var('LIBDIR'))\n"
          "print(os.path.exists(u.find_spec('json').cached), u.find_spec('pip'))\n"},
         {"requirements.txt", "six==1.17.0\n"}}};
};

TEST_F(StandaloneSourceTest, ServesEveryDistributionAndBecomesARuntimeLikeOurs) {
    const Outcome first = project_.build();
    ASSERT_EQ(first.code, 0) << first.output;
    EXPECT_EQ(
        project_.rootfs().run({"python", "main.py"}),
        "1.17.0 cc -pthread " + (project_.layers() / "adder_python/python/lib").native() + "\nTrue None\n");

    const Outcome second = project_.build();
    ASSERT_EQ(second.code, 0) << second.output;
    EXPECT_THAT(second.output, HasSubstr("Reused from the previous image"));
    EXPECT_EQ(server_.request_count(archive_path_), 1u);
    EXPECT_EQ(server_.requests().back().headers.at("if-none-match"), "\"s\"");

    project_.write("requirements.txt", "six==1.16.0\n");
    const Outcome third = project_.build();
    ASSERT_EQ(third.code, 0) << third.output;
    EXPECT_EQ(server_.request_count(archive_path_), 1u) << "it was kept";
    EXPECT_THAT(project_.rootfs().run({"python", "main.py"}), HasSubstr("1.16.0 cc"));
}

TEST_F(StandaloneSourceTest, AnArchiveWithoutAPythonIsNoRuntime) {
    const base::TempDir work;
    base::make_directories(work.path() / "python/bin");
    run("tar", {"-czf", "archive.tar.gz", "python"}, work.path());
    const std::string archive = base::read_file(work.path() / "archive.tar.gz");
    server_.on(archive_path_, Answer::ok(archive));
    server_.on("/pbs/SHA256SUMS",
               Answer::ok(base::sha256(archive).hex() + "  " +
                          base::format("cpython-{}+20260801-x86_64-unknown-linux-gnu-install_only.tar.gz",
                                       newest_runtime().version)));
    server_.on(base::format("/pbs/cpython-{}%2B20260801-x86_64-unknown-linux-gnu-install_only.tar.gz",
                            newest_runtime().version),
               Answer::ok(archive));
    const Outcome build = project_.build();
    EXPECT_EQ(build.code, lifecycle_code::buildpack_failed);
    EXPECT_THAT(build.output, AllOf(HasSubstr("is damaged."), HasSubstr("holds no Python")));
    EXPECT_FALSE(fs::exists(project_.layers() / "adder_python/python"));
    EXPECT_FALSE(fs::exists(project_.layers() / "adder_python/python.toml"));
}

/// A source without a list, and the image that is built with it.
class UnlistedSourceTest : public testing::Test {
  protected:
    UnlistedSourceTest() {
        fs::copy(required_path("ADDER_E2E_BUILDPACK"), buildpack_.path(), fs::copy_options::recursive);
        project_.setup().order = {{{buildpack_.path()}}};
        project_.set("BP_PYTHON_VERSION", newest_runtime().series);
    }

    /// Makes the newest patch of the series that the buildpack knows another one.
    void know_patch(unsigned patch) const {
        const fs::path file = buildpack_.path() / "buildpack.toml";
        std::string text = base::read_file(file);
        const std::size_t at = text.find("latest = \"" + newest_runtime().series + ".");
        ASSERT_NE(at, text.npos);
        const std::string line = base::format("latest = \"{}.{}\"", newest_runtime().series, patch);
        base::write_file(file, text.replace(at, text.find('\n', at) - at, line));
    }
    /// Where the archive of a version is expected for the image.
    static std::string path(std::string_view version) {
        const std::string file = newest_runtime().file;
        const std::size_t end = file.find('-', file.find('-') + 1);
        return base::format("/h/python-{}{}", version, file.substr(end));
    }
    std::vector<std::string> methods() const {
        std::vector<std::string> methods;
        for (const Request& request : server_.requests()) methods.push_back(request.method);
        return methods;
    }

    HttpServer server_;
    WorkDirectory buildpack_;
    PythonProject project_{{{"main.py", "import sys; print(sys.version.split()[0])\n"}}};
};

TEST_F(UnlistedSourceTest, APatchThatTheBuildpackDoesNotKnowIsFoundAndKept) {
    const std::string version = newest_runtime().version;
    const auto patch = base::parse_number(version.substr(version.rfind('.') + 1)).value_or(0);
    ASSERT_GT(patch, 0u);
    know_patch(patch - 1);
    const std::string archive =
        base::read_file(required_path("ADDER_E2E_RUNTIMES") / newest_runtime().file, std::size_t{1} << 30);
    server_.on(path(base::format("{}.{}", newest_runtime().series, patch - 1)), Answer::ok("older"));
    server_.on(path(version), Answer::ok(archive));
    project_.set("BP_PYTHON_RUNTIME_SOURCES", "heroku+" + server_.url("/h"));
    const Outcome first = project_.build();
    ASSERT_EQ(first.code, 0) << first.output;
    EXPECT_THAT(first.output, HasSubstr("→ " + version));
    EXPECT_EQ(project_.rootfs().run({"python", "main.py"}), version + "\n");
    EXPECT_THAT(methods(), testing::ElementsAre("HEAD", "HEAD", "HEAD", "GET"));

    const Outcome second = project_.build();
    ASSERT_EQ(second.code, 0) << second.output;
    EXPECT_THAT(second.output, HasSubstr("Reused from the previous image"));
    EXPECT_EQ(methods().size(), 4u) << "nothing was asked";
}

TEST_F(UnlistedSourceTest, WhatIsAbsentIsTakenFromAnotherSourceAndKept) {
    const RuntimeSource listed;
    project_.set("BP_PYTHON_RUNTIME_SOURCES", "heroku+" + server_.url("/h") + " " + listed.setting());
    const Outcome first = project_.build();
    ASSERT_EQ(first.code, 0) << first.output;
    EXPECT_THAT(first.output,
                AllOf(HasSubstr("Not there, looking elsewhere"), HasSubstr("→ " + newest_runtime().version)));
    const Outcome second = project_.build();
    ASSERT_EQ(second.code, 0) << second.output;
    EXPECT_THAT(second.output, HasSubstr("Reused from the previous image"));
    EXPECT_THAT(methods(), testing::ElementsAre("HEAD", "HEAD")) << "one question in each build";
}

/// A buildpack that is a bigger directory: with runtimes and the installer's wheel in it.
TEST(BundledTest, AnAirGappedBuildpackNeedsNoNetwork) {
    const WorkDirectory buildpack;
    fs::copy(required_path("ADDER_E2E_BUILDPACK"), buildpack.path(), fs::copy_options::recursive);
    const RuntimeSource source;
    fs::copy(source.index().parent_path(), buildpack.path() / "runtimes", fs::copy_options::recursive);
    const auto catalogue = cnb::Descriptor::read(buildpack.path()).metadata_as<python::Catalogue>();
    const python::ToolWheel& uv =
        catalogue.tools.uv.wheel_for({"linux", "amd64", {}, {}, {}}, python::libc_of("/"));
    base::make_directories(buildpack.path() / "wheels");
    fs::copy_file(required_path("ADDER_E2E_WHEELS") / uv.file, buildpack.path() / "wheels" / uv.file);

    PythonProject isolated{{{"main.py", "import hello; print(hello.greeting)\n"},
                            {"requirements.txt", "./hello-1.0-py3-none-any.whl\n"}}};
    make_wheel(isolated.source(), "1.0");
    isolated.setup().order = {{{buildpack.path()}}};
    isolated.set("BP_PYTHON_VERSION", newest_runtime().series);
    isolated.set("BP_PYTHON_RUNTIME_SOURCES", "");
    isolated.set("UV_DEFAULT_INDEX", "http://127.0.0.1:9/simple");
    isolated.set("HTTPS_PROXY", "http://127.0.0.1:9");
    const Outcome build = isolated.build();
    ASSERT_EQ(build.code, 0) << build.output;
    EXPECT_THAT(build.output, AllOf(HasSubstr("Taking Python"), Not(HasSubstr("Downloading"))));
    EXPECT_TRUE(fs::is_empty(isolated.layers() / "adder_python/downloads")) << "it is in the builder already";
    EXPECT_EQ(isolated.rootfs().run({"python", "main.py"}), "hello 1.0\n");
}

}  // namespace
}  // namespace adder::test
