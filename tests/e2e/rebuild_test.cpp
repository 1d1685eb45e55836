// The second build of an app: what changed is done, nothing else is.

#include "package_index.hpp"
#include "python_project.hpp"
#include "runtimes.hpp"
#include "wheels.hpp"

#include <adder/base/files.hpp>
#include <adder/base/text.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::test {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class RebuildTest : public testing::TestWithParam<Destination> {
  protected:
    RebuildTest() {
        project_.write("main.py", "import six, sys; print(six.__version__, sys.version_info[:2])\n");
        project_.write("requirements.txt", "six==1.17.0\n");
        project_.set("BP_PYTHON_VERSION", newest_runtime().series);
    }

    std::string build() {
        const Outcome outcome = project_.build();
        EXPECT_EQ(outcome.code, 0) << outcome.output;
        return outcome.output;
    }

    /// What main.py prints: the image is whole.
    std::string answer() const {
        const std::string output = project_.rootfs().run({"python", "main.py"});
        return std::string{base::trim(output)};
    }

    static std::string on(const KnownRuntime& runtime) {
        return "1.17.0 (" + std::string{base::split(runtime.series, '.')[0]} + ", " +
               std::string{base::split(runtime.series, '.')[1]} + ")";
    }

    PythonProject project_{std::vector<std::pair<std::string, std::string>>{}, GetParam()};
};

constexpr auto python_reused = "Reusing layer 'adder/python:python'";
constexpr auto venv_reused = "Reusing layer 'adder/python:venv'";
constexpr auto installed = "packages installed";
constexpr auto unpacked = "unpacked in";
constexpr auto downloading = "Downloading";

TEST_P(RebuildTest, NothingChangedInstallsNothing) {
    build();
    const std::vector<std::string> before = project_.image().layer_digests();
    // Not even the sources are needed: an index is read, and nothing else.
    const std::string log = build();
    EXPECT_THAT(log,
                AllOf(HasSubstr("Nothing to install. Done in"), HasSubstr("Reused from the previous image"),
                      HasSubstr("unchanged: reused from the previous image"), HasSubstr(python_reused),
                      HasSubstr(venv_reused), Not(HasSubstr(installed)), Not(HasSubstr(unpacked)),
                      Not(HasSubstr(downloading))));
    EXPECT_EQ(project_.image().layer_digests(), before);
    EXPECT_EQ(answer(), on(newest_runtime()));
    // And so the third time.
    EXPECT_THAT(build(), AllOf(HasSubstr(python_reused), HasSubstr(venv_reused)));
}

TEST_P(RebuildTest, ChangedCodeTouchesNoDependency) {
    build();
    project_.write("main.py", "print('changed')\n");
    EXPECT_THAT(build(), AllOf(HasSubstr(python_reused), HasSubstr(venv_reused), Not(HasSubstr(installed))));
    EXPECT_EQ(answer(), "changed");
}

TEST_P(RebuildTest, AnotherPythonReplacesBothLayers) {
    build();
    project_.set("BP_PYTHON_VERSION", oldest_runtime().series);
    const std::string log = build();
    EXPECT_THAT(log, AllOf(HasSubstr("Python changed from " + newest_runtime().version + " to " +
                                     oldest_runtime().version),
                           HasSubstr("they were installed for another Python"), HasSubstr(unpacked),
                           HasSubstr(installed), Not(HasSubstr(python_reused)), Not(HasSubstr(venv_reused))));
    EXPECT_EQ(answer(), on(oldest_runtime()));
}

TEST_P(RebuildTest, ChangedRequirementsKeepPythonAndCompileOnlyWhatIsNew) {
    build();
    project_.write("requirements.txt", "six==1.17.0\nidna==3.10\n");
    const std::string log = build();
    EXPECT_THAT(log, AllOf(HasSubstr("the requirements changed"), HasSubstr("2 packages installed"),
                           HasSubstr("1 of 2 taken from the last build"), HasSubstr(python_reused),
                           Not(HasSubstr(venv_reused)), Not(HasSubstr("Downloading Python"))));
    EXPECT_EQ(answer(), on(newest_runtime()));
}

TEST_P(RebuildTest, WithoutTheCacheEverythingIsStillReused) {
    build();
    project_.forget_cache();
    EXPECT_THAT(build(),
                AllOf(HasSubstr(python_reused), HasSubstr(venv_reused), Not(HasSubstr(downloading))));
    EXPECT_EQ(answer(), on(newest_runtime()));
}

TEST_P(RebuildTest, WithoutTheCacheChangedRequirementsFetchAnew) {
    build();
    project_.forget_cache();
    project_.write("requirements.txt", "six==1.17.0\nidna==3.10\n");
    EXPECT_THAT(build(),
                AllOf(HasSubstr(python_reused), HasSubstr(downloading), HasSubstr("2 packages installed")));
    EXPECT_EQ(answer(), on(newest_runtime()));
}

TEST_P(RebuildTest, UnpinnedVersionsThatAreOldAreChosenAgainAndKeptIfTheyAreTheSame) {
    build();
    const auto before = project_.image().layer_digests();
    project_.set("BP_PYTHON_RESOLVE_MAX_AGE", "0");
    EXPECT_THAT(build(), AllOf(HasSubstr("with the same result: reused from the previous image"),
                               Not(HasSubstr(installed)), HasSubstr(python_reused)));
    EXPECT_EQ(project_.image().layer_digests(), before);
    EXPECT_EQ(answer(), on(newest_runtime()));
    // The choice is young again.
    project_.set("BP_PYTHON_RESOLVE_MAX_AGE", "1h");
    EXPECT_THAT(build(),
                AllOf(HasSubstr(venv_reused), HasSubstr(python_reused), Not(HasSubstr("chosen again"))));
}

TEST_P(RebuildTest, WhatIsNewlyReleasedComesInWhenVersionsAreOld) {
    project_.write("requirements.txt", "--find-links wheels\nhello\n");
    project_.write("main.py", "import hello; print(hello.greeting)\n");
    make_wheel(project_.source() / "wheels", "1.0");
    build();
    make_wheel(project_.source() / "wheels", "1.1");
    EXPECT_THAT(build(), AllOf(HasSubstr(venv_reused), Not(HasSubstr(installed))));
    project_.set("BP_PYTHON_RESOLVE_MAX_AGE", "0");
    EXPECT_THAT(build(), AllOf(HasSubstr("Not reusing them: chosen again, they are hello 1.1"),
                               HasSubstr("1 packages installed"), HasSubstr(python_reused)));
    EXPECT_EQ(answer(), "hello 1.1");
}

INSTANTIATE_TEST_SUITE_P(To, RebuildTest, testing::Values(Destination::layout, Destination::registry),
                         [](const auto& test) {
                             return test.param == Destination::layout ? "layout" : "registry";
                         });

TEST(RebuildWithoutImageTest, TheCacheServesWhenTheImageIsGone) {
    PythonProject project{{{"main.py", "print('x')\n"}, {"requirements.txt", "six==1.17.0\n"}}};
    project.set("BP_PYTHON_VERSION", newest_runtime().series);
    ASSERT_EQ(project.build().code, 0);
    project.forget_image();
    const Outcome build = project.build();
    ASSERT_EQ(build.code, 0) << build.output;
    EXPECT_THAT(build.output,
                AllOf(HasSubstr(unpacked), HasSubstr(installed), Not(HasSubstr("Downloading Python"))));
    EXPECT_EQ(project.rootfs().run({"python", "main.py"}), "x\n");
}

/// A cache and an image as builds left them, and then without one of the cache's layers.
class LostLayerTest : public testing::TestWithParam<std::string> {};

TEST_P(LostLayerTest, AnyOneMayBeGone) {
    PythonProject project{
        {{"main.py", "import six; print(six.__version__)\n"}, {"requirements.txt", "six==1.17.0\n"}}};
    project.set("BP_PYTHON_VERSION", newest_runtime().series);
    ASSERT_EQ(project.build().code, 0);
    // An archive's entries are named by their paths.
    std::size_t removed = 0;
    for (const fs::directory_entry& entry : fs::directory_iterator{project.cache() / "committed"}) {
        if (entry.path().extension() != ".tar") continue;
        const std::string start = base::read_file(entry.path(), std::size_t{1} << 30).substr(0, 100'000);
        if (start.find("/" + GetParam()) != std::string::npos) removed += fs::remove(entry.path()) ? 1u : 0u;
    }
    ASSERT_EQ(removed, 1u);

    for (const char* requirements : {"six==1.17.0\n", "six==1.17.0\nidna==3.10\n"}) {
        project.write("requirements.txt", requirements);
        const Outcome build = project.build();
        ASSERT_EQ(build.code, 0) << build.output;
        EXPECT_THAT(build.output, HasSubstr(python_reused));
        EXPECT_EQ(project.rootfs().run({"python", "main.py"}), "1.17.0\n");
    }
}

INSTANTIATE_TEST_SUITE_P(Of, LostLayerTest, testing::Values("downloads", "package-cache"),
                         [](const auto& test) {
                             return test.param == "downloads" ? "downloads" : "packages";
                         });

TEST(BuiltWheelTest, WhatWasBuiltFromSourceIsNotBuiltAgainWhereThatIsWanted) {
    const WorkDirectory files;
    make_source_distribution(files.path());
    const PackageIndex index{files.path()};
    PythonProject project{
        {{"main.py", "import built; print(built.at)\n"}, {"requirements.txt", "built==1.0\n"}}};
    project.set("BP_PYTHON_VERSION", newest_runtime().series);
    project.set("UV_INDEX", index.url());
    project.set("BP_PYTHON_KEEP_BUILT_WHEELS", "true");
    ASSERT_EQ(project.build().code, 0);
    const std::string first = project.rootfs().run({"python", "main.py"});
    project.write("requirements.txt", "built==1.0\nsix==1.17.0\n");
    const Outcome changed = project.build();
    ASSERT_EQ(changed.code, 0) << changed.output;
    EXPECT_THAT(changed.output, HasSubstr("2 packages installed"));
    EXPECT_EQ(project.rootfs().run({"python", "main.py"}), first);

    project.set("BP_PYTHON_CACHE_SIZE", "0");
    project.write("requirements.txt", "built==1.0\nsix==1.16.0\n");
    ASSERT_EQ(project.build().code, 0);  // keeps nothing
    project.write("requirements.txt", "built==1.0\n");
    ASSERT_EQ(project.build().code, 0);
    EXPECT_NE(project.rootfs().run({"python", "main.py"}), first);
}

TEST(ReproducibilityTest, BuildingItAllAgainGivesTheSameLayers) {
    PythonProject project{{{"requirements.txt", "flask==3.1.0\nsix==1.17.0\n"}, {"main.py", "print('x')\n"}}};
    project.set("BP_PYTHON_VERSION", newest_runtime().series);
    ASSERT_EQ(project.build().code, 0);
    const std::vector<std::string> first = project.image().layer_digests();
    project.forget_image();
    project.forget_cache();
    const Outcome again = project.build();
    ASSERT_EQ(again.code, 0) << again.output;
    EXPECT_EQ(project.image().layer_digests(), first);
}

}  // namespace
}  // namespace adder::test
