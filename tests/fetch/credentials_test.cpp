#include "fetch/credentials.hpp"

#include "fetcher_fixture.hpp"

#include <adder/base/files.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::fetch {
namespace {

using test::Answer;
using testing::HasSubstr;
using testing::Not;

class CredentialsTest : public FetcherTest {
  protected:
    CredentialsTest() { server.on("/f", Answer::ok("x")); }

    /// What the server was told of who asks; empty for nothing.
    std::string authorisation(const Credentials& credentials, const std::string& url) {
        FetcherOptions with = options();
        with.credentials = credentials;
        fetch(url, with);
        const test::Request request = server.requests().back();
        const auto found = request.headers.find("authorization");
        return found == request.headers.end() ? "" : found->second;
    }
    Credentials netrc(const std::string& text) const {
        base::write_file(directory_.path() / "netrc", text, 0600);
        return {.netrc = directory_.path() / "netrc"};
    }
    std::string with_user_info(std::string url) const { return url.insert(url.find("//") + 2, "me:mine@"); }

    base::TempDir directory_;
};

constexpr const char* basic_me_mine = "Basic bWU6bWluZQ==";
constexpr const char* basic_user_secret = "Basic dXNlcjpzZWNyZXQ=";

TEST_F(CredentialsTest, NobodyAsksWithoutThem) { EXPECT_EQ(authorisation({}, server.url("/f")), ""); }

TEST_F(CredentialsTest, ANetrcServesItsHost) {
    const Credentials credentials = netrc("machine 127.0.0.1 login user password secret\n");
    EXPECT_EQ(authorisation(credentials, server.url("/f")), basic_user_secret);
    EXPECT_EQ(authorisation(netrc("machine other.example login user password secret\n"), server.url("/f")),
              "");
}

TEST_F(CredentialsTest, ANetrcThatIsNotThereIsNoFailure) {
    EXPECT_EQ(authorisation({.netrc = directory_.path() / "missing"}, server.url("/f")), "");
}

TEST_F(CredentialsTest, ABearerTokenServesItsHost) {
    EXPECT_EQ(authorisation({.bearers = {{"127.0.0.1", "t0k3n"}}}, server.url("/f")), "Bearer t0k3n");
    EXPECT_EQ(authorisation({.bearers = {{"other.example", "t0k3n"}}}, server.url("/f")), "");
}

TEST_F(CredentialsTest, AUrlsOwnComeFirst) {
    Credentials credentials = netrc("machine 127.0.0.1 login user password secret\n");
    EXPECT_EQ(authorisation(credentials, with_user_info(server.url("/f"))), basic_me_mine);
    credentials.bearers = {{"127.0.0.1", "t0k3n"}};
    EXPECT_EQ(authorisation(credentials, with_user_info(server.url("/f"))), basic_me_mine);
    EXPECT_EQ(authorisation(credentials, server.url("/f")), "Bearer t0k3n");
}

TEST_F(CredentialsTest, ARedirectToAnotherHostDoesNotTakeThemAlong) {
    test::HttpServer other;
    other.on("/f", Answer::ok("x"));
    std::string elsewhere = other.url("/f");
    elsewhere.replace(elsewhere.find("127.0.0.1"), 9, "localhost");
    server.on("/away", Answer::redirect(elsewhere));
    FetcherOptions with = options();
    with.credentials = {.bearers = {{"127.0.0.1", "t0k3n"}}};
    fetch(server.url("/away"), with);
    EXPECT_TRUE(server.requests().back().headers.contains("authorization"));
    EXPECT_FALSE(other.requests().back().headers.contains("authorization"));
}

TEST_F(CredentialsTest, ARefusalDoesNotShowThem) {
    server.on("/secret", Answer::status(401));
    FetcherOptions with = options();
    with.credentials = {.bearers = {{"127.0.0.1", "t0k3n"}}};
    EXPECT_THAT(failure<HttpStatusError>(server.url("/secret"), with).full_text(), Not(HasSubstr("t0k3n")));
}

}  // namespace
}  // namespace adder::fetch
