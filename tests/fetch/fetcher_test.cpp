#include "fetch/fetcher.hpp"

#include "fetcher_fixture.hpp"

#include <adder/base/files.hpp>
#include <adder/base/log.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::fetch {
namespace {

using namespace std::chrono_literals;
using base::Environment;
using test::Answer;
using test::HttpServer;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

TEST_F(FetcherTest, StreamsAFile) {
    server.on("/f?x=1", Answer::ok(body));
    fetch(server.url("/f?x=1"));
    ASSERT_THAT(sinks, SizeIs(1));
    EXPECT_EQ(sinks[0].text, body);
    EXPECT_TRUE(sinks[0].finished);
    EXPECT_EQ(progress, std::pair(std::uint64_t{300'000}, std::uint64_t{300'000}));
    const test::Request request = server.requests().at(0);
    EXPECT_EQ(request.headers.at("accept-encoding"), "identity");
    EXPECT_EQ(request.headers.at("user-agent"), "adder");
    EXPECT_THAT(notices, IsEmpty());
}

TEST_F(FetcherTest, StreamsABodyOfUnknownLength) {
    server.on("/chunked", Answer::ok(body).chunked());
    server.on("/closed", Answer::ok(body).without_length());
    server.on("/empty", Answer::ok(""));
    fetch(server.url("/chunked"));
    fetch(server.url("/closed"));
    fetch(server.url("/empty"));
    ASSERT_THAT(sinks, SizeIs(3));
    EXPECT_EQ(sinks[0].text, body);
    EXPECT_EQ(sinks[1].text, body);
    EXPECT_TRUE(sinks[2].finished);
}

struct Break {
    const char* name;
    Answer (*answer)(const std::string&);
};

class BreakTest : public FetcherTest, public testing::WithParamInterface<Break> {};

TEST_P(BreakTest, IsResumedWhereItBroke) {
    server.on("/f", {GetParam().answer(body).etag("v1"), Answer::ok(body).etag("v1").ranges()});
    fetch(server.url("/f"));
    ASSERT_THAT(sinks, SizeIs(1));
    EXPECT_EQ(sinks[0].text, body);
    EXPECT_TRUE(sinks[0].finished);
    EXPECT_THAT(notices, ElementsAre(HasSubstr("2 of 4 from 100000: ")));
    EXPECT_EQ(server.requests().at(1).headers.at("range"), "bytes=100000-");
    EXPECT_EQ(server.requests().at(1).headers.at("if-range"), "\"v1\"");
}

TEST_P(BreakTest, StartsAgainWithoutAValidator) {
    server.on("/f", {GetParam().answer(body), Answer::ok(body).ranges()});
    fetch(server.url("/f"));
    ASSERT_THAT(sinks, SizeIs(2));
    EXPECT_FALSE(sinks[0].finished);
    EXPECT_EQ(sinks[1].text, body);
    EXPECT_TRUE(sinks[1].finished);
}

TEST_P(BreakTest, StartsAgainWhenTheServerCannotResume) {
    server.on("/f", {GetParam().answer(body).etag("v1"), Answer::ok(body).etag("v1")});
    fetch(server.url("/f"));
    ASSERT_THAT(sinks, SizeIs(2));
    EXPECT_EQ(sinks[0].text.size(), 100'000u);
    EXPECT_EQ(sinks[1].text, body);
}

TEST_P(BreakTest, StartsAgainWhenTheFileHasChanged) {
    const std::string changed = random_text(250'000).replace(0, 1, "x");
    server.on("/f", {GetParam().answer(body).etag("v1"), Answer::ok(changed).etag("v2").ranges()});
    fetch(server.url("/f"));
    ASSERT_THAT(sinks, SizeIs(2));
    EXPECT_EQ(sinks[1].text, changed);
}

TEST_P(BreakTest, EveryTimeEndsInAnErrorWithEveryReason) {
    server.on("/f", GetParam().answer(body));
    const auto error = failure<NetworkError>(server.url("/f"));
    EXPECT_THAT(error.attempts(), SizeIs(4));
    EXPECT_THAT(slept, ElementsAre(250ms, 500ms, 1000ms));
    EXPECT_THAT(error.message(), HasSubstr("4 attempts failed"));
}

INSTANTIATE_TEST_SUITE_P(
    All, BreakTest,
    testing::Values(
        Break{"cut", [](const std::string& body) { return Answer::ok(body).cut_after(100'000); }},
        Break{"reset",
              [](const std::string& body) {
                  // Time for the client to take what was sent: a reset may overtake it.
                  return Answer::ok(body).drip(50'000, 50ms).reset_after(100'000);
              }},
        Break{"stall", [](const std::string& body) { return Answer::ok(body).stall_after(100'000); }},
        Break{"chunked_cut",
              [](const std::string& body) { return Answer::ok(body).chunked().cut_after(100'000); }}),
    [](const auto& param) { return param.param.name; });

TEST_F(FetcherTest, ResumesByModificationDate) {
    const char* date = "Tue, 01 Jul 2025 10:00:00 GMT";
    server.on("/f", {Answer::ok(body).header("Last-Modified", date).cut_after(1000),
                     Answer::ok(body).header("Last-Modified", date).ranges()});
    fetch(server.url("/f"));
    ASSERT_THAT(sinks, SizeIs(1));
    EXPECT_EQ(sinks[0].text, body);
}

TEST_F(FetcherTest, AWrongPartIsNotTaken) {
    const std::string wrong =
        "HTTP/1.1 206 OK\r\nETag: \"v1\"\r\nContent-Range: bytes 5-299999/300000\r\nContent-Length: "
        "299995\r\n\r\n";
    server.on("/f", {Answer::ok(body).etag("v1").cut_after(1000), Answer::raw(wrong + body.substr(5)),
                     Answer::ok(body).etag("v1").ranges()});
    fetch(server.url("/f"));
    ASSERT_THAT(sinks, SizeIs(2));
    EXPECT_EQ(sinks[0].text, body.substr(0, 1000));
    EXPECT_EQ(sinks[1].text, body);
    EXPECT_EQ(server.requests().at(2).headers.count("range"), 0u);
}

TEST_F(FetcherTest, ATransferThatGetsOnIsNotGivenUp) {
    const std::string large = random_text(12 << 20);
    std::vector<Answer> answers;
    for (std::size_t i = 0; i < 8; ++i) {
        answers.push_back(Answer::ok(large).etag("v").ranges().cut_after(1500 << 10));
    }
    answers.push_back(Answer::ok(large).etag("v").ranges());
    server.on("/f", answers);
    fetch(server.url("/f"));
    ASSERT_THAT(sinks, SizeIs(1));
    EXPECT_TRUE(sinks[0].text == large);
    EXPECT_THAT(notices, SizeIs(8));
}

TEST_F(FetcherTest, ATruncationAnywhereIsResumed) {
    for (std::size_t cut = 0; cut < body.size(); cut += 65'536) {
        SCOPED_TRACE(cut);
        sinks.clear();
        server.on("/f", {Answer::ok(body).etag("v1").cut_after(cut), Answer::ok(body).etag("v1").ranges()});
        fetch(server.url("/f"));
        EXPECT_EQ(sinks.back().text, body);
        EXPECT_TRUE(sinks.back().finished);
    }
}

TEST_F(FetcherTest, ALengthThatIsNotTrueIsATruncation) {
    server.on("/f", Answer::ok(body).claimed_length(400'000));
    EXPECT_THAT(failure<NetworkError>(server.url("/f")).attempts(), SizeIs(4));
}

TEST_F(FetcherTest, TooSlowIsAStall) {
    server.on("/f", {Answer::ok(body).drip(10, 50ms), Answer::ok(body)});
    fetch(server.url("/f"));
    EXPECT_EQ(sinks.back().text, body);
    EXPECT_THAT(notices, ElementsAre(HasSubstr("slow")));
}

TEST_F(FetcherTest, SlowButMovingIsFine) {
    server.on("/f", Answer::ok(body.substr(0, 40'000)).drip(4'000, 200ms));
    FetcherOptions with = options();
    with.slowest_bytes_per_second = 1'000;
    fetch(server.url("/f"), with);
    EXPECT_THAT(notices, IsEmpty());
}

TEST_F(FetcherTest, ServerErrorsAreTriedAgain) {
    server.on("/f", {Answer::status(500), Answer::status(503).header("Retry-After", "7"), Answer::status(429),
                     Answer::ok(body)});
    fetch(server.url("/f"));
    ASSERT_THAT(sinks, SizeIs(1));
    EXPECT_EQ(sinks[0].text, body);
    EXPECT_THAT(slept, ElementsAre(250ms, 7s, 1000ms));
    EXPECT_THAT(notices, ElementsAre("2 of 4 from 0: HTTP status 500", "3 of 4 from 0: HTTP status 503",
                                     "4 of 4 from 0: HTTP status 429"));
}

TEST_F(FetcherTest, ServerErrorsEveryTimeAreANetworkError) {
    server.on("/f", Answer::status(503, std::string(1 << 20, 'x')));
    EXPECT_THAT(failure<NetworkError>(server.url("/f")).message(), HasSubstr("HTTP status 503"));
    EXPECT_EQ(server.request_count("/f"), 4u);
}

TEST_F(FetcherTest, WhatIsNotThereIsNotTriedAgain) {
    for (const int status : {403, 404, 410}) {
        const std::string path = base::format("/{}", status);
        server.on(path, Answer::status(status));
        EXPECT_EQ(failure<NotFound>(server.url(path)).status(), status);
        EXPECT_EQ(server.request_count(path), 1u);
    }
    server.on("/401", Answer::status(401));
    EXPECT_EQ(failure<HttpStatusError>(server.url("/401")).status(), 401);
    EXPECT_EQ(server.request_count("/401"), 1u);
    EXPECT_THAT(sinks, IsEmpty());
}

TEST_F(FetcherTest, NothingListensThere) {
    unsigned short port = 0;
    {
        const HttpServer gone;
        port = gone.port();
    }
    const auto error = failure<NetworkError>(base::format("http://127.0.0.1:{}/f", port));
    EXPECT_THAT(error.attempts(), SizeIs(4));
}

TEST_F(FetcherTest, GarbageIsNoAnswer) {
    server.on("/garbage", Answer::raw("SSH-2.0-OpenSSH\r\n\r\n"));
    server.on("/nothing", Answer::raw(""));
    server.on("/reset", Answer::reset());
    for (const char* path : {"/garbage", "/nothing", "/reset"}) {
        SCOPED_TRACE(path);
        EXPECT_THAT(failure<NetworkError>(server.url(path)).attempts(), SizeIs(4));
    }
}

TEST_F(FetcherTest, RedirectsAreFollowed) {
    server.on("/a", Answer::redirect("b?token=x", 301));
    server.on("/b?token=x", Answer::redirect(server.url("/c"), 307));
    server.on("/c", Answer::ok(body));
    fetch(server.url("/a"));
    EXPECT_EQ(sinks.at(0).text, body);
}

TEST_F(FetcherTest, ABrokenTransferGoesThroughItsRedirectAgain) {
    server.on("/a", Answer::redirect("/b"));
    server.on("/b", {Answer::ok(body).etag("v1").cut_after(1000), Answer::ok(body).etag("v1").ranges()});
    fetch(server.url("/a"));
    ASSERT_THAT(sinks, SizeIs(1));
    EXPECT_EQ(sinks[0].text, body);
    EXPECT_EQ(server.request_count("/a"), 2u);
}

TEST_F(FetcherTest, RedirectsThatAreNotFollowed) {
    server.on("/loop", Answer::redirect("/loop"));
    server.on("/http", Answer::redirect("http://example.com/f"));
    server.on("/file", Answer::redirect("file:///etc/passwd"));
    server.on("/nowhere", Answer::status(302));
    server.on("/broken", Answer::redirect("http://exa mple/"));
    EXPECT_THAT(failure<HttpStatusError>(server.url("/loop")).message(), HasSubstr("redirects"));
    EXPECT_EQ(server.request_count("/loop"), 9u);
    EXPECT_THAT(failure<InsecureUrl>(server.url("/http")).full_text(), HasSubstr("redirected from"));
    EXPECT_THROW(fetch(server.url("/file")), InsecureUrl);
    EXPECT_THROW(fetch(server.url("/nowhere")), HttpStatusError);
    EXPECT_THAT(failure<HttpStatusError>(server.url("/broken")).full_text(), HasSubstr("no URL"));
    EXPECT_THAT(sinks, IsEmpty());
}

TEST_F(FetcherTest, PlainHttpIsForThisMachineOnly) {
    EXPECT_THROW(fetch("http://example.com/f"), InsecureUrl);
    EXPECT_THAT(notices, IsEmpty());
}

TEST_F(FetcherTest, CredentialsAreSentButNeverShown) {
    server.on("/f?token=abc123", Answer::status(503));
    const std::string url =
        "http://me:hunter2@127.0.0.1:" + std::to_string(server.port()) + "/f?token=abc123";
    const std::string text = failure<NetworkError>(url).full_text();
    EXPECT_THAT(text, Not(HasSubstr("hunter2")));
    EXPECT_THAT(text, Not(HasSubstr("abc123")));
    EXPECT_EQ(server.requests().at(0).headers.at("authorization"), "Basic bWU6aHVudGVyMg==");
}

TEST_F(FetcherTest, CredentialsDoNotFollowToAnotherHost) {
    HttpServer other;
    other.on("/f", Answer::ok(body));
    server.on("/f", Answer::redirect(base::format("http://localhost:{}/f", other.port())));
    fetch("http://me:hunter2@127.0.0.1:" + std::to_string(server.port()) + "/f");
    EXPECT_EQ(other.requests().at(0).headers.count("authorization"), 0u);
}

struct SinkFailed {};

TEST_F(FetcherTest, WhatTheSinkThrowsComesOutUnchanged) {
    class FailingSink final : public base::ByteSink {
      public:
        explicit FailingSink(bool at_end) : at_end_{at_end} {}
        void write(base::ByteSpan) override {
            if (!at_end_) throw SinkFailed{};
        }
        void finish() override { throw SinkFailed{}; }

      private:
        bool at_end_;
    };
    server.on("/f", Answer::ok(body));
    Fetcher fetcher{options()};
    for (const bool at_end : {false, true}) {
        FailingSink sink{at_end};
        EXPECT_THROW(fetcher.get(Url::parse(server.url("/f")), [&]() -> base::ByteSink& { return sink; }),
                     SinkFailed);
    }
    EXPECT_THROW(fetcher.get(Url::parse(server.url("/f")), []() -> base::ByteSink& { throw SinkFailed{}; }),
                 SinkFailed);
    EXPECT_EQ(server.request_count("/f"), 3u);
    EXPECT_EQ(fetcher.get_text(Url::parse(server.url("/f")), body.size()), body) << "still usable afterwards";
}

TEST_F(FetcherTest, SmallDocuments) {
    server.on("/old/", Answer::redirect("/simple/"));
    server.on("/simple/", Answer::ok("<a>").header("Content-Type", "Text/HTML; charset=utf-8"));
    Fetcher fetcher{options()};
    const Page page =
        fetcher.get_page(Url::parse(server.url("/old/")), {.limit = 100, .accept = "text/html"});
    EXPECT_EQ(page.text, "<a>");
    EXPECT_EQ(page.content_type, "text/html");
    EXPECT_EQ(page.url.text(), server.url("/simple/"));
    EXPECT_EQ(server.requests().at(0).headers.at("accept"), "text/html");
    EXPECT_THROW(fetcher.get_text(Url::parse(server.url("/simple/")), 2), base::Error);
}

TEST_F(FetcherTest, ADocumentThatHasNotChangedIsNotSentAgain) {
    server.on("/i.json",
              {Answer::ok("[]").etag("v1"), Answer::status(304).etag("v1"), Answer::ok("[1]").etag("v2")});
    Fetcher fetcher{options()};
    const Url url = Url::parse(server.url("/i.json"));
    const Page first = fetcher.get_page(url, {.limit = 10});
    EXPECT_EQ(first.text, "[]");
    EXPECT_FALSE(first.unchanged);
    const Page second = fetcher.get_page(url, {.limit = 10, .etag = first.etag});
    EXPECT_TRUE(second.unchanged);
    EXPECT_EQ(server.requests().back().headers.at("if-none-match"), "\"v1\"");
    const Page third = fetcher.get_page(url, {.limit = 10, .etag = second.etag});
    EXPECT_EQ(third.text, "[1]");
    EXPECT_EQ(third.etag, "\"v2\"");
}

TEST_F(FetcherTest, NotModifiedIsNoAnswerToAnUnconditionalQuestion) {
    server.on("/i.json", Answer::status(304));
    EXPECT_THROW(Fetcher{options()}.get_text(Url::parse(server.url("/i.json")), 10), base::Error);
}

TEST_F(FetcherTest, FilesAreFetchedTheSameWay) {
    const base::TempDir dir;
    base::write_file(dir.path() / "a file", body);
    fetch(Url::of_file(dir.path() / "a file").text());
    EXPECT_EQ(sinks.at(0).text, body);
    EXPECT_TRUE(sinks.at(0).finished);
    EXPECT_EQ(progress.first, body.size());

    sinks.clear();
    EXPECT_EQ(failure<NotFound>(Url::of_file(dir.path() / "missing").text()).status(), 0);
}

TEST_F(FetcherTest, ADirectoryIsNoFile) {
    const base::TempDir dir;
    EXPECT_EQ(failure<NotFound>(Url::of_file(dir.path()).text()).status(), 0);
}

TEST(ProxySettingsTest, AreReadFromWhatIsGiven) {
    EXPECT_EQ(ProxySettings::from({}).proxy, "");
    EXPECT_EQ(ProxySettings::from({{"HTTPS_PROXY", "http://p"}, {"ALL_PROXY", "http://q"}}).proxy,
              "http://p");
    EXPECT_EQ(ProxySettings::from({{"HTTPS_PROXY", "http://p"}, {"https_proxy", "http://l"}}).proxy,
              "http://l");
    EXPECT_EQ(ProxySettings::from({{"https_proxy", ""}, {"all_proxy", "http://q"}}).proxy, "http://q");
    EXPECT_EQ(ProxySettings::from({{"NO_PROXY", "a,b"}}).no_proxy, "a,b");
}

/// Faster than what counts as stalled, and without end.
TEST(DocumentTimeTest, ADocumentThatDripsIsNotWaitedForForEver) {
    adder::test::HttpServer server;
    server.on("/list",
              adder::test::Answer::ok(std::string(200'000, 'x')).drip(200, std::chrono::milliseconds{20}));
    FetcherOptions options{.trust = {}, .proxy = {}, .retry = {}};
    options.sleep = [](auto) {};
    Fetcher fetcher{options};
    const base::Stopwatch watch;
    EXPECT_THROW(fetcher.get_page(Url::parse(server.url("/list")),
                                  {.limit = 1u << 20, .time_limit = std::chrono::milliseconds{300}}),
                 NetworkError);
    EXPECT_LT(watch.seconds(), 5.0);
}

}  // namespace
}  // namespace adder::fetch
