// What one build's foreign code (build backends, an app's settings) leaves must not run in later images.

#include "fixture_app.hpp"
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

/// Names in the statements below: `layers`, the buildpack's layers directory, and `plant(file)`.
constexpr std::string_view names =
    "import pathlib, subprocess, sys; layers = pathlib.Path(sys.base_prefix).parent; "
    "mark = 'PLANTED' + str(); plant = lambda file: (file.exists() and file.unlink(), "
    "file.write_text(mark)); ";

/// An app with a dependency whose build runs a statement in Python.
class PoisoningTest : public testing::Test {
  protected:
    PoisoningTest() {
        project_.set("BP_PYTHON_VERSION", newest_runtime().series);
        project_.write("main.py", "import six; print(six.__version__)\n");
    }

    void attack_with(const std::string& statement) {
        fs::remove_all(files_.path() / "built-1.0.tar.gz");
        make_source_distribution(files_.path(), std::string{names} + statement);
        project_.set("UV_INDEX", index_.url());
    }
    std::string build(const std::string& requirements) {
        project_.write("requirements.txt", requirements);
        const Outcome outcome = project_.build();
        EXPECT_EQ(outcome.code, 0) << outcome.output;
        return outcome.output;
    }
    /// What was planted stands in the cache that the lifecycle keeps.
    bool is_in_cache() const {
        for (const fs::directory_entry& entry : fs::recursive_directory_iterator{project_.cache()}) {
            if (!entry.is_regular_file()) continue;
            if (base::read_file(entry.path(), std::size_t{1} << 30).find("PLANTED") != std::string::npos)
                return true;
        }
        return false;
    }
    std::string run(const std::string& statement) const {
        const std::string output = project_.rootfs().run({"python", "-c", statement});
        return std::string{base::trim(output)};
    }

    WorkDirectory files_;
    PackageIndex index_{files_.path()};
    PythonProject project_{std::vector<std::pair<std::string, std::string>>{}};
};

constexpr auto changed = "Something that ran in this build changed what later builds use.";

TEST_F(PoisoningTest, WhatIsPlantedInCacheLayersIsThrownAway) {
    build("six==1.17.0\n");
    attack_with(
        "[plant(f) for d in ('package-cache', 'downloads') for f in (layers / d).rglob('*') if "
        "f.is_file()]; [plant(layers / d / 'new') for d in ('package-cache', 'downloads')]");
    const std::string log = build("six==1.17.0\nbuilt==1.0\n");
    EXPECT_THAT(log, AllOf(HasSubstr(changed), HasSubstr("downloads/new"), HasSubstr("package-cache/new")));
    EXPECT_FALSE(is_in_cache());
    EXPECT_THAT(build("six==1.17.0\nidna==3.10\n"), Not(HasSubstr(changed)));
    EXPECT_EQ(run("import six; print(six.__version__)"), "1.17.0");
}

/// The archive of bytecode that a later build is going to look for, with more in it than bytecode.
TEST_F(PoisoningTest, BytecodeIsRestoredOfTheGroupsOwnSourcesAlone) {
    build("six==1.17.0\n");
    // Repacks each archive with a .pth file, and with bytecode of six that prints; and puts the old times
    // back.
    attack_with(
        "import os; "
        "exec('''for f in (layers / \"package-cache/bytecode\").glob(\"*.tar.zst\"):\\n"
        "    times = os.stat(f)\\n"
        "    f.write_bytes(f.read_bytes()[:-1] + bytes([f.read_bytes()[-1] ^ 1]))\\n"
        "    os.utime(f, ns=(times.st_atime_ns, times.st_mtime_ns))''')");
    EXPECT_THAT(build("six==1.17.0\nbuilt==1.0\n"), HasSubstr(changed));
    EXPECT_THAT(build("six==1.17.0\nidna==3.10\n"), Not(HasSubstr(changed)));
    EXPECT_EQ(run("import six; print(six.__version__)"), "1.17.0");
}

TEST_F(PoisoningTest, APythonThatWasChangedIsUnpackedAnew) {
    attack_with(
        "plant(pathlib.Path(sys.base_prefix, 'lib', 'python%d.%d' % sys.version_info[:2], 'this.py'))");
    EXPECT_THAT(build("six==1.17.0\nbuilt==1.0\n"), AllOf(HasSubstr(changed), HasSubstr("this.py")));
    EXPECT_THAT(build("six==1.17.0\n"),
                AllOf(HasSubstr("Not reusing Python: "), HasSubstr("this.py"), Not(HasSubstr(changed))));
    EXPECT_EQ(run("import this"), run("import this"));
    EXPECT_THAT(run("import this"), HasSubstr("Beautiful is better than ugly."));
    EXPECT_THAT(build("six==1.17.0\n"), HasSubstr("Nothing to install"));
}

TEST_F(PoisoningTest, WhatTheLayersSayOfThemselvesIsPutBack) {
    build("six==1.17.0\n");
    attack_with("[f.write_text(f.read_text() + '# ' + mark) for f in layers.glob('*.toml')]");
    EXPECT_THAT(build("six==1.17.0\nbuilt==1.0\n"), AllOf(HasSubstr(changed), HasSubstr("python.toml")));
    EXPECT_FALSE(is_in_cache());
}

TEST_F(PoisoningTest, WhatIsLeftRunningIsEnded) {
    attack_with(
        "subprocess.Popen(['sh', '-c', 'while sleep 0.02; do echo PLANTED > \"$0/package-cache/late\"; "
        "done', str(layers)], start_new_session=True, stdin=-3, stdout=-3, stderr=-3)");
    EXPECT_THAT(build("six==1.17.0\nbuilt==1.0\n"), HasSubstr("left running"));
    EXPECT_FALSE(is_in_cache());
}

/// uv trusts a built wheel by its place: whoever builds one thing can put another's there.
TEST_F(PoisoningTest, BuiltWheelsAreOnlyKeptWhereThatIsWanted) {
    attack_with("pass");
    build("built==1.0\n");
    const std::string first = run("import built; print(built.at)");
    build("built==1.0\nsix==1.17.0\n");
    EXPECT_NE(run("import built; print(built.at)"), first);
}

/// Django's settings are the app's code, and run in every build.
TEST(PoisonedAppTest, WhatAnAppChangesWhileItsFilesAreCollectedIsInstalledAnew) {
    FixtureApp app{"django-static-app"};
    app.build();
    const std::string settings = base::read_file(app.project().source() / "mysite/settings.py");
    app.write("mysite/settings.py",
              settings +
                  "\nimport pathlib, django\n"
                  "(pathlib.Path(django.__file__).parent / 'planted.py').write_text('x = 1')\n");
    EXPECT_THAT(app.build(), AllOf(HasSubstr(changed), HasSubstr("django/planted.py")));
    app.write("mysite/settings.py", settings);
    EXPECT_THAT(app.build(),
                AllOf(HasSubstr("something that ran in the last build changed"), Not(HasSubstr(changed))));
    EXPECT_EQ(app.modules({"django.planted", "django.shortcuts"}), "django.shortcuts");
    EXPECT_THAT(app.build(), HasSubstr("unchanged: reused from the previous image"));
}

}  // namespace
}  // namespace adder::test
