#include <adder/base/files.hpp>
#include <adder/python/downloads.hpp>
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
    Downloads open() { return Downloads{platform_.layers(), services_}; }

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

    test::HttpServer server_;
    test::FakePlatform platform_;
    Network network_{{}, cnb::Bindings{}};
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

}  // namespace
}  // namespace adder::python
