#include "python/network/git_access.hpp"

#include <adder/base/files.hpp>
#include <adder/base/process.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/errors.hpp>
#include <sys/stat.h>

namespace adder::python {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

using Entries = std::map<std::string, std::string, std::less<>>;

GitAccess access(const std::string& type, Entries entries) {
    return GitAccess::from(cnb::Bindings{
        {{.name = "b", .type = type, .provider = {}, .secrets = std::move(entries), .path = {}}}});
}

GitAccess::Account account(Entries entries) {
    return access("git-credentials", std::move(entries)).accounts.at(0);
}

const Entries key{{"ssh-privatekey", "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA"},
                  {"known_hosts", "git.example ssh-ed25519 AAAA"}};

TEST(GitAccessTest, AnAccountOfAPlace) {
    const auto found = account({{"url", "https://git.example/team"}, {"username", "me"}, {"password", "x"}});
    EXPECT_EQ(found.url, "https://git.example/team");
    EXPECT_EQ(found.username, "me");
    EXPECT_EQ(found.password, "x");
    EXPECT_EQ(account({{"host", "git.example"}, {"token", "t"}}).url, "https://git.example/");
}

TEST(GitAccessTest, ATokenHasAUserOfItsOwnUnlessOneIsNamed) {
    EXPECT_EQ(account({{"url", "https://git.example"}, {"token", "t"}}).username, "x-access-token");
    EXPECT_EQ(account({{"url", "https://git.example"}, {"token", "t"}, {"username", "me"}}).username, "me");
}

TEST(GitAccessTest, PaketosBindingsAreUnderstood) {
    const auto found =
        account({{"context", "https://git.example"},
                 {"credentials", "username=me\npassword=a=b\nprotocol=https\nhost=other.example"}});
    EXPECT_EQ(found.url, "https://git.example/");
    EXPECT_EQ(found.username, "me");
    EXPECT_EQ(found.password, "a=b");
    EXPECT_EQ(account({{"credentials", "protocol=https\nhost=git.example\nusername=me\npassword=x\n"}}).url,
              "https://git.example/");
}

TEST(GitAccessTest, WhatCannotBeUsedIsNamedWithoutItsSecrets) {
    const std::vector<std::tuple<std::string, Entries, std::string>> cases{
        {"git-credentials", {{"token", "hunter2"}}, "it has no url"},
        {"git-credentials",
         {{"url", "http://git.example"}, {"token", "hunter2"}},
         "others cannot read along"},
        {"git-credentials", {{"url", "ssh://git.example"}, {"token", "hunter2"}}, "(https)"},
        {"git-credentials", {{"url", "https://me:hunter2@git.example"}}, "has a name in it"},
        {"git-credentials", {{"url", "https://git.example"}, {"username", "me"}}, "neither a token nor"},
        {"git-ssh", {{"known_hosts", "x"}, {"ssh-privatekey", "hunter2"}}, "is no private key"},
        {"git-ssh", {{"ssh-privatekey", key.at("ssh-privatekey")}}, "it has no known_hosts"},
        {"git-ssh",
         {{"host", "a\nProxyCommand x"}, {"ssh-privatekey", key.at("ssh-privatekey")}},
         "its host is none"},
    };
    for (const auto& [type, entries, reason] : cases) {
        EXPECT_THAT(test::shown_error([&] { access(type, entries); }),
                    AllOf(HasSubstr("The binding \"b\" of the type " + type + " cannot be used."),
                          HasSubstr(reason), Not(HasSubstr("hunter2"))));
    }
}

TEST(GitAccessTest, GitIsToldByVariablesAfterWhatItIsToldAlready) {
    const base::TempDir directory;
    const GitAccess git =
        access("git-credentials",
               {{"url", "https://git.example:8443/team"}, {"username", "me@x"}, {"password", "a:b/c"}});
    git.write_files(directory.path());
    const base::Environment env = git.environment(
        directory.path(),
        {{"GIT_CONFIG_COUNT", "1"}, {"GIT_CONFIG_KEY_0", "a.b"}, {"GIT_CONFIG_VALUE_0", "c"}});
    const fs::path file = directory.path() / "git-account-0";
    EXPECT_EQ(env.find("GIT_CONFIG_COUNT"), "2");
    EXPECT_EQ(env.find("GIT_CONFIG_KEY_0"), "a.b");
    EXPECT_EQ(env.find("GIT_CONFIG_KEY_1"), "credential.https://git.example:8443/team.helper");
    EXPECT_EQ(env.find("GIT_CONFIG_VALUE_1"), "store --file='" + file.native() + "'");
    EXPECT_EQ(base::read_file(file), "https://me%40x:a%3Ab%2Fc@git.example:8443\n");
    struct stat status{};
    ASSERT_EQ(::stat(file.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600u);
}

TEST(GitAccessTest, SshKnowsTheKeyAndTheHost) {
    const base::TempDir directory;
    const GitAccess git = access("git-ssh", key);
    git.write_files(directory.path());
    EXPECT_EQ(git.environment(directory.path(), {{"PATH", "/usr/bin"}}).find("PATH"),
              (directory.path() / "bin").native() + ":/usr/bin");
    EXPECT_THAT(base::read_file(directory.path() / "ssh_config"),
                AllOf(HasSubstr("Host *\n"), HasSubstr("StrictHostKeyChecking yes")));
    EXPECT_EQ(base::read_file(directory.path() / "ssh-key-0"), key.at("ssh-privatekey") + "\n");
}

/// pip sets GIT_SSH_COMMAND, and other directories may come before ours.
TEST(GitAccessTest, WhoeverRunsSshRunsItWithTheConfiguration) {
    const base::TempDir directory;
    const base::TempDir system;
    base::write_file(system.path() / "ssh", "#!/bin/sh\necho \"$PATH $*\"\n", 0700);
    const GitAccess git = access("git-ssh", key);
    git.write_files(directory.path());
    const std::string path =
        (system.path() / "none").native() + ":" + system.path().native() + ":/usr/bin:/bin";
    base::Environment env = git.environment(directory.path(), {{"PATH", path}});
    env.set("PATH", "/venv/bin:" + env.find("PATH").value());
    const base::Captured ran = base::run_and_capture({.program = "sh",
                                                      .args = {"-c", "ssh -oBatchMode=yes git.example"},
                                                      .env = env,
                                                      .working_directory = {}});
    EXPECT_EQ(ran.output, "/venv/bin:" + path + " -F " + (directory.path() / "ssh_config").native() +
                              " -oBatchMode=yes git.example\n");
}

}  // namespace
}  // namespace adder::python
