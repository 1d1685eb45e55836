#include <adder/python/offers.hpp>
#include <adder/runtimes/signature.hpp>
#include <adder/testing/fake_platform.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/errors.hpp>
#include <support/http_server.hpp>

namespace adder::python {
namespace {

using test::Answer;
using testing::HasSubstr;

constexpr const char* index_text = R"({"schema": 1, "archives": []})";

class OffersTest : public testing::Test {
  protected:
    std::vector<Offer> asked(const std::vector<base::PublicKey>& keys) {
        return ask({Source::parse("index+" + server_.url("/r"))}, keys);
    }
    std::vector<Offer> ask(const std::vector<Source>& sources, const std::vector<base::PublicKey>& keys,
                           bool any_has_it = false) {
        Downloads downloads{platform_.layers(), services_};
        const auto has_it = [&](const Offer&) { return any_has_it; };
        return python::ask(sources, keys, platform_.target, has_it, downloads, services_);
    }
    std::string refusal(const std::vector<base::PublicKey>& keys) {
        return test::shown_error([&] { asked(keys); });
    }
    std::string signature() {
        std::vector<base::PrivateKey> keys;
        keys.push_back(std::move(key_));
        std::string text = runtimes::sign(index_text, keys);
        key_ = std::move(keys.front());
        return text;
    }

    test::HttpServer server_;
    base::PrivateKey key_ = base::PrivateKey::generate();
    Network network_{{}, cnb::Bindings{}};
    fetch::Fetcher fetcher_{{.trust = {}, .proxy = {}, .retry = {}, .sleep = [](auto) {}}};
    test::FakePlatform platform_;
    base::TempDir root_;
    Services services_{fetcher_, network_, std::chrono::sys_seconds{}, platform_.log(), root_.path()};
};

TEST_F(OffersTest, WithoutKeysNoSignatureIsAskedFor) {
    server_.on("/r/index.json", Answer::ok(index_text));
    EXPECT_EQ(asked({}).front().unreachable, std::nullopt);
    EXPECT_EQ(server_.requests().size(), 1u);
}

TEST_F(OffersTest, ASignedIndexIsRead) {
    server_.on("/r/index.json", Answer::ok(index_text));
    server_.on("/r/index.json.sig", Answer::ok(signature()));
    EXPECT_EQ(asked({key_.public_key()}).front().unreachable, std::nullopt);
    EXPECT_EQ(asked({base::PrivateKey::generate().public_key(), key_.public_key()}).front().unreachable,
              std::nullopt);
}

TEST_F(OffersTest, AnIndexThatIsNotSignedEndsTheBuild) {
    server_.on("/r/index.json", Answer::ok(index_text));
    EXPECT_THAT(refusal({key_.public_key()}), HasSubstr("it has no signature"));
    server_.on("/r/index.json.sig", Answer::ok(signature()));
    EXPECT_THAT(refusal({base::PrivateKey::generate().public_key()}),
                HasSubstr("not signed by a key this build"));
    server_.on("/r/index.json", Answer::ok(std::string{index_text} + " "));
    EXPECT_THAT(refusal({key_.public_key()}), HasSubstr("not signed by a key this build"));
}

TEST_F(OffersTest, ASignatureThatCannotBeReadIsASourceThatCannot) {
    server_.on("/r/index.json", Answer::ok(index_text));
    server_.on("/r/index.json.sig", Answer::status(503));
    EXPECT_THAT(asked({key_.public_key()}).front().unreachable.value_or(""), HasSubstr("503"));
}

TEST_F(OffersTest, AnIndexThatCannotBeReadIsToldAndOthersServe) {
    EXPECT_THAT(asked({}).front().unreachable.value_or(""), HasSubstr("/r/"));
}

TEST_F(OffersTest, AnOldSignatureBesideANewIndexIsNoSignOfAChangeByOthers) {
    server_.on("/r/index.json",
               {Answer::ok(index_text).etag("1"), Answer::ok(std::string{index_text} + " ").etag("2")});
    server_.on("/r/index.json.sig", {Answer::ok(signature()).etag("1"), Answer::status(503)});
    EXPECT_EQ(asked({key_.public_key()}).front().unreachable, std::nullopt);
    EXPECT_THAT(asked({key_.public_key()}).front().unreachable.value_or(""),
                HasSubstr("could not be read together"));
}

TEST_F(OffersTest, AnIndexAndItsSignatureServeWhileTheirServerIsAway) {
    server_.on("/r/index.json", {Answer::ok(index_text).etag("1"), Answer::status(503)});
    server_.on("/r/index.json.sig", {Answer::ok(signature()).etag("1"), Answer::status(503)});
    EXPECT_EQ(asked({key_.public_key()}).front().unreachable, std::nullopt);
    EXPECT_EQ(asked({key_.public_key()}).front().unreachable, std::nullopt);
}

TEST_F(OffersTest, WhatIsBundledNeedNotBeThere) {
    const base::TempDir buildpack;
    const Source bundled{.scheme = Source::Scheme::index, .url = {}, .targets = {}, .directory = "runtimes"};
    const std::vector<Source> sources{bundled.located(buildpack.path())};
    EXPECT_TRUE(ask(sources, {}).empty());

    base::make_directories(buildpack.path() / "runtimes");
    base::write_file(buildpack.path() / "runtimes/index.json", index_text);
    ASSERT_EQ(ask(sources, {}).size(), 1u);
    EXPECT_EQ(ask(sources, {}).front().unreachable, std::nullopt);
    EXPECT_THAT(test::shown_error([&] { ask(sources, {key_.public_key()}); }), HasSubstr("no signature"));
}

TEST_F(OffersTest, AFallbackIsAskedOnlyWhereOthersDoNotHaveIt) {
    server_.on("/fallback/index.json", Answer::ok(index_text));
    Source fallback = Source::parse("index+" + server_.url("/fallback"));
    fallback.is_fallback = true;
    const std::vector<Source> sources{Source::parse("heroku+https://h.example"), fallback};
    EXPECT_EQ(ask(sources, {}, true).size(), 1u);
    EXPECT_TRUE(server_.requests().empty());
    EXPECT_EQ(ask(sources, {}, false).size(), 2u);
    EXPECT_EQ(ask({fallback}, {}, true).size(), 1u) << "there is no other";
}

TEST_F(OffersTest, AReleaseOfPythonBuildStandaloneIsJudgedByTheImagesLibrary) {
    server_.on("/pbs/SHA256SUMS",
               Answer::ok(std::string(64, 'a') +
                          "  cpython-3.13.5+20250612-x86_64-unknown-linux-musl-install_only.tar.gz\n"));
    const Source source = Source::parse("python-build-standalone+" + server_.url("/pbs"));
    base::make_directories(root_.path() / "lib");
    base::write_file(root_.path() / "lib/ld-musl-x86_64.so.1", "");
    const std::vector<Offer> offers = ask({source}, {});
    ASSERT_EQ(offers.front().archives.size(), 1u);
    EXPECT_EQ(offers.front().archives.front().id.target.text(), "debian-12-amd64");

    server_.on("/pbs/SHA256SUMS", Answer::ok("<html>"));
    EXPECT_THAT(ask({source}, {}).front().unreachable.value_or(""), HasSubstr("no list of SHA-256"));
}

TEST(IndexKeysTest, ThePersonsReplaceTheCatalogues) {
    const base::PublicKey a = base::PrivateKey::generate().public_key();
    const base::PublicKey b = base::PrivateKey::generate().public_key();
    Settings settings;
    Catalogue catalogue;
    EXPECT_TRUE(index_keys(settings, catalogue).empty());
    catalogue.index_keys = a.base64();
    EXPECT_EQ(index_keys(settings, catalogue), std::vector{a});
    settings.index_keys = b.base64() + "\n" + a.base64();
    EXPECT_EQ(index_keys(settings, catalogue), (std::vector{b, a}));
    settings.index_keys = "nonsense";
    EXPECT_THAT(test::shown_error([&] { index_keys(settings, catalogue); }),
                HasSubstr("BP_PYTHON_INDEX_KEYS holds a key that cannot be used."));
}

}  // namespace
}  // namespace adder::python
