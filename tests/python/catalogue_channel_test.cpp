#include "python/catalogue_channel.hpp"

#include "runtimes/signature.hpp"

#include <adder/testing/fake_platform.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/errors.hpp>
#include <support/http_server.hpp>

namespace adder::python {
namespace {

using test::Answer;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::string document(unsigned serial = 7, std::string_view latest = "3.15.2") {
    return base::format(R"({{"schema": 1, "serial": {}, "issued": "2026-12-01", "expires": "2027-03-01",
        "default-version": "3.15", "series": [{{"latest": "{}", "end-of-life": "2031-10-31"}}]}})",
                        serial, latest);
}

class CatalogueChannelTest : public testing::Test {
  protected:
    CatalogueChannelTest() { settings_.catalogue = server_.url("/c.json"); }

    /// The default of what is known after a build on that day, or what a person would read.
    std::string known(const Date& today = Date{std::chrono::year{2026} / 12 / 24}) {
        const Services services{fetcher_, network_, std::chrono::sys_days{today}, platform_.log()};
        Downloads downloads = Downloads::open(platform_.layers(), services);
        std::string standard;
        const std::string error = test::shown_error([&] {
            standard =
                current_catalogue(own_, settings_, store_, downloads, services).releases.default_version;
        });
        return error == "no error" ? standard : error;
    }
    void publish(const std::string& text) {
        server_.on("/c.json", Answer::ok(text));
        server_.on("/c.json.sig", Answer::ok(signature_of(text)));
    }
    std::string signature_of(const std::string& text) {
        std::vector<base::PrivateKey> keys;
        keys.push_back(std::move(key_));
        std::string signature = runtimes::sign(text, keys);
        key_ = std::move(keys.front());
        return signature;
    }
    void use_keys() { settings_.index_keys = key_.public_key().base64(); }

    test::HttpServer server_;
    base::PrivateKey key_ = base::PrivateKey::generate();
    Settings settings_;
    Catalogue own_{.releases = {.default_version = "3.14",
                                .date = Date{std::chrono::year{2026} / 11 / 30},
                                .series = {{3, 14, Date{std::chrono::year{2030} / 10 / 31}, {3, 14, 5}}}}};
    cnb::TomlTable store_;
    Network network_ = Network::from({}, cnb::Bindings{});
    fetch::Fetcher fetcher_{{.trust = {}, .proxy = {}, .retry = {}, .sleep = [](auto) {}}};
    test::FakePlatform platform_;
};

TEST_F(CatalogueChannelTest, WithoutOneTheOwnDataServe) {
    settings_.catalogue.clear();
    EXPECT_EQ(known(), "3.14");
    EXPECT_THAT(server_.requests(), IsEmpty());
    EXPECT_TRUE(store_.empty());
}

TEST_F(CatalogueChannelTest, IsFollowed) {
    publish(document());
    EXPECT_EQ(known(), "3.15");
    EXPECT_EQ(server_.requests().size(), 1u) << "without keys no signature is asked for";
    EXPECT_EQ(recorded_serial(store_, settings_.catalogue), 7u);
}

TEST_F(CatalogueChannelTest, MayBeTheBuildpacksOwnAndTheVariableReplacesIt) {
    own_.channel = {server_.url("/own.json"), ""};
    publish(document());
    server_.on("/own.json", Answer::ok(document(3)));
    EXPECT_EQ(known(), "3.15");
    EXPECT_EQ(server_.request_count("/own.json"), 0u);
    settings_.catalogue.clear();
    EXPECT_EQ(known(), "3.15");
    EXPECT_EQ(server_.request_count("/own.json"), 1u);
}

TEST_F(CatalogueChannelTest, MayBeAFile) {
    const base::TempDir directory;
    base::write_file(directory.path() / "catalogue.json", document());
    for (const std::string prefix : {"", "file://"}) {
        settings_.catalogue = prefix + (directory.path() / "catalogue.json").native();
        EXPECT_EQ(known(), "3.15");
    }
    settings_.catalogue = directory.path() / "missing.json";
    EXPECT_THAT(known(), AllOf(HasSubstr("The catalogue of Python's releases cannot be used."),
                               HasSubstr("missing.json")));
}

TEST_F(CatalogueChannelTest, ThatCannotBeReachedIsALineOfTheLog) {
    for (const Answer& answer : {Answer::status(404), Answer::status(503), Answer::status(401)}) {
        server_.on("/c.json", answer);
        EXPECT_EQ(known(), "3.14");
    }
    EXPECT_THAT(platform_.logged(),
                AllOf(HasSubstr("Going by the buildpack's own data; "), Not(HasSubstr("!"))));
}

TEST_F(CatalogueChannelTest, SaysTheSameWhileItsServerIsAway) {
    server_.on("/c.json", {Answer::ok(document()).etag("1"), Answer::status(503)});
    EXPECT_EQ(known(), "3.15");
    EXPECT_EQ(known(), "3.15");
    EXPECT_EQ(known(Date{std::chrono::year{2027} / 3 / 2}), "3.14") << "by then it has expired";
    EXPECT_THAT(platform_.logged(), HasSubstr("what it said before has expired"));
}

TEST_F(CatalogueChannelTest, WhatIsNoCatalogueIsOneClearError) {
    for (const std::string& text : {std::string{"<html>"}, std::string{}, document().substr(0, 50),
                                    std::string(2u << 20, ' '), std::string{"\xff\xfe"}}) {
        server_.on("/c.json", Answer::ok(text));
        EXPECT_THAT(known(), AllOf(HasSubstr("The catalogue of Python's releases cannot be used."),
                                   HasSubstr(settings_.catalogue), HasSubstr("scripts/make-catalogue.sh")));
    }
}

TEST_F(CatalogueChannelTest, WithKeysItMustBeSigned) {
    use_keys();
    publish(document());
    EXPECT_EQ(known(), "3.15");
    server_.on("/c.json", Answer::ok(document() + " "));
    EXPECT_THAT(known(), AllOf(HasSubstr("is not signed by a key this build trusts."), HasSubstr("/c.json")));
    server_.on("/c.json.sig", Answer::status(404));
    EXPECT_THAT(known(), HasSubstr("there is no signature beside it"));
    server_.on("/c.json.sig", Answer::ok("no base64"));
    EXPECT_THAT(known(), HasSubstr("line 1 of the signature file"));
}

TEST_F(CatalogueChannelTest, ItsOwnKeysGoBeforeThoseOfIndexes) {
    publish(document());
    own_.channel = {"https://unused.example/c.json", key_.public_key().base64()};
    settings_.index_keys = base::PrivateKey::generate().public_key().base64();
    EXPECT_EQ(known(), "3.15");
    own_.channel->keys = "nonsense";
    EXPECT_THAT(known(),
                HasSubstr("The buildpack's setting catalogue.keys holds a key that cannot be used."));
    own_.channel->keys = "";
    EXPECT_THAT(known(), HasSubstr("is not signed by a key this build trusts."));
}

TEST_F(CatalogueChannelTest, ThatIsReplacedMeanwhileIsReadAgain) {
    use_keys();
    server_.on("/c.json", {Answer::ok(document(7)), Answer::ok(document(8))});
    server_.on("/c.json.sig", Answer::ok(signature_of(document(8))));
    EXPECT_EQ(known(), "3.15");
    EXPECT_EQ(recorded_serial(store_, settings_.catalogue), 8u);
}

TEST_F(CatalogueChannelTest, AnOldOneBesideANewSignatureIsNoSignOfAChangeByOthers) {
    use_keys();
    server_.on("/c.json", {Answer::ok(document(7)).etag("1"), Answer::status(503)});
    server_.on("/c.json.sig", {Answer::ok(signature_of(document(7))), Answer::ok(signature_of(document(8)))});
    EXPECT_EQ(known(), "3.15");
    EXPECT_EQ(known(), "3.14");
    EXPECT_THAT(platform_.logged(), HasSubstr("could not be read together"));
}

TEST_F(CatalogueChannelTest, ThatGoesBackIsNoticed) {
    publish(document(7));
    ASSERT_EQ(known(), "3.15");
    publish(document(6));
    EXPECT_EQ(known(), "3.14") << "it is not used";
    EXPECT_THAT(platform_.logged(), HasSubstr("is older than one that was seen before."));
    EXPECT_EQ(recorded_serial(store_, settings_.catalogue), 7u);
    use_keys();
    EXPECT_THAT(known(), AllOf(HasSubstr("is older than one that was seen before."),
                               HasSubstr("Its serial is 6; the app was built with 7.")));
    publish(document(7));
    EXPECT_EQ(known(), "3.15") << "the same again";
}

TEST_F(CatalogueChannelTest, ThatHasExpiredIsNoticed) {
    publish(document());
    const Date last{std::chrono::year{2027} / 3 / 1};
    const Date after{std::chrono::year{2027} / 3 / 2};
    EXPECT_EQ(known(last), "3.15");
    EXPECT_THAT(platform_.logged(), Not(HasSubstr("has expired")));
    EXPECT_EQ(known(after), "3.15");
    EXPECT_THAT(platform_.logged(), AllOf(HasSubstr("The catalogue of Python's releases has expired."),
                                          HasSubstr("BP_PYTHON_IGNORE_WARNINGS=catalogue")));
    use_keys();
    EXPECT_EQ(known(last), "3.15");
    EXPECT_THAT(known(after), HasSubstr("The catalogue of Python's releases has expired."));
}

TEST_F(CatalogueChannelTest, ThatIsNoUrlIsAnErrorOfWhoNamedIt) {
    for (const char* text :
         {"catalogue.json", "http://runtimes.example.com/c.json", "ftp://x.example/c", "https://"}) {
        settings_.catalogue = text;
        EXPECT_THAT(known(), HasSubstr("BP_PYTHON_CATALOGUE does not say where the catalogue is.")) << text;
    }
    settings_.catalogue.clear();
    own_.channel = {"catalogue.json", ""};
    EXPECT_THAT(known(), HasSubstr("The buildpack's setting catalogue.url does not say"));
}

TEST(CatalogueSerialTest, IsReadBackForItsUrlOnly) {
    cnb::TomlTable store{{"python-series", "3.14"}};
    record_serial(store, "https://a.example/c", 42);
    EXPECT_EQ(recorded_serial(store, "https://a.example/c"), 42u);
    EXPECT_EQ(recorded_serial(store, "https://b.example/c"), std::nullopt);
    EXPECT_TRUE(store.contains("python-series"));
    for (const char* wrong : {"", "x", "-1", "99999999999999999"}) {
        store.insert_or_assign("catalogue", cnb::TomlTable{{"url", "u"}, {"serial", wrong}});
        EXPECT_EQ(recorded_serial(store, "u"), std::nullopt) << wrong;
    }
    store.insert_or_assign("catalogue", "text");
    EXPECT_EQ(recorded_serial(store, "u"), std::nullopt);
}

TEST(DataAgeTest, IsCountedInDays) {
    Catalogue catalogue;
    const Date today{std::chrono::year{2026} / 12 / 1};
    EXPECT_EQ(age_in_days(catalogue.releases, today), 0u);
    catalogue.releases.date = Date{std::chrono::year{2026} / 11 / 1};
    EXPECT_EQ(age_in_days(catalogue.releases, today), 30u);
    catalogue.releases.date = Date{std::chrono::year{2027} / 11 / 1};
    EXPECT_EQ(age_in_days(catalogue.releases, today), 0u) << "another clock";
}

}  // namespace
}  // namespace adder::python
