#include "python/runtime/offers.hpp"

#include "python/runtime/source_text.hpp"
#include "runtimes/signature.hpp"

#include <adder/testing/fake_platform.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/errors.hpp>
#include <support/http_server.hpp>

namespace adder::python {
namespace {

using test::Answer;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* index_text = R"({"schema": 1, "archives": []})";

class OffersTest : public testing::Test {
  protected:
    std::vector<Offer> asked(const std::vector<base::PublicKey>& keys) {
        return ask_sources({parse_source("index+" + server_.url("/r"))}, keys);
    }
    std::vector<Offer> ask_sources(const std::vector<Source>& sources,
                                   const std::vector<base::PublicKey>& keys, bool any_has_it = false) {
        Downloads downloads = Downloads::open(platform_.layers(), services_);
        const auto has_it = [&](const Offer&) { return any_has_it; };
        std::vector<Offer> offers;
        python::ask_sources({sources, keys, platform_.target, has_it}, offers, downloads, services_);
        return offers;
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
    Network network_ = Network::from({}, cnb::Bindings{});
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

/// A list that its signer has published at the URL of this test's server, and its signature.
class StampedListTest : public OffersTest {
  protected:
    void serve(std::uint64_t serial, const char* expires = "2099-01-01", std::string place = "") {
        if (place.empty()) place = server_.url("/r");
        const std::string text =
            to_json(runtimes::Index{.stamp = runtimes::IndexStamp{serial, expires, place}});
        server_.on("/r/index.json", Answer::ok(text).etag(std::to_string(serial)));
        server_.on("/r/index.json.sig",
                   Answer::ok(base::format("{}\n", key_.sign(base::as_bytes(text)).base64()))
                       .etag(std::to_string(serial)));
    }
    std::vector<Offer> asked_with_memory(bool with_key = true) {
        Downloads downloads = Downloads::open(platform_.layers(), services_);
        std::vector<Offer> offers;
        std::vector<base::PublicKey> keys;
        if (with_key) keys.push_back(key_.public_key());
        python::ask_sources(
            {{source_}, keys, platform_.target, [](const Offer&) { return false; }, {}, serials_}, offers,
            downloads, services_);
        if (offers[0].serial) serials_.see(source_, with_key, *offers[0].serial);
        return offers;
    }
    std::string refusal_with_memory() {
        return test::shown_error([&] { asked_with_memory(); });
    }

    Source source_ = parse_source("index+" + server_.url("/r"));
    ListSerials serials_;
};

TEST_F(StampedListTest, AnOlderListThanOneThatWasSeenEndsTheBuild) {
    serve(7);
    EXPECT_EQ(asked_with_memory()[0].serial, 7u);
    serve(6);
    EXPECT_THAT(refusal_with_memory(), HasSubstr("is older than one that was seen before"));
    serve(8);
    EXPECT_EQ(asked_with_memory()[0].serial, 8u);
}

TEST_F(StampedListTest, AnExpiredListAndOneOfAnotherPlaceEndTheBuild) {
    serve(7, "1969-12-31");
    EXPECT_THAT(refusal_with_memory(), HasSubstr("The list of Python runtimes has expired"));
    serve(7, "2099-01-01", "https://test.example.com/python");
    EXPECT_THAT(refusal_with_memory(), HasSubstr("is one of another place"));
    source_ = parse_source("index+" + server_.url("/r") + ",signed-as=https://test.example.com/python");
    EXPECT_TRUE(asked_with_memory()[0].advice.empty());
}

TEST_F(StampedListTest, WithoutKeysTheyAreWarnedOf) {
    serve(7);
    EXPECT_TRUE(asked_with_memory(false)[0].advice.empty());
    serve(6, "1969-12-31", "https://test.example.com/python");
    EXPECT_EQ(asked_with_memory(false)[0].advice.size(), 3u);
    EXPECT_EQ(asked_with_memory(false)[0].unreachable, std::nullopt);
}

TEST_F(StampedListTest, AListThatWasSignedBeforeThereWereSerialsIsReadWithAWarning) {
    server_.on("/r/index.json", Answer::ok(index_text));
    server_.on("/r/index.json.sig", Answer::ok(signature()));
    const std::vector<Offer> offers = asked_with_memory();
    EXPECT_EQ(offers[0].unreachable, std::nullopt);
    ASSERT_EQ(offers[0].advice.size(), 1u);
    EXPECT_THAT(offers[0].advice[0].title, HasSubstr("does not say when and where it is valid"));
    EXPECT_THAT(
        offers[0].advice[0].body,
        HasSubstr("runtime-archive publish --to DESTINATION --key KEY --source " + server_.url("/r")));
    EXPECT_TRUE(asked_with_memory(false)[0].advice.empty());

    serve(1);
    asked_with_memory();
    server_.on("/r/index.json", Answer::ok(index_text));
    server_.on("/r/index.json.sig", Answer::ok(signature()));
    EXPECT_THAT(refusal_with_memory(), HasSubstr("Its serial is missing; the app was built with 1"));
}

/// What a server said before its network went away is no attack when it gets old.
TEST_F(StampedListTest, AnOutdatedCopyOfAServerThatIsAwayIsASourceThatCannotBeUsed) {
    serve(7);
    asked_with_memory();
    serials_.see(source_, true, 9);
    for (const char* path : {"/r/index.json", "/r/index.json.sig"}) server_.on(path, Answer::status(503));
    EXPECT_THAT(asked_with_memory()[0].unreachable.value_or(""),
                HasSubstr("what it said before is outdated"));
}

TEST_F(StampedListTest, AnUnchangedListCostsTwoRequestsAsEver) {
    serve(7);
    asked_with_memory();
    const std::size_t before = server_.requests().size();
    asked_with_memory();
    EXPECT_EQ(server_.requests().size(), before + 2);
}

/// A publication that comes between the two requests is not an attack.
TEST_F(StampedListTest, BothAreReadOnceMoreBeforeAnyoneIsAccused) {
    const auto text = [&](std::uint64_t serial) {
        return to_json(runtimes::Index{.stamp = runtimes::IndexStamp{serial, {}, server_.url("/r")}});
    };
    server_.on("/r/index.json", {Answer::ok(text(1)), Answer::ok(text(2))});
    server_.on("/r/index.json.sig", Answer::ok(key_.sign(base::as_bytes(text(2))).base64()));
    EXPECT_EQ(asked_with_memory()[0].serial, 2u);
}

TEST_F(StampedListTest, AnIndexThatIsNamedAsUnsignedIsReadWithoutItsSignature) {
    server_.on("/r/index.json", Answer::ok(index_text));
    source_.is_unsigned_allowed = true;
    EXPECT_EQ(asked_with_memory()[0].unreachable, std::nullopt);
    EXPECT_EQ(server_.requests().size(), 1u);
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
    EXPECT_TRUE(ask_sources(sources, {}).empty());

    base::make_directories(buildpack.path() / "runtimes");
    base::write_file(buildpack.path() / "runtimes/index.json", index_text);
    ASSERT_EQ(ask_sources(sources, {}).size(), 1u);
    EXPECT_EQ(ask_sources(sources, {}).front().unreachable, std::nullopt);
    EXPECT_THAT(test::shown_error([&] { ask_sources(sources, {key_.public_key()}); }),
                HasSubstr("no signature"));
}

TEST_F(OffersTest, AFallbackIsAskedOnlyWhereOthersDoNotHaveIt) {
    server_.on("/fallback/index.json", Answer::ok(index_text));
    Source fallback = parse_source("index+" + server_.url("/fallback"));
    fallback.is_fallback = true;
    const std::vector<Source> sources{parse_source("heroku+https://h.example"), fallback};
    EXPECT_EQ(ask_sources(sources, {}, true).size(), 1u);
    EXPECT_TRUE(server_.requests().empty());
    EXPECT_EQ(ask_sources(sources, {}, false).size(), 2u);
    EXPECT_EQ(ask_sources({fallback}, {}, true).size(), 1u) << "there is no other";
}

TEST_F(OffersTest, AReleaseOfPythonBuildStandaloneIsJudgedByTheImagesLibrary) {
    server_.on("/pbs/SHA256SUMS",
               Answer::ok(std::string(64, 'a') +
                          "  cpython-3.13.5+20250612-x86_64-unknown-linux-musl-install_only.tar.gz\n"));
    const Source source = parse_source("python-build-standalone+" + server_.url("/pbs"));
    base::make_directories(root_.path() / "lib");
    base::write_file(root_.path() / "lib/ld-musl-x86_64.so.1", "");
    const std::vector<Offer> offers = ask_sources({source}, {});
    ASSERT_EQ(offers.front().archives.size(), 1u);
    EXPECT_EQ(offers.front().archives.front().id.target.text(), "debian-12-amd64");

    server_.on("/pbs/SHA256SUMS", Answer::ok("<html>"));
    EXPECT_THAT(ask_sources({source}, {}).front().unreachable.value_or(""), HasSubstr("no list of SHA-256"));
}

TEST_F(OffersTest, AListOfTheBuildpacksOwnCostsNoRequest) {
    const base::TempDir buildpack;
    Source source = parse_source("python-build-standalone+" + server_.url("/pbs"));
    source.list = "data/sums.txt";
    base::make_directories(buildpack.path() / "data");
    base::write_file(
        buildpack.path() / "data/sums.txt",
        std::string(64, 'a') +
            "  cpython-3.13.5+20250612-x86_64-unknown-linux-musl-install_only_stripped.tar.gz\n");
    base::make_directories(root_.path() / "lib");
    base::write_file(root_.path() / "lib/ld-musl-x86_64.so.1", "");
    const std::vector<Offer> offers = ask_sources({source.located(buildpack.path())}, {});
    ASSERT_EQ(offers.front().archives.size(), 1u);
    EXPECT_EQ(offers.front().archives.front().sha256.hex(), std::string(64, 'a'));
    EXPECT_TRUE(server_.requests().empty());
}

/// Sources without a list, which only say what they have when they are asked for it.
class LookForTest : public OffersTest {
  protected:
    LookForTest() {
        platform_.target.distro_name = "ubuntu";
        platform_.target.distro_version = "24.04";
    }

    static std::string path(std::string_view version, std::string_view source = "h") {
        return base::format("/{}/python-{}-ubuntu-24.04-amd64.tar.zst", source, version);
    }
    Source source(std::string_view name = "h") const {
        return parse_source("heroku+" + server_.url(base::format("/{}", name)));
    }

    /// The candidates after looking, with a mark for those that are presumed.
    std::vector<std::string> found(const char* wanted, const std::vector<Source>& sources) {
        Downloads downloads = Downloads::open(platform_.layers(), services_);
        const VersionRequest request = *VersionRequest::parse(wanted, Origin::file(".python-version"));
        const Inquiry inquiry{
            sources,
            {},
            platform_.target,
            [&](const Offer& offer) {
                return has_what_is_asked_for({known_, platform_.target, {offer}, services_.today()}, request);
            },
            [&](const std::vector<Offer>& offers) {
                return candidates_for(request, {known_, platform_.target, offers, services_.today()});
            }};
        python::ask_sources(inquiry, offers_, downloads, services_);
        look_for(request, inquiry, offers_, downloads, services_);
        std::vector<std::string> names;
        for (const Runtime& runtime : inquiry.find(offers_)) {
            names.push_back(runtime.name() + (runtime.is_presumed ? "?" : ""));
        }
        return names;
    }

    std::vector<std::string> asked_for() const {
        std::vector<std::string> texts;
        for (const test::Request& request : server_.requests()) {
            texts.push_back(request.method + " " + request.path);
        }
        return texts;
    }

    const KnownReleases known_{.default_version = "3.14",
                               .series = {{3, 13, Date{std::chrono::year{2029} / 10 / 31}, {3, 13, 13}},
                                          {3, 14, Date{std::chrono::year{2030} / 10 / 31}, {3, 14, 5}}}};
    std::vector<Offer> offers_;
};

TEST_F(LookForTest, NewerPatchesUpToTheFirstThatIsAbsent) {
    for (const char* version : {"3.14.5", "3.14.6", "3.14.7", "3.14.9"}) {
        server_.on(path(version), Answer::ok("archive"));
    }
    EXPECT_THAT(found("3.14", {source()}), ElementsAre("3.14.7"));
    EXPECT_THAT(asked_for(), ElementsAre("HEAD " + path("3.14.5"), "HEAD " + path("3.14.6"),
                                         "HEAD " + path("3.14.7"), "HEAD " + path("3.14.8")));
}

TEST_F(LookForTest, NoMoreThanAHandful) {
    server_.serve("/h/", [](const test::Request&) { return Answer::ok("archive"); });
    EXPECT_THAT(found("3.14", {source()}), ElementsAre("3.14.10"));
    EXPECT_EQ(server_.requests().size(), 6u);
}

TEST_F(LookForTest, AReleaseIsThatRelease) {
    server_.serve("/h/", [](const test::Request&) { return Answer::ok("archive"); });
    EXPECT_THAT(found("3.14.2", {source()}), ElementsAre("3.14.2"));
    EXPECT_THAT(found("<3.14.5", {source()}), ElementsAre("3.14.4"));
    EXPECT_THAT(asked_for(), ElementsAre("HEAD " + path("3.14.2"), "HEAD " + path("3.14.4")))
        << "the set has no newer one";
}

TEST_F(LookForTest, WhatIsAbsentMakesRoomForAList) {
    server_.on("/i/index.json", Answer::ok(R"({"schema": 1, "archives": [{"file": "x.tar.zst", "size": 1,
        "version": "3.14.10", "target": {"os": "linux", "arch": "amd64", "distro": "ubuntu",
        "distro_version": "24.04"}, "sha256": ")" +
                                           std::string(64, 'a') + R"("}]})"));
    const Source list = parse_source("index+" + server_.url("/i"));
    EXPECT_THAT(found("3.14", {source(), list}), ElementsAre("3.14.10"));
    EXPECT_EQ(asked_for().size(), 2u);
    EXPECT_THAT(platform_.logged(), HasSubstr("Not there, looking elsewhere: "));

    offers_.clear();
    Source fallback = list;
    fallback.is_fallback = true;
    EXPECT_THAT(found("3.14", {source(), fallback}), ElementsAre("3.14.10"));
    offers_.clear();
    EXPECT_THAT(found("3.14.10", {source(), fallback}), ElementsAre("3.14.10"));
    offers_.clear();
    server_.on(path("3.14.5"), Answer::ok("archive"));
    const std::size_t before = server_.request_count("/i/index.json");
    EXPECT_THAT(found("3.14", {source(), fallback}), ElementsAre("3.14.5"));
    EXPECT_EQ(server_.request_count("/i/index.json"), before) << "it is not needed";
}

TEST_F(LookForTest, WhatIsAbsentMakesRoomForAnotherSourceWithoutAList) {
    server_.on(path("3.14.5", "g"), Answer::ok("archive"));
    EXPECT_THAT(found("3.14", {source(), source("g")}), ElementsAre("3.14.5"));
    EXPECT_EQ(offers_.front().looked_up.size(), 1u);
}

TEST_F(LookForTest, AnOlderPatchIsBetterThanNone) {
    server_.on(path("3.14.3"), Answer::ok("archive"));
    EXPECT_THAT(found("3.14", {source()}), ElementsAre("3.14.3"));
    offers_.clear();
    EXPECT_THAT(found("3.13", {source()}), ElementsAre()) << "but not any";
}

TEST_F(LookForTest, AServerThatRefusesToBeAskedHasSaidNothing) {
    server_.serve("/h/", [](const test::Request&) { return Answer::status(405); });
    EXPECT_THAT(found("3.14", {source()}), ElementsAre("3.14.5?"));
    EXPECT_EQ(asked_for().size(), 1u);
    server_.serve("/g/", [](const test::Request&) { return Answer::status(503); });
    offers_.clear();
    EXPECT_THAT(found("3.14", {source("g")}), ElementsAre("3.14.5?"));
}

TEST_F(LookForTest, AlternativesAreWhatIsReallyThere) {
    server_.on(path("3.13.13"), Answer::ok("archive"));
    EXPECT_THAT(found("3.99.1", {source()}), ElementsAre());
    look_for_alternatives(platform_.target, known_, offers_, services_);
    EXPECT_THAT(available_versions(*VersionRequest::parse("3.99.1", {}),
                                   {known_, platform_.target, offers_, services_.today()}),
                ElementsAre("3.13.13"));
}

TEST(IndexKeysTest, ThePersonsReplaceTheCatalogues) {
    const base::PublicKey a = base::PrivateKey::generate().public_key();
    const base::PublicKey b = base::PrivateKey::generate().public_key();
    Settings settings;
    KnownSources known;
    EXPECT_TRUE(index_keys(settings, known).empty());
    known.index_keys = a.base64();
    EXPECT_EQ(index_keys(settings, known), std::vector{a});
    settings.index_keys = b.base64() + "\n" + a.base64();
    EXPECT_EQ(index_keys(settings, known), (std::vector{b, a}));
    settings.index_keys = "nonsense";
    EXPECT_THAT(test::shown_error([&] { index_keys(settings, known); }),
                HasSubstr("BP_PYTHON_INDEX_KEYS holds a key that cannot be used."));
    settings.index_keys = "";
    known.index_keys = "nonsense";
    EXPECT_THAT(test::shown_error([&] { index_keys(settings, known); }),
                HasSubstr("The buildpack's setting index-keys holds a key that cannot be used."));
}

}  // namespace
}  // namespace adder::python
