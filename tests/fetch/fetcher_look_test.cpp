// Whether there is something at a URL, without fetching it.

#include "fetcher_fixture.hpp"

#include <adder/base/files.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::fetch {
namespace {

using test::Answer;
using testing::HasSubstr;
using testing::SizeIs;

class LookTest : public FetcherTest {
  protected:
    Presence look(const std::string& path) { return look_at(server.url(path)); }
    Presence look_at(const std::string& url) { return Fetcher{options()}.look(Url::parse(url)); }
};

struct LookCase {
    int status;
    Presence presence;
};
class LookAnswerTest : public LookTest, public testing::WithParamInterface<LookCase> {};

TEST_P(LookAnswerTest, IsADefiniteOne) {
    server.on("/x", Answer::status(GetParam().status));
    EXPECT_EQ(look("/x"), GetParam().presence);
    ASSERT_THAT(server.requests(), SizeIs(1)) << "another attempt would say the same";
    EXPECT_EQ(server.requests().front().method, "HEAD");
}

INSTANTIATE_TEST_SUITE_P(Statuses, LookAnswerTest,
                         testing::Values(LookCase{200, Presence::present}, LookCase{404, Presence::absent},
                                         LookCase{410, Presence::absent}, LookCase{400, Presence::unknown},
                                         LookCase{401, Presence::unknown}, LookCase{403, Presence::unknown},
                                         LookCase{405, Presence::unknown}, LookCase{501, Presence::unknown}));

TEST_F(LookTest, TransfersNothing) {
    server.on("/x", Answer::ok(body));
    EXPECT_EQ(look("/x"), Presence::present);
    EXPECT_THAT(sinks, SizeIs(0));
}

TEST_F(LookTest, TheNextRequestIsAGetAgain) {
    server.on("/x", Answer::ok(body));
    Fetcher fetcher{options()};
    EXPECT_EQ(fetcher.look(Url::parse(server.url("/x"))), Presence::present);
    EXPECT_EQ(fetcher.get_text(Url::parse(server.url("/x")), body.size()), body);
}

TEST_F(LookTest, WhatMayPassIsTriedAgain) {
    server.on("/x", {Answer::status(503), Answer::status(429), Answer::status(404)});
    EXPECT_EQ(look("/x"), Presence::absent);
    EXPECT_THAT(notices, SizeIs(2));
    server.on("/down", Answer::status(503));
    EXPECT_THROW(look("/down"), NetworkError);
    EXPECT_EQ(server.request_count("/down"), 4u);
}

TEST_F(LookTest, RedirectsAreFollowed) {
    server.on("/x", Answer::redirect("/y"));
    server.on("/y", Answer::ok(body));
    EXPECT_EQ(look("/x"), Presence::present);
    server.on("/z", Answer::redirect("/nowhere"));
    EXPECT_EQ(look("/z"), Presence::absent);
    server.on("/loop", Answer::redirect("/loop"));
    EXPECT_THROW(look("/loop"), HttpStatusError);
    server.on("/file", Answer::redirect("file:///etc/passwd"));
    EXPECT_THROW(look("/file"), InsecureUrl);
}

TEST_F(LookTest, CredentialsAreSent) {
    server.on("/x", Answer::ok(body));
    const std::string url = server.url("/x");
    EXPECT_EQ(look_at("http://user:secret@" + url.substr(7)), Presence::present);
    EXPECT_THAT(server.requests().front().headers.at("authorization"), HasSubstr("Basic "));
}

TEST_F(LookTest, PlainHttpIsForThisMachineOnly) {
    EXPECT_THROW(look_at("http://example.com/x"), InsecureUrl);
}

TEST_F(LookTest, FilesAreLookedForTheSameWay) {
    const base::TempDir directory;
    base::write_file(directory.path() / "x", "");
    EXPECT_EQ(look_at("file://" + (directory.path() / "x").native()), Presence::present);
    EXPECT_EQ(look_at("file://" + (directory.path() / "y").native()), Presence::absent);
    EXPECT_EQ(look_at("file://" + directory.path().native()), Presence::absent);
}

}  // namespace
}  // namespace adder::fetch
