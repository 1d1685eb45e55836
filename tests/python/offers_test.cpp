#include <adder/python/offers.hpp>
#include <adder/runtimes/signature.hpp>

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
        return ask({Source::parse("index+" + server_.url("/r"))}, keys, services_);
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
    base::Log log_{{}, [](base::Log::Stream, std::string_view) {}};
    Services services_{fetcher_, network_, std::chrono::sys_seconds{}, log_};
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
                HasSubstr("BP_PYTHON_INDEX_KEYS"));
}

}  // namespace
}  // namespace adder::python
