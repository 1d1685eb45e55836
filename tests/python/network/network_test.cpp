#include "python/network/network.hpp"

#include <adder/base/files.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/errors.hpp>
#include <sys/stat.h>

namespace adder::python {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

using Entries = std::map<std::string, std::string, std::less<>>;

constexpr const char* pem = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";

cnb::Binding binding(const std::string& type, Entries entries) {
    return {.name = "b", .type = type, .provider = {}, .secrets = std::move(entries), .path = {}};
}

class NetworkTest : public testing::Test {
  protected:
    Network network(const base::Environment& env, std::vector<cnb::Binding> bindings = {}) const {
        return Network::from(env, cnb::Bindings{std::move(bindings)}, directory_.path());
    }
    std::string error(const cnb::Binding& wrong) const {
        return test::shown_error([&] { network({}, {wrong}); });
    }
    std::string file(const std::string& name, const std::string& text) const {
        base::write_file(directory_.path() / name, text);
        return (directory_.path() / name).native();
    }

    base::TempDir directory_;
};

TEST_F(NetworkTest, NothingGivenIsNothingSet) {
    EXPECT_EQ(network({}).for_tools({{"A", "1"}}),
              (base::Environment{{"A", "1"}, {"GIT_TERMINAL_PROMPT", "0"}}));
}

TEST_F(NetworkTest, ToolsTrustWhatWeTrust) {
    const std::string mine = file("mine.pem", pem);
    const base::Environment env{{"SSL_CERT_FILE", mine}};
    const base::Environment tools = network(env).for_tools(env);
    for (const char* name : {"SSL_CERT_FILE", "PIP_CERT", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"}) {
        EXPECT_EQ(tools.find(name), mine) << name;
    }
}

TEST_F(NetworkTest, BoundCertificatesAreAddedToTheRest) {
    const base::Environment env{{"SSL_CERT_FILE", file("mine.pem", std::string{pem} + "# mine\n")}};
    const Network both =
        network(env, {binding("ca-certificates", {{"one.pem", std::string{pem} + "# one"}}),
                      binding("CA-Certificates", {{"two.pem", std::string{pem} + "# two"}})});
    const std::string bundle = both.for_tools(env).find("SSL_CERT_FILE").value();
    EXPECT_EQ(bundle, both.trust().file);
    const std::string text = base::read_file(bundle);
    for (const char* mark : {"# mine", "# one", "# two"}) EXPECT_THAT(text, HasSubstr(mark));
}

TEST_F(NetworkTest, ABindingWithoutCertificatesIsNamed) {
    EXPECT_THAT(error(binding("ca-certificates", {{"x.pem", "hunter2"}})),
                AllOf(HasSubstr("A binding of the type ca-certificates cannot be used."),
                      HasSubstr("the entry x.pem of the binding b"), Not(HasSubstr("hunter2"))));
}

TEST_F(NetworkTest, AUsersNetrcServesUsAndTools) {
    const std::string mine = file(".netrc", "machine a login b password c\n");
    for (const base::Environment& env :
         {base::Environment{{"NETRC", mine}}, base::Environment{{"HOME", directory_.path()}}}) {
        EXPECT_EQ(network(env).credentials().netrc, mine);
        EXPECT_EQ(network(env).for_tools(env).find("NETRC"), mine);
    }
}

TEST_F(NetworkTest, BoundCredentialsComeBeforeTheUsersInAFileOfTheirOwn) {
    const std::string mine = file("netrc", "machine a login b password c\n");
    const Network both = network(
        {{"NETRC", mine}},
        {binding("http-credentials", {{"host", "h.example"}, {"username", "me"}, {"password", "s3cret!"}})});
    const fs::path netrc = both.credentials().netrc;
    EXPECT_EQ(base::read_file(netrc),
              "machine h.example login me password s3cret!\nmachine a login b password c\n");
    struct stat status{};
    ASSERT_EQ(::stat(netrc.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600u);
}

TEST_F(NetworkTest, ATokenIsABearers) {
    const Network with_token =
        network({}, {binding("http-credentials", {{"host", "h.example"}, {"token", "t0k3n"}})});
    ASSERT_EQ(with_token.credentials().bearers.size(), 1u);
    EXPECT_EQ(with_token.credentials().bearers[0].token, "t0k3n");
    EXPECT_TRUE(with_token.credentials().netrc.empty());
}

TEST_F(NetworkTest, CredentialsThatCannotBeUsedAreNamedWithoutTheirSecrets) {
    for (const Entries& entries :
         {Entries{{"username", "me"}, {"password", "hunter2"}}, Entries{{"host", "h"}, {"username", "me"}},
          Entries{{"host", "h"}, {"username", "me"}, {"password", "hunter2 machine x"}},
          Entries{{"host", "a b"}, {"token", "hunter2"}}}) {
        EXPECT_THAT(error(binding("http-credentials", entries)),
                    AllOf(HasSubstr("The binding \"b\" of the type http-credentials cannot be used."),
                          Not(HasSubstr("hunter2"))));
    }
}

TEST_F(NetworkTest, ABoundIndexIsLoggedInToByAllTools) {
    const Network one = network(
        {},
        {binding("pypi", {{"url", "https://i.example:8443/simple"}, {"token", "t0k3n"}}),
         binding("http-credentials", {{"host", "h.example"}, {"username", "me"}, {"password", "s3cret"}})});
    EXPECT_EQ(base::read_file(one.credentials().netrc),
              "machine h.example login me password s3cret\n"
              "machine i.example login __token__ password t0k3n\n");
    EXPECT_EQ(one.for_tools({}).find("NETRC"), one.credentials().netrc);
    EXPECT_EQ(one.redaction().apply("t0k3n and s3cret"), "**** and ****");
}

TEST_F(NetworkTest, GitFindsItsAccounts) {
    const base::Environment tools =
        network({}, {binding("git-credentials", {{"url", "https://git.example"}, {"token", "t0k3n"}})})
            .for_tools({});
    EXPECT_EQ(tools.find("GIT_CONFIG_KEY_0"), "credential.https://git.example/.helper");
    EXPECT_EQ(tools.find("GIT_CONFIG_COUNT"), "1");
}

}  // namespace
}  // namespace adder::python
