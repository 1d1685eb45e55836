// Builds that cannot succeed: each ends in one message that says what, where and what to do, and leaves no
// layer that a later build could mistake for a good one.

#include "python_project.hpp"
#include "runtimes.hpp"

#include <adder/base/digest.hpp>
#include <adder/base/files.hpp>
#include <adder/base/format.hpp>
#include <adder/base/text.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/http_server.hpp>

namespace adder::test {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class FailureTest : public testing::Test {
  protected:
    FailureTest() { project_.set("BP_PYTHON_VERSION", newest_runtime().series); }

    /// Builds, expects a failure, and returns the message: the lines that start with '!'.
    std::string failure() {
        const Outcome outcome = project_.build();
        EXPECT_EQ(outcome.code, lifecycle_code::buildpack_failed) << outcome.output;
        std::string message;
        int blocks = 0;
        bool inside = false;
        for (const std::string_view line : base::lines(outcome.output)) {
            const bool marked = line.starts_with('!');
            if (marked && !inside) ++blocks;
            if (marked) message += std::string{line} + "\n";
            inside = marked;
        }
        EXPECT_EQ(blocks, 1) << outcome.output;
        log_ = outcome.output;
        return message;
    }

    /// Nothing that could pass for a layer of ours.
    void expect_no_layer(const std::string& name) const {
        const fs::path layers = project_.app().parent_path() / "layers/adder_python";
        EXPECT_FALSE(fs::exists(layers / name));
        EXPECT_FALSE(fs::exists(layers / (name + ".toml")));
        for (const fs::directory_entry& entry : fs::directory_iterator{layers}) {
            EXPECT_FALSE(entry.path().filename().native().starts_with('.')) << entry.path();
        }
    }

    /// After the cause is gone the same project builds.
    void expect_recovery() {
        project_.set("BP_PYTHON_RUNTIME_SOURCES",
                     "index+file://" + required_path("ADDER_E2E_RUNTIMES").native());
        project_.set("BP_PYTHON_VERSION", newest_runtime().series);
        project_.write("requirements.txt", "six==1.17.0\n");
        const Outcome build = project_.build();
        ASSERT_EQ(build.code, 0) << build.output;
        EXPECT_EQ(project_.rootfs().run({"python", "main.py"}), "x\n");
    }

    PythonProject project_{{{"main.py", "print('x')\n"}, {"requirements.txt", "six==1.17.0\n"}}};
    std::string log_;
};

TEST_F(FailureTest, AVersionThatDoesNotExist) {
    project_.set("BP_PYTHON_VERSION", "3.99");
    EXPECT_THAT(failure(),
                AllOf(HasSubstr("! There is no Python 3.99."), HasSubstr("BP_PYTHON_VERSION asks for it"),
                      HasSubstr(newest_runtime().version)));
    expect_no_layer("python");
    expect_recovery();
}

TEST_F(FailureTest, AVersionPastItsEndOfLife) {
    project_.set("BP_PYTHON_VERSION", "3.8");
    EXPECT_THAT(failure(), HasSubstr("! Python 3.8 has reached its end of life."));
}

TEST_F(FailureTest, AVersionFileNobodyUnderstands) {
    project_.set("BP_PYTHON_VERSION", "");
    project_.write(".python-version", "3.12\n3.13\n");
    EXPECT_THAT(failure(), HasSubstr("! .python-version names 2 Python versions."));
}

TEST_F(FailureTest, AnArchiveThatIsNotThere) {
    const RuntimeSource source;
    fs::remove(source.archive());
    project_.set("BP_PYTHON_RUNTIME_SOURCES", source.setting());
    EXPECT_THAT(failure(), AllOf(HasSubstr("is not available for"), HasSubstr(source.archive().native())));
    expect_no_layer("python");
    expect_recovery();
}

TEST_F(FailureTest, ASourceThatCannotBeReached) {
    project_.set("BP_PYTHON_RUNTIME_SOURCES", "index+http://127.0.0.1:9/runtimes");  // nothing listens there
    EXPECT_THAT(failure(), AllOf(HasSubstr("! The list of Python runtimes could not be read."),
                                 HasSubstr("http://127.0.0.1:9/runtimes/"), HasSubstr("HTTPS_PROXY")));
    EXPECT_THAT(log_, HasSubstr("Attempt 2 of 4"));
    expect_no_layer("python");
    expect_recovery();
}

TEST_F(FailureTest, ASourceThatAlwaysFails) {
    HttpServer server;
    const RuntimeSource source;
    server.on("/r/index.json", Answer::ok(base::read_file(source.index())));
    server.on("/r/" + newest_runtime().file, Answer::status(503));
    project_.set("BP_PYTHON_RUNTIME_SOURCES", "index+" + server.url("/r"));
    EXPECT_THAT(failure(), AllOf(HasSubstr("could not be downloaded"), HasSubstr("503"),
                                 HasSubstr("Nothing was installed")));
    expect_no_layer("python");
    expect_recovery();
}

TEST_F(FailureTest, ACorruptedArchive) {
    const RuntimeSource source;
    std::string bytes = base::read_file(source.archive(), 1u << 30);
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 0x40);
    base::write_file(source.archive(), bytes);
    project_.set("BP_PYTHON_RUNTIME_SOURCES", source.setting());
    EXPECT_THAT(failure(), AnyOf(HasSubstr("is damaged."), HasSubstr("could not be verified.")));
    expect_no_layer("python");
    expect_recovery();
}

TEST_F(FailureTest, ATruncatedArchive) {
    const RuntimeSource source;
    fs::resize_file(source.archive(), fs::file_size(source.archive()) / 2);
    project_.set("BP_PYTHON_RUNTIME_SOURCES", source.setting());
    EXPECT_THAT(failure(), HasSubstr("is damaged."));
    expect_no_layer("python");
    expect_recovery();
}

TEST_F(FailureTest, AnArchiveThatIsNotThePromisedOne) {
    const RuntimeSource source;
    std::string index = base::read_file(source.index());
    const std::string actual = base::sha256_of_file(source.archive()).hex();
    index.replace(index.find(actual), actual.size(), std::string(64, '0'));
    base::write_file(source.index(), index);
    project_.set("BP_PYTHON_RUNTIME_SOURCES", source.setting());
    EXPECT_THAT(failure(), AllOf(HasSubstr("could not be verified."), HasSubstr(actual),
                                 HasSubstr(std::string(64, '0'))));
    expect_no_layer("python");
    expect_recovery();
}

TEST_F(FailureTest, APackageNobodyHas) {
    project_.write("requirements.txt", "six==1.17.0\nthere-is-no-such-package-as-this-one==1.0\n");
    EXPECT_THAT(failure(),
                AllOf(HasSubstr("! There is no package named there-is-no-such-package-as-this-one."),
                      HasSubstr("https://pypi.org/simple")));
    expect_no_layer("venv");
    expect_recovery();
}

TEST_F(FailureTest, AVersionOfAPackageNobodyHas) {
    project_.write("requirements.txt", "six==99.0\n");
    EXPECT_THAT(failure(), HasSubstr("! There is no six==99.0."));
    expect_no_layer("venv");
    expect_recovery();
}

TEST_F(FailureTest, AnIndexThatCannotBeReached) {
    project_.set("PIP_INDEX_URL", "http://127.0.0.1:9/user:pass/simple");
    EXPECT_THAT(failure(),
                AllOf(HasSubstr("could not be had from the package index"), HasSubstr("PIP_INDEX_URL")));
    expect_no_layer("venv");
    project_.set("PIP_INDEX_URL", "");
    expect_recovery();
}

TEST_F(FailureTest, NoCredentialIsShown) {
    project_.set("PIP_INDEX_URL", "http://somebody:hunter2@127.0.0.1:9/simple");
    project_.set("BP_LOG_LEVEL", "debug");
    failure();
    EXPECT_THAT(log_, Not(HasSubstr("hunter2")));
}

TEST_F(FailureTest, ABadProcfileIsToldBeforeAnythingIsInstalled) {
    project_.write("Procfile", "web gunicorn\n");
    EXPECT_THAT(failure(), HasSubstr("! Line 1 of the Procfile cannot be understood."));
    EXPECT_THAT(log_, Not(HasSubstr("Downloading")));
}

TEST_F(FailureTest, DependenciesForConda) {
    project_.remove("requirements.txt");
    project_.write("environment.yml", "dependencies: [numpy]\n");
    EXPECT_THAT(failure(), HasSubstr("! environment.yml cannot be installed from."));
}

}  // namespace
}  // namespace adder::test
