#include "python/network/downloads.hpp"

#include "fetch/errors.hpp"

#include <adder/base/files.hpp>
#include <adder/testing/fake_platform.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/http_server.hpp>

namespace adder::python {
namespace {

namespace fs = std::filesystem;
using test::Answer;
using testing::HasSubstr;

class DownloadsTest : public testing::Test {
  protected:
    /// The `downloads` layer as a later build opens it.
    Downloads open() { return Downloads::open(platform_.layers(), services_); }

    Downloads::Wanted wanted(std::optional<base::Sha256Digest> digest) const {
        return {[this] { return fetch::Url::parse(server_.url("/file")); }, "the file", digest};
    }

    base::Sha256Digest get(const Downloads& downloads, std::optional<base::Sha256Digest> digest) {
        return downloads.get(wanted(digest),
                             [this]() -> base::ByteSink& { return received_.emplace(1u << 20); });
    }

    std::size_t kept() const {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator{platform_.layers_directory() / "downloads"}, {}));
    }

    std::string document(Downloads& downloads) {
        return downloads.get_document(fetch::Url::parse(server_.url("/list")), 1000).text;
    }
    fs::path only_file() const {
        return fs::directory_iterator{platform_.layers_directory() / "downloads"}->path();
    }

    test::HttpServer server_;
    test::FakePlatform platform_;
    Network network_ = Network::from({}, cnb::Bindings{});
    fetch::Fetcher fetcher_{{.trust = {}, .proxy = {}, .retry = {}, .sleep = [](auto) {}}};
    Services services_{fetcher_, network_, std::chrono::sys_seconds{}, platform_.log()};
    std::optional<base::StringSink> received_;
    const base::Sha256Digest digest_ = base::sha256("contents");
};

TEST_F(DownloadsTest, IsACacheLayer) {
    open();
    const cnb::TomlTable toml = cnb::read_toml_file(platform_.layers_directory() / "downloads.toml");
    const cnb::TomlReader types = cnb::TomlReader{toml, ""}.table("types");
    EXPECT_TRUE(types.flag("cache", false));
    EXPECT_FALSE(types.flag("launch", true));
}

TEST_F(DownloadsTest, TheNetworkIsAskedOnce) {
    server_.on("/file", Answer::ok("contents"));
    EXPECT_EQ(get(open(), digest_), digest_);
    EXPECT_EQ(received_->text(), "contents");
    EXPECT_EQ(get(open(), digest_), digest_);
    EXPECT_EQ(received_->text(), "contents");
    EXPECT_EQ(server_.request_count("/file"), 1u);
}

TEST_F(DownloadsTest, WithoutADigestTheFileIsKeptUnderItsOwn) {
    server_.on("/file", Answer::ok("contents"));
    EXPECT_EQ(get(open(), std::nullopt), digest_);
    EXPECT_EQ(base::read_file(platform_.layers_directory() / "downloads" / digest_.hex()), "contents");
}

TEST_F(DownloadsTest, OtherBytesThanPromisedAreNotKept) {
    server_.on("/file", Answer::ok("replaced"));
    EXPECT_THROW(get(open(), digest_), base::DigestMismatch);
    EXPECT_EQ(kept(), 0u);
}

TEST_F(DownloadsTest, ADamagedCopyIsFetchedAgain) {
    server_.on("/file", Answer::ok("contents"));
    get(open(), digest_);
    base::write_file(platform_.layers_directory() / "downloads" / digest_.hex(), "c0ntents");
    EXPECT_EQ(get(open(), digest_), digest_);
    EXPECT_EQ(received_->text(), "contents");
    EXPECT_EQ(server_.request_count("/file"), 2u);
    EXPECT_THAT(platform_.logged(), HasSubstr("damaged"));
}

TEST_F(DownloadsTest, AReceiverThatRefusesLeavesNothingHalf) {
    struct Refusal {};
    struct Refusing final : base::ByteSink {
        void write(base::ByteSpan) override { throw Refusal{}; }
        void finish() override {}
    } refusing;
    server_.on("/file", Answer::ok("contents"));
    EXPECT_THROW(open().get(wanted(digest_), [&]() -> base::ByteSink& { return refusing; }), Refusal);
    EXPECT_EQ(kept(), 0u);
}

TEST_F(DownloadsTest, ABrokenTransferStartsTheReceiverAnew) {
    server_.on("/file", {Answer::ok("contents").cut_after(3), Answer::ok("contents")});
    EXPECT_EQ(get(open(), digest_), digest_);
    EXPECT_EQ(received_->text(), "contents");
    EXPECT_EQ(kept(), 1u);
}

TEST_F(DownloadsTest, WhatIsNotWantedAnyMoreGoes) {
    server_.on("/file", Answer::ok("contents"));
    const Downloads downloads = open();
    get(downloads, digest_);
    base::write_file(platform_.layers_directory() / "downloads" / base::sha256("old").hex(), "old");
    downloads.keep_only({digest_});
    EXPECT_EQ(kept(), 1u);
    EXPECT_TRUE(fs::exists(platform_.layers_directory() / "downloads" / digest_.hex()));
}

TEST_F(DownloadsTest, WhatIsOnDiskIsNotKeptASecondTime) {
    const base::TempDir disk;
    base::write_file(disk.path() / "file", "contents");
    const Downloads downloads = open();
    const auto get_it = [&](const base::Sha256Digest& digest) {
        return downloads.get({[&] { return fetch::Url::of_file(disk.path() / "file"); }, "the file", digest},
                             [&]() -> base::ByteSink& { return received_.emplace(100u); });
    };
    EXPECT_EQ(get_it(digest_), digest_);
    EXPECT_EQ(received_->text(), "contents");
    EXPECT_EQ(kept(), 0u);
    EXPECT_THROW(get_it(base::sha256("other")), base::DigestMismatch);
}

TEST_F(DownloadsTest, ADocumentIsSentOnceWhileItStaysTheSame) {
    server_.on("/list",
               {Answer::ok("one").etag("v1"), Answer::status(304).etag("v1"), Answer::ok("two").etag("v2")});
    for (const char* text : {"one", "one", "two"}) {
        Downloads downloads = open();
        EXPECT_EQ(document(downloads), text);
        downloads.keep_only({});
        EXPECT_EQ(kept(), 1u);
    }
    const auto requests = server_.requests();
    EXPECT_FALSE(requests[0].headers.contains("if-none-match"));
    EXPECT_EQ(requests[1].headers.at("if-none-match"), "\"v1\"");
    EXPECT_EQ(requests[2].headers.at("if-none-match"), "\"v1\"");

    open().keep_only({});
    EXPECT_EQ(kept(), 0u) << "nobody asked for it";
}

TEST_F(DownloadsTest, WithoutATagADocumentIsNotKept) {
    server_.on("/list", Answer::ok("one"));
    Downloads downloads = open();
    EXPECT_EQ(document(downloads), "one");
    EXPECT_EQ(kept(), 0u);
}

TEST_F(DownloadsTest, ADamagedDocumentIsAskedForAnew) {
    server_.on("/list", Answer::ok("one").etag("v1"));
    Downloads downloads = open();
    document(downloads);
    const fs::path file = only_file();
    for (const std::string& damage : {std::string{}, std::string{"v1"}, base::read_file(file) + "x"}) {
        base::write_file(file, damage);
        EXPECT_EQ(document(downloads), "one");
        EXPECT_FALSE(server_.requests().back().headers.contains("if-none-match"));
    }
}

TEST_F(DownloadsTest, WhereAServerCannotBeReachedItsLastWordCounts) {
    server_.on("/list", {Answer::ok("one").etag("v1"), Answer::status(503)});
    Downloads downloads = open();
    EXPECT_EQ(document(downloads), "one");
    EXPECT_EQ(document(downloads), "one");
    EXPECT_THAT(platform_.logged(), HasSubstr("said before: HTTP status 503"));
    EXPECT_FALSE(downloads.get_document(fetch::Url::parse(server_.url("/list")), 1000).is_current);

    server_.on("/list", Answer::status(404));
    EXPECT_THROW(document(downloads), fetch::NotFound) << "that was an answer";
}

}  // namespace
}  // namespace adder::python
