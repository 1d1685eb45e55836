// Packages that an app brings along in vendor/, for each package manager: the locks are those of the other
// stories, made against PyPI. Here no server is reached but one index on loopback, and that tells which
// projects it was asked for.

#include "fixture_app.hpp"
#include "tools.hpp"
#include "watched_index.hpp"
#include "wheels.hpp"

#include <adder/base/files.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::test {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr const char* six = "six-1.17.0-py2.py3-none-any.whl";
constexpr const char* other_six = "six-1.16.0-py2.py3-none-any.whl";
constexpr const char* of_windows = "six-1.17.0-cp39-cp39-win_amd64.whl";
constexpr const char* iniconfig = "iniconfig-2.0.0-py3-none-any.whl";
constexpr const char* idna = "idna-3.10-py3-none-any.whl";
constexpr const char* click = "click-8.1.8-py3-none-any.whl";
constexpr const char* venv_reused = "unchanged: reused from the previous image";

const std::vector<std::string> hatchling{"hatchling-1.33.0-py3-none-any.whl",
                                         "editables-0.6-py3-none-any.whl",
                                         "packaging-26.4-py3-none-any.whl",
                                         "pathspec-1.1.1-py3-none-any.whl",
                                         "pluggy-1.7.0-py3-none-any.whl",
                                         "tomlkit-0.15.2-py3-none-any.whl",
                                         "trove_classifiers-2026.9.21.13-py3-none-any.whl"};

class VendoredApp : public FixtureApp {
  public:
    VendoredApp(const std::string& name, const std::vector<std::string>& files) : FixtureApp{name} {
        add(files);
        for (const char* variable : {"PIP_INDEX_URL", "UV_DEFAULT_INDEX", "UV_INDEX_URL"}) set(variable, "");
        set("UV_DEFAULT_INDEX", index_.url());
        for (const char* variable : {"HTTPS_PROXY", "https_proxy"}) set(variable, "http://127.0.0.1:9");
    }

    fs::path vendor() { return project().source() / "vendor"; }
    void add(const std::vector<std::string>& files) { WatchedIndex::download(files, vendor()); }
    void take_away(const std::string& file) { fs::remove(vendor() / file); }
    /// Another file of the same name.
    void change(const std::string& file) {
        const base::TempDir work;
        make_wheel(work.path(), "1.0");
        fs::copy_file(work.path() / "hello-1.0-py3-none-any.whl", vendor() / file,
                      fs::copy_options::overwrite_existing);
    }

    std::string index() const { return index_.url(); }
    /// Nothing of what is installed was asked for: not even of the index that the tool comes from.
    std::set<std::string> asked_for() const { return index_.asked_for(); }

  private:
    WatchedIndex index_;
};

/// The quick part.
class VendorManagersTest : public testing::Test {};

TEST_F(VendorManagersTest, UvLock) {
    VendoredApp app{"uv-app", hatchling};
    app.add({six});
    EXPECT_THAT(app.build(), HasSubstr("Packages come from vendor/ (8), and from no index."));
    EXPECT_THAT(app.asked_for(), ElementsAre("uv"));
    EXPECT_EQ(app.run({"python", "main.py"}), "welcome 1.17.0\n");
    EXPECT_EQ(app.run({"shop"}), "welcome 1.17.0\n");
    EXPECT_EQ(app.modules({"six", "iniconfig", "click", "idna", "hatchling"}), "six");
    EXPECT_THAT(app.build(), HasSubstr(venv_reused));
    app.set("CNB_EXEC_ENV", "test");
    app.set("BP_UV_INSTALL_GROUPS", "jobs");
    app.set("BP_UV_INSTALL_EXTRAS", "money");
    app.add({iniconfig, idna, click});
    app.build();
    EXPECT_EQ(app.modules({"six", "iniconfig", "click", "idna"}), "six iniconfig click idna");
    app.change(six);
    EXPECT_THAT(
        app.failure(),
        AllOf(HasSubstr("! The file of six==1.17.0 in vendor/ is none that uv.lock pins."),
              HasSubstr(
                  "uv export --quiet --locked --no-emit-local --group jobs --group dev --extra money |")));
    app.take_away(six);
    EXPECT_THAT(
        app.failure(),
        AllOf(HasSubstr("! There is no six==1.17.0 in vendor/."), HasSubstr("uv.lock asks for it"),
              HasSubstr(
                  "uv export --quiet --locked --no-emit-local --group jobs --group dev --extra money |")));
    EXPECT_THAT(app.asked_for(), ElementsAre("uv"));
}

TEST_F(VendorManagersTest, UvLockOutOfDateAndABackendThatIsMissing) {
    VendoredApp app{"uv-app", {six}};
    EXPECT_THAT(app.failure(), AllOf(HasSubstr("! There is no hatchling in vendor/, which "),
                                     HasSubstr("pip download --dest vendor 'hatchling'")));
    app.replace("pyproject.toml", "six==1.17.0", "six==1.16.0");
    EXPECT_THAT(app.failure(), AllOf(HasSubstr("! uv.lock is out of date."), HasSubstr("!   uv lock\n")));
    EXPECT_THAT(app.asked_for(), ElementsAre("uv"));
}

/// The rest, which `scripts/test.sh managers` runs as well.
class AllVendorManagersTest : public testing::Test {
  protected:
    void SetUp() override {
        if (!setting("ADDER_E2E_ALL_MANAGERS")) GTEST_SKIP() << "scripts/test.sh managers runs it";
    }

    /// Of an app whose lock has six and, for tests, iniconfig.
    static void expect_all_from_vendor(VendoredApp& app, const std::string& lock,
                                       const std::string& command) {
        EXPECT_THAT(app.build(), AllOf(HasSubstr("and from no index."), HasSubstr(lock)));
        EXPECT_EQ(app.modules({"six", "iniconfig", "idna"}), "six");
        EXPECT_THAT(app.build(), HasSubstr(venv_reused));
        app.set("CNB_EXEC_ENV", "test");
        app.add({iniconfig});
        app.build();
        EXPECT_EQ(app.modules({"six", "iniconfig"}), "six iniconfig");
        app.change(iniconfig);
        EXPECT_THAT(app.failure(), AllOf(HasSubstr("! The file of iniconfig==2.0.0 in vendor/"),
                                         HasSubstr("is none that " + lock)));
        app.take_away(iniconfig);
        EXPECT_THAT(app.failure(),
                    AllOf(HasSubstr("! There is no iniconfig==2.0.0 in vendor/."), HasSubstr(command)));
        EXPECT_THAT(app.asked_for(), Not(testing::Contains(testing::AnyOf("six", "iniconfig"))));
    }
};

/// What the other stories go by: without vendor/, the build asks for what is far away.
TEST_F(AllVendorManagersTest, WithoutItTheBuildDoesNotGetFar) {
    VendoredApp app{"uv-app", {}};
    EXPECT_THAT(app.failure(), HasSubstr("! The package index could not be reached."));
}

TEST_F(AllVendorManagersTest, Pylock) {
    VendoredApp app{"pylock-app", {six}};
    EXPECT_THAT(app.build(), HasSubstr("Packages come from vendor/ (1), and from no index."));
    EXPECT_THAT(app.asked_for(), ElementsAre("uv"));
    EXPECT_EQ(app.run({"python", "main.py"}), "1.17.0\n");
    EXPECT_THAT(app.build(), HasSubstr(venv_reused));
    app.change(six);
    EXPECT_THAT(app.failure(),
                HasSubstr("! The file of six==1.17.0 in vendor/ is none that pylock.toml pins."));
    app.take_away(six);
    app.add({other_six});
    EXPECT_THAT(app.failure(), AllOf(HasSubstr("! There is no six==1.17.0 in vendor/."),
                                     HasSubstr("!   pip download --dest vendor --requirement pylock.toml")));
    app.replace("pylock.toml", "six-1.17.0-py2.py3-none-any.whl", of_windows);
    app.change(of_windows);
    EXPECT_THAT(app.failure(),
                AllOf(HasSubstr("! What vendor/ has of six is for another Python or platform."),
                      HasSubstr(of_windows)));
    EXPECT_THAT(app.asked_for(), ElementsAre("uv"));
}

/// `uv lock --no-index --find-links vendor`
TEST_F(AllVendorManagersTest, UvLockMadeAgainstIt) {
    VendoredApp app{"no-dependencies", {six}};
    app.write("pyproject.toml",
              "[project]\nname = \"stall\"\nversion = \"1.0\"\nrequires-python = \">=3.11\"\n"
              "dependencies = [\"six\"]\n");
    app.write("uv.lock",
              "version = 1\nrevision = 5\nrequires-python = \">=3.11\"\n"
              "[[package]]\nname = \"six\"\nversion = \"1.17.0\"\nsource = { registry = \"vendor\" }\n"
              "wheels = [{ path = \"six-1.17.0-py2.py3-none-any.whl\" }]\n"
              "[[package]]\nname = \"stall\"\nversion = \"1.0\"\nsource = { virtual = \".\" }\n"
              "dependencies = [{ name = \"six\" }]\n"
              "[package.metadata]\nrequires-dist = [{ name = \"six\" }]\n");
    app.build();
    EXPECT_EQ(app.modules({"six"}), "six");
    app.replace("pyproject.toml", "\"six\"", "\"six\", \"idna\"");
    EXPECT_THAT(app.failure(), HasSubstr("! uv.lock is out of date."));
    EXPECT_THAT(app.asked_for(), ElementsAre("uv"));
}

TEST_F(AllVendorManagersTest, PylockByPip) {
    VendoredApp app{"pylock-app", {six}};
    app.set("BP_PYTHON_INSTALLER", "pip");
    EXPECT_THAT(app.build(), HasSubstr("Dependencies (pylock.toml, pip 2"));
    EXPECT_THAT(app.asked_for(), ElementsAre("pip", "uv"));
    EXPECT_EQ(app.run({"python", "main.py"}), "1.17.0\n");
    app.change(six);
    EXPECT_THAT(app.failure(),
                HasSubstr("! The file of six==1.17.0 in vendor/ is none that pylock.toml pins."));
    app.take_away(six);
    app.add({other_six});
    EXPECT_THAT(app.failure(), HasSubstr("! There is no six==1.17.0 in vendor/."));
    app.replace("pylock.toml", "six-1.17.0-py2.py3-none-any.whl", of_windows);
    app.change(of_windows);
    EXPECT_THAT(app.failure(), HasSubstr("! What vendor/ has of six is for another Python or platform."));
    EXPECT_THAT(app.asked_for(), ElementsAre("pip", "uv"));
}

TEST_F(AllVendorManagersTest, PoetryLock) {
    VendoredApp app{"poetry-app", {six, idna}};
    app.set("BP_POETRY_INSTALL_ONLY", "main,web");
    app.build();
    EXPECT_EQ(app.modules({"six", "iniconfig", "idna"}), "six idna");
    EXPECT_EQ(app.run({"python", "main.py"}), "letters 1.17.0\n");
    app.set("BP_POETRY_INSTALL_ONLY", "");
    expect_all_from_vendor(app, "poetry.lock", "poetry export --with dev");
    app.replace("pyproject.toml", "(==1.17.0)", "(==1.16.0)");
    EXPECT_THAT(app.failure(), HasSubstr("! poetry.lock is out of date."));
}

TEST_F(AllVendorManagersTest, Poetry1) {
    VendoredApp app{"poetry1-app", {six}};
    expect_all_from_vendor(app, "poetry.lock", "poetry export --with dev");
    app.replace("pyproject.toml", "1.17.0", "1.16.0");
    EXPECT_THAT(app.failure(), HasSubstr("! poetry.lock is out of date."));
}

TEST_F(AllVendorManagersTest, PipfileLock) {
    VendoredApp app{"pipenv-app", {six}};
    expect_all_from_vendor(app, "Pipfile.lock", "pipenv requirements --dev --hash |");
    app.replace("Pipfile", "1.17.0", "1.16.0");
    EXPECT_THAT(app.failure(), HasSubstr("! Pipfile.lock is out of date."));
    app.remove("Pipfile.lock");
    app.add({other_six});
    app.set("CNB_EXEC_ENV", "production");
    app.build();
    EXPECT_EQ(app.run({"python", "main.py"}), "1.16.0\n");
    EXPECT_THAT(app.asked_for(), Not(testing::Contains(testing::AnyOf("six", "iniconfig"))));
}

TEST_F(AllVendorManagersTest, PdmLock) {
    VendoredApp app{"pdm-app", {six}};
    EXPECT_THAT(app.failure(), HasSubstr("! There is no pdm-backend in vendor/, which "));
    app.add({"pdm_backend-2.5.0-py3-none-any.whl"});
    expect_all_from_vendor(app, "pdm.lock", "pdm export |");
    app.replace("pyproject.toml", "six==1.17.0", "six==1.16.0");
    EXPECT_THAT(app.failure(), HasSubstr("! pdm.lock is out of date."));
}

/// They are built with what is in vendor/, too.
TEST_F(AllVendorManagersTest, PackagesInDirectoriesOfTheApp) {
    for (const char* name : {"poetry-and-a-path", "pipenv-and-a-path", "pdm-and-a-path"}) {
        SCOPED_TRACE(name);
        VendoredApp app{name, {six}};
        EXPECT_THAT(app.failure(), HasSubstr(", which stamps is built with."));
        app.add({"setuptools-84.2.1-py3-none-any.whl"});
        EXPECT_THAT(app.build(), HasSubstr("Packages come from vendor/ (2), and from no index."));
        EXPECT_EQ(app.run({"python", "-c", "import stamps; print(stamps.rate)"}), "95\n");
        EXPECT_THAT(app.asked_for(), Not(testing::Contains("six")));
    }
}

TEST_F(AllVendorManagersTest, PyprojectAloneAndPackagesThatAreBuilt) {
    VendoredApp app{"pyproject-app", {six}};
    EXPECT_THAT(app.failure(),
                AllOf(HasSubstr("! There is no setuptools>=61 in vendor/, which notes is built with."),
                      HasSubstr("!   pip download --dest vendor 'setuptools>=61'")));
    app.add({"setuptools-84.2.1-py3-none-any.whl"});
    make_source_distribution(app.vendor());
    app.replace("pyproject.toml", "\"six==1.17.0\"", "\"six==1.17.0\", \"built\"");
    app.build();
    EXPECT_EQ(app.run({"python", "main.py"}), "notes 1.17.0\n");
    EXPECT_EQ(app.modules({"built"}), "built");
    EXPECT_THAT(app.asked_for(), ElementsAre("uv"));
}

/// A vendor/ that has the tools' wheels, too: nobody is asked for anything.
TEST_F(AllVendorManagersTest, TheToolsAsWell) {
    VendoredApp app{"pipenv-app", {six}};
    WatchedIndex::download_pinned("pipenv.txt", app.vendor());
    for (const fs::directory_entry& wheel : fs::directory_iterator{required_path("ADDER_E2E_WHEELS")}) {
        if (wheel.path().filename().native().starts_with("uv-"))
            fs::copy_file(wheel, app.vendor() / wheel.path().filename());
    }
    EXPECT_THAT(app.build(), Not(HasSubstr("itself comes from")));
    EXPECT_EQ(app.modules({"six", "pipenv", "virtualenv"}), "six");
    EXPECT_THAT(app.asked_for(), IsEmpty());
    for (const fs::directory_entry& wheel : fs::directory_iterator{app.vendor()}) {
        if (wheel.path().filename().native().starts_with("virtualenv-"))
            app.take_away(wheel.path().filename());
    }
    EXPECT_THAT(app.failure(), AllOf(HasSubstr(" could not be installed from vendor/."),
                                     HasSubstr("pip download --dest vendor --requirement tools/pipenv.txt")));
}

/// The index that a binding names is for the tool, and the account with it.
TEST_F(AllVendorManagersTest, ABoundIndexServesTheToolAlone) {
    VendoredApp app{"poetry-app", {six}};
    app.set("UV_DEFAULT_INDEX", "");
    app.project().bind(
        "acme", {{"type", "pypi"}, {"url", app.index()}, {"username", "joe"}, {"password", "hunter2"}});
    EXPECT_THAT(app.build(),
                AllOf(HasSubstr("Poetry itself comes from " + app.index()), Not(HasSubstr("hunter2"))));
    EXPECT_THAT(app.asked_for(), AllOf(testing::Contains("poetry"), Not(testing::Contains("six"))));
    EXPECT_THAT(app.build(), AllOf(HasSubstr(venv_reused), Not(HasSubstr("itself comes from"))));
}

}  // namespace
}  // namespace adder::test
