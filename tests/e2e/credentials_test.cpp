// Packages that are not for everyone: private indexes and repositories, by each way to get in. Wherever a
// build got in, no secret is left in anything it made.

#include "fixture_app.hpp"
#include "private_servers.hpp"
#include "tools.hpp"
#include "wheels.hpp"

#include <adder/base/format.hpp>
#include <adder/base/process.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::test {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// Files that hold the text: of the image, of what the lifecycle keeps for the next build, of the layers and
/// the app's directory as the build left them.
std::string files_with(const std::string& text, PythonProject& project) {
    std::string found;
    const auto look_into = [&](const fs::path& directory) {
        found += base::run_and_capture({.program = "grep",
                                        .args = {"-rlaF", text, directory.native()},
                                        .env = {{"PATH", "/usr/bin:/bin"}},
                                        .working_directory = {}})
                     .output;
    };
    const Rootfs rootfs = project.rootfs();
    for (const fs::path& directory :
         {rootfs.file("/"), project.image_layout(), project.cache(), project.layers(), project.app()})
        look_into(directory);
    return found;
}

class CredentialsTest : public testing::Test {
  protected:
    CredentialsTest() { make_wheel(packages_.path(), "1.0"); }

    void TearDown() override {
        EXPECT_THAT(app_.log(), Not(HasSubstr(account_password)));
        if (built_) {
            EXPECT_EQ(files_with(account_password, app_.project()), "");
        }
    }

    std::string build() {
        built_ = true;
        return app_.build();
    }
    void bind(std::map<std::string, std::string> entries) { app_.project().bind("acme", std::move(entries)); }
    std::map<std::string, std::string> account(const std::string& type, const std::string& url) const {
        return {{"type", type}, {"url", url}, {"username", account_name}, {"password", account_password}};
    }
    /// An app that needs `hello`, and says it in these lines.
    void require(const std::string& lines) {
        app_.write("requirements.txt", lines);
        app_.write("main.py", "import hello; print(hello.greeting)\n");
    }
    std::string greeting() const { return app_.run({"python", "main.py"}); }

    base::TempDir packages_;
    FixtureApp app_{"requirements-app"};
    bool built_ = false;
};

TEST_F(CredentialsTest, ABoundIndexTakesPypisPlace) {
    const PrivateIndex index{packages_.path()};
    require("hello==1.0\nidna==3.10\n");
    bind(account("pypi", index.url()));
    EXPECT_THAT(build(), HasSubstr("From " + index.url() + " (binding acme)"));
    EXPECT_EQ(greeting(), "hello 1.0\n");
}

TEST_F(CredentialsTest, AnIndexThatTheAppNamesIsLoggedInTo) {
    const PrivateIndex index{packages_.path()};
    require("--extra-index-url " + index.url() + "\nhello==1.0\n");
    auto entries = account("pypi", index.url());
    entries["password"] = "wrong";
    bind(entries);
    app_.failure();
    EXPECT_THAT(app_.log(), HasSubstr("403 Forbidden"));
    bind(account("pypi", index.url()));
    EXPECT_THAT(build(), Not(HasSubstr("(binding acme)")));
    EXPECT_EQ(greeting(), "hello 1.0\n");
}

TEST_F(CredentialsTest, GitByAPasswordThatIsBound) {
    const GitServer git;
    require("hello @ git+" + git.url() + "@v2.0\n");
    EXPECT_THAT(app_.failure(), HasSubstr("! A git repository could not be cloned for want of credentials."));
    bind(account("git-credentials", git.place()));
    build();
    EXPECT_EQ(greeting(), "hello from git\n");
}

/// A typing error in the app's file would show the password to everyone on the way.
TEST_F(CredentialsTest, ALoginThatIsForAnotherPlaceIsNotSent) {
    const PrivateIndex index{packages_.path()};
    require("--extra-index-url " + index.url() + "\nhello==1.0\n");
    bind(account("pypi", "https://127.0.0.1:9999/team/simple"));
    EXPECT_THAT(app_.failure(), HasSubstr("! A password would be sent to a place that it is not for."));
}

/// pip clones into the environment, and notes the URL that it came from.
TEST_F(CredentialsTest, AnEditableRepositoryLeavesNoPassword) {
    const GitServer git;
    std::string url = git.url();
    require("-e git+" + url.insert(url.find("//") + 2, std::string{account_name} + ":${ACME_PASSWORD}@") +
            "@v2.0#egg=hello\n");
    app_.set("ACME_PASSWORD", account_password);
    build();
    EXPECT_EQ(greeting(), "hello from git\n");
    EXPECT_EQ(files_with("[remote ", app_.project()), "");
}

/// What a build is given, a dependency can write down. Not into an image.
TEST_F(CredentialsTest, ASecretThatADependencyWritesDownStopsTheBuild) {
    make_source_distribution(
        packages_.path(),
        "import sys, pathlib; (pathlib.Path(sys.base_prefix).parent / 'venv/lib/leak.py')"
        ".write_text(open(os.environ['NETRC']).read())");
    const PrivateIndex index{packages_.path()};
    require("built==1.0\n");
    bind(account("pypi", index.url()));
    EXPECT_THAT(app_.failure(),
                AllOf(HasSubstr("! A secret would become part of the image."),
                      HasSubstr("It comes from the binding acme"), HasSubstr("venv/lib/leak.py")));
}

/// Each way to give a secret, and a dependency that shows everything that it can see.
TEST_F(CredentialsTest, WhatADependencyShowsIsMasked) {
    make_source_distribution(
        packages_.path(),
        "import base64; print(open(os.environ['NETRC']).read(), dict(os.environ), "
        "base64.b64encode(b'builder:s3cret-of-builder'), flush=True); raise SystemExit('shown')");
    const PrivateIndex index{packages_.path()};
    require("# from https://${ACME_TOKEN}@acme.example/\nbuilt==1.0\n");
    bind(account("pypi", index.url()));
    app_.set("ACME_TOKEN", "t0ken-of-acme");
    app_.set("OTHER_PASSWORD", "0ther-secret");
    app_.set("SOME_PROXY", "socks5://user:pr0xy-secret@proxy.invalid");
    app_.set("SOME_URL", "https://files.invalid/x?token=qu3ry-secret");
    app_.failure();
    EXPECT_THAT(app_.log(), HasSubstr("shown"));
    for (const char* secret : {account_password, "t0ken-of-acme", "0ther-secret", "pr0xy-secret",
                               "qu3ry-secret", "YnVpbGRlcjpzM2NyZXQtb2YtYnVpbGRlcg"})
        EXPECT_THAT(app_.log(), Not(HasSubstr(secret)));
}

/// The rest, which `scripts/test.sh managers` runs as well.
class CredentialsManagersTest : public CredentialsTest {
  protected:
    void SetUp() override {
        if (!setting("ADDER_E2E_ALL_MANAGERS")) GTEST_SKIP() << "scripts/test.sh managers runs it";
    }
};

TEST_F(CredentialsManagersTest, ByPip) {
    const PrivateIndex index{packages_.path()};
    require("hello==1.0\n");
    app_.set("BP_PYTHON_INSTALLER", "pip");
    bind(account("pypi", index.url()));
    build();
    EXPECT_EQ(greeting(), "hello 1.0\n");
}

TEST_F(CredentialsManagersTest, ByAUrlWithAPassword) {
    const PrivateIndex index{packages_.path()};
    require("hello==1.0\n");
    for (const char* installer : {"uv", "pip"}) {
        app_.set("BP_PYTHON_INSTALLER", installer);
        app_.set("PIP_INDEX_URL", index.url_with_account());
        build();
        EXPECT_EQ(greeting(), "hello 1.0\n");
        EXPECT_EQ(files_with(account_password, app_.project()), "");
    }
}

TEST_F(CredentialsManagersTest, ByVariablesInRequirements) {
    const PrivateIndex index{packages_.path()};
    std::string url = index.url();
    require("--extra-index-url " + url.insert(url.find("//") + 2, "${ACME_USER}:${ACME_PASSWORD}@") +
            "\nhello==1.0\n");
    app_.set("ACME_USER", account_name);
    app_.set("ACME_PASSWORD", account_password);
    for (const char* installer : {"uv", "pip"}) {
        app_.set("BP_PYTHON_INSTALLER", installer);
        build();
        EXPECT_EQ(greeting(), "hello 1.0\n");
        EXPECT_THAT(app_.log(), Not(HasSubstr(account_password)));
    }
}

TEST_F(CredentialsManagersTest, ByANetrcFile) {
    const PrivateIndex index{packages_.path()};
    require("--extra-index-url " + index.url() + "\nhello==1.0\n");
    const base::TempDir home;
    base::write_file(home.path() / "netrc", base::format("machine 127.0.0.1 login {} password {}\n",
                                                         account_name, account_password));
    app_.set("NETRC", (home.path() / "netrc").native());
    build();
    EXPECT_EQ(greeting(), "hello 1.0\n");
}

TEST_F(CredentialsManagersTest, GitByATokenInTheUrlLeavesNothingBehind) {
    const GitServer git;
    std::string url = git.url();
    require("hello @ git+" + url.insert(url.find("//") + 2, base::format("{}:${{PASSWORD}}@", account_name)) +
            "@v2.0\n");
    app_.set("PASSWORD", account_password);
    for (const char* installer : {"uv", "pip"}) {
        app_.set("BP_PYTHON_INSTALLER", installer);
        build();
        EXPECT_EQ(greeting(), "hello from git\n");
        EXPECT_THAT(app_.log(), Not(HasSubstr(account_password)));
        EXPECT_EQ(files_with(account_password, app_.project()), "");
    }
}

TEST_F(CredentialsManagersTest, GitByPipAndPaketosForm) {
    const GitServer git;
    require("hello @ git+" + git.url() + "@v2.0\n");
    app_.set("BP_PYTHON_INSTALLER", "pip");
    bind({{"type", "git-credentials"},
          {"context", git.place()},
          {"credentials", base::format("username={}\npassword={}", account_name, account_password)}});
    build();
    EXPECT_EQ(greeting(), "hello from git\n");
}

TEST_F(CredentialsManagersTest, GitByAKey) {
    const SshServer ssh;
    require("hello @ git+" + ssh.url() + "@v2.0\n");
    for (const char* installer : {"uv", "pip"}) {
        app_.set("BP_PYTHON_INSTALLER", installer);
        bind({{"type", "git-ssh"},
              {"ssh-privatekey", ssh.private_key()},
              {"known_hosts", "elsewhere ssh-rsa AAAA"}});
        EXPECT_THAT(app_.failure(), HasSubstr("!"));
        bind(
            {{"type", "git-ssh"}, {"ssh-privatekey", ssh.private_key()}, {"known_hosts", ssh.known_hosts()}});
        build();
        EXPECT_EQ(greeting(), "hello from git\n");
        EXPECT_EQ(files_with("OPENSSH PRIVATE KEY", app_.project()), "");
    }
}

/// A lock that names a private index, whose account is bound, or in the variables that the tool has for it.
struct LockedApp {
    std::string name;
    std::string address;
    std::vector<std::pair<std::string, std::string>> variables;  ///< name; "user" or "password"
};

void PrintTo(const LockedApp& app, std::ostream* out) { *out << app.name; }

class LockedCredentialsManagersTest : public CredentialsManagersTest,
                                      public testing::WithParamInterface<LockedApp> {};

TEST_P(LockedCredentialsManagersTest, LogIn) {
    for (const fs::directory_entry& entry : fs::directory_iterator{required_path("ADDER_E2E_WHEELS")}) {
        if (entry.path().filename().native().starts_with("six-"))
            fs::copy(entry.path(), packages_.path() / entry.path().filename());
    }
    const PrivateIndex index{packages_.path(), GetParam().address};
    const auto builds = [&](FixtureApp& app) {
        app.build();
        EXPECT_EQ(app.run({"python", "main.py"}), "1.17.0\n");
        EXPECT_THAT(app.log(), Not(HasSubstr(account_password)));
        EXPECT_EQ(files_with(account_password, app.project()), "");
    };
    FixtureApp bound{GetParam().name};
    EXPECT_THAT(bound.failure(), HasSubstr("!"));
    bound.project().bind("acme", account("pypi", index.url()));
    builds(bound);
    if (GetParam().variables.empty()) return;
    FixtureApp by_variables{GetParam().name};
    for (const auto& [name, what] : GetParam().variables)
        by_variables.set(name, what == "user" ? account_name : account_password);
    builds(by_variables);
}

INSTANTIATE_TEST_SUITE_P(Private, LockedCredentialsManagersTest,
                         testing::Values(LockedApp{"private-poetry-app",
                                                   "127.0.0.2",
                                                   {{"POETRY_HTTP_BASIC_ACME_USERNAME", "user"},
                                                    {"POETRY_HTTP_BASIC_ACME_PASSWORD", "password"}}},
                                         LockedApp{"private-pipenv-app", "127.0.0.3", {}},
                                         LockedApp{"private-pdm-app", "127.0.0.4", {}},
                                         LockedApp{"private-uv-app",
                                                   "127.0.0.5",
                                                   {{"UV_INDEX_ACME_USERNAME", "user"},
                                                    {"UV_INDEX_ACME_PASSWORD", "password"}}}),
                         [](const auto& tested) {
                             std::string name = tested.param.name;
                             std::erase(name, '-');
                             return name;
                         });

}  // namespace
}  // namespace adder::test
