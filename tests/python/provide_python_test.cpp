// The step that gets Python, build after build: what is asked of sources without a list, and what is kept.

#include "archive/pack.hpp"
#include "python/runtime/source_text.hpp"
#include "python/steps.hpp"
#include "runtimes/signature.hpp"

#include <adder/base/files.hpp>
#include <adder/testing/fake_platform.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/errors.hpp>
#include <support/http_server.hpp>
#include <support/programs.hpp>

namespace adder::python {
namespace {

using test::Answer;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::string archive_of(const std::string& program) {
    const base::TempDir tree;
    base::make_directories(tree.path() / "bin");
    base::write_file(tree.path() / "bin/python3", test::program_for(test::amd64_machine, program), 0755);
    base::StringSink packed{1u << 20};
    archive::pack_tree(tree.path(), packed, {.level = 3, .window_log = 20});
    return packed.text();
}

std::string path(std::string_view version, std::string_view directory = "h") {
    return base::format("/{}/python-{}-ubuntu-24.04-amd64.tar.zst", directory, version);
}

class ProvidePythonTest : public testing::Test {
  protected:
    ProvidePythonTest() {
        platform_.target.distro_name = "ubuntu";
        platform_.target.distro_version = "24.04";
    }

    void has(std::string_view version, std::string_view directory = "h") {
        server_.on(path(version, directory), Answer::ok(archive_of(std::string{version})).etag("a"));
    }
    void lists(const std::string& version) {
        has(version, "i");
        server_.on("/i/index.json",
                   Answer::ok(base::format(
                                  R"({{"schema": 1, "archives": [{{"file": "{}", "size": {}, "version": "{}",
                           "target": {{"os": "linux", "arch": "amd64", "distro": "ubuntu",
                           "distro_version": "24.04"}}, "sha256": "{}"}}]}})",
                                  path(version, "").substr(2), archive_of(version).size(), version,
                                  base::sha256(archive_of(version)).hex()))
                       .etag("1"));
    }

    Source unlisted() const { return parse_source("heroku+" + server_.url("/h")); }
    Source listed() const { return parse_source("index+" + server_.url("/i")); }

    /// One build; returns the version that the layer has, or what a person would read.
    std::string build(const VersionRequest& request) {
        before_ = server_.requests().size();
        std::string version;
        const std::string error = test::shown_error([&] {
            platform_.build([&](cnb::BuildContext& context) {
                const Services services{fetcher_, facts_.network, now_, log_ ? *log_ : context.log};
                const Job job{context, facts_, catalogue, services, {.launch = true}};
                Memory memory{context.store, DigestPins::from(context.store),
                              ListSerials::from(context.store)};
                Downloads downloads = Downloads::open(context.layers, services);
                RuntimeLayer python = provide_python(job, {request}, memory, downloads, [] {});
                version = python.key().version;
                python.finish();
                downloads.keep_only(python.archives_for_later());
                memory.pins.write_to(memory.store);
                memory.lists.write_to(memory.store);
                return cnb::BuildResult{.launch = {}, .store = std::move(memory.store)};
            });
        });
        platform_.restore();
        return error == "no error" ? version : error;
    }
    std::string build(const char* wanted) {
        return build(*VersionRequest::parse(wanted, Origin::file(".python-version")));
    }

    /// Requests of the last build, without those for lists that have not changed.
    std::vector<std::string> requests() const {
        std::vector<std::string> texts;
        const std::vector<test::Request> all = server_.requests();
        for (std::size_t i = before_; i < all.size(); ++i) texts.push_back(all[i].method + " " + all[i].path);
        return texts;
    }

    test::HttpServer server_;
    Catalogue catalogue{
        .releases = {.default_version = "3.14",
                     .series = {{3, 13, Date{std::chrono::year{2029} / 10 / 31}, {3, 13, 1}},
                                {3, 14, Date{std::chrono::year{2030} / 10 / 31}, {3, 14, 5}}}},
        .runtimes = {.sources = {unlisted()}}};
    test::FakePlatform platform_;
    Facts facts_{.app = {},
                 .env = {},
                 .settings = {},
                 .project = {},
                 .procfile = {},
                 .labels = {},
                 .network = Network::from({}, cnb::Bindings{}),
                 .bound_index = {}};
    fetch::Fetcher fetcher_{{.trust = {}, .proxy = {}, .retry = {}, .sleep = [](auto) {}}};
    std::size_t before_ = 0;
    std::chrono::sys_seconds now_{};
    base::Log* log_ = nullptr;  ///< instead of the platform's
};

TEST_F(ProvidePythonTest, ANewerPatchIsFoundOnceAndKeptWithoutAnyRequest) {
    for (const char* version : {"3.14.5", "3.14.6", "3.14.7"}) has(version);
    EXPECT_EQ(build("3.14"), "3.14.7");
    EXPECT_EQ(requests().size(), 5u) << "four questions, one answer";
    EXPECT_EQ(build("3.14"), "3.14.7");
    EXPECT_THAT(requests(), IsEmpty());
    EXPECT_THAT(platform_.logged(), HasSubstr("Reused from the previous image"));

    has("3.14.9");
    catalogue.releases.series.back().latest = {3, 14, 9};
    EXPECT_EQ(build("3.14"), "3.14.9") << "a newer buildpack knows more";
}

/// The older signed pair, put back: before there were serials, the app went back to the older Python.
TEST_F(ProvidePythonTest, AnAppDoesNotGoBackToAnOlderSignedList) {
    std::vector<base::PrivateKey> keys;
    keys.push_back(base::PrivateKey::generate());
    facts_.settings.index_keys = keys[0].public_key().base64();
    catalogue.runtimes.sources = {listed()};
    const auto publish = [&](const char* version, std::uint64_t serial) {
        lists(version);
        const runtimes::ArchiveId id{.version = *PythonVersion::parse(version),
                                     .target = {"linux", "amd64", "ubuntu", "24.04"}};
        const std::string archive = archive_of(version);
        const std::string text =
            to_json(runtimes::Index{.archives = {{.id = id,
                                                  .file = path(version, "").substr(2),
                                                  .size = archive.size(),
                                                  .sha256 = base::sha256(archive)}},
                                    .stamp = runtimes::IndexStamp{serial, {}, server_.url("/i")}});
        server_.on("/i/index.json", Answer::ok(text).etag(std::to_string(serial)));
        server_.on("/i/index.json.sig", Answer::ok(runtimes::sign(text, keys)).etag(std::to_string(serial)));
    };
    publish("3.14.6", 2);
    EXPECT_EQ(build("3.14"), "3.14.6");
    EXPECT_EQ(build("3.14"), "3.14.6");
    EXPECT_THAT(requests(), ElementsAre("GET /i/index.json", "GET /i/index.json.sig"));
    publish("3.14.5", 1);
    EXPECT_THAT(build("3.14"), HasSubstr("is older than one that was seen before"));
    publish("3.14.7", 3);
    EXPECT_EQ(build("3.14"), "3.14.7");
}

TEST_F(ProvidePythonTest, AnOrdinaryRebuildAsksNothing) {
    has("3.14.5");
    EXPECT_EQ(build("3.14"), "3.14.5");
    EXPECT_EQ(build("3.14"), "3.14.5");
    EXPECT_THAT(requests(), IsEmpty());
    EXPECT_EQ(build(">=3.9"), "3.14.5");
    EXPECT_THAT(requests(), IsEmpty());
}

TEST_F(ProvidePythonTest, AnAbsentPatchMakesRoomAndTheRebuildReusesWhatWasTaken) {
    catalogue.runtimes.sources.push_back(listed());
    lists("3.14.10");
    EXPECT_EQ(build("3.14"), "3.14.10");
    EXPECT_EQ(build("3.14"), "3.14.10");
    EXPECT_THAT(requests(), ElementsAre("GET /i/index.json", "HEAD " + path("3.14.5")));
    EXPECT_THAT(platform_.logged(), HasSubstr("Reused from the previous image"));

    has("3.14.5");
    EXPECT_EQ(build("3.14"), "3.14.5") << "the first source has it now";
}

TEST_F(ProvidePythonTest, AFallbackServesWhereAnExactReleaseIsAbsent) {
    catalogue.runtimes.sources.push_back(listed());
    catalogue.runtimes.sources.back().is_fallback = true;
    lists("3.15.2");
    EXPECT_EQ(build("3.15.2"), "3.15.2");
    EXPECT_EQ(build("3.15.2"), "3.15.2");
    EXPECT_THAT(requests(), IsEmpty()) << "it is the release that is asked for";
    EXPECT_THAT(platform_.logged(), HasSubstr("Reused from the previous image"));
}

TEST_F(ProvidePythonTest, WhereNothingIsSaidTheArchiveItselfTells) {
    catalogue.runtimes.sources.push_back(listed());
    lists("3.14.10");
    server_.on(path("3.14.5"), {Answer::status(405), Answer::status(404)});
    EXPECT_EQ(build("3.14"), "3.14.10");
    EXPECT_THAT(requests(), ElementsAre("GET /i/index.json", "HEAD " + path("3.14.5"),
                                        "GET " + path("3.14.5"), "GET " + path("3.14.10", "i")));
    EXPECT_EQ(build("3.14"), "3.14.10");
    EXPECT_THAT(requests(), ElementsAre("GET /i/index.json"));
    EXPECT_THAT(platform_.logged(), HasSubstr("Reused from the previous image"));
}

TEST_F(ProvidePythonTest, ABetterOneThatMayBeThereIsNotPassedOver) {
    catalogue.runtimes.sources = {listed()};
    lists("3.14.10");
    EXPECT_EQ(build("3.14"), "3.14.10");
    catalogue.runtimes.sources = {unlisted(), listed()};
    has("3.14.5");
    EXPECT_EQ(build("3.14"), "3.14.5") << "the sources were put in another order";
}

TEST_F(ProvidePythonTest, OnlyWhatIsThereIsAdvised) {
    has("3.13.1");
    EXPECT_THAT(build("3.99.1"),
                AllOf(HasSubstr("There is no Python 3.99.1."),
                      HasSubstr("Available for linux/amd64 · ubuntu 24.04: 3.13.1."),
                      HasSubstr("such as 3.13 into"), Not(HasSubstr("BP_PYTHON_RUNTIME_SOURCES"))));
    EXPECT_THAT(
        build("3.14"),
        AllOf(HasSubstr("Python 3.14.5 is not available for linux/amd64 · ubuntu 24.04."),
              HasSubstr(".python-version asks for 3.14. The newest 3.14 is 3.14.5, by this buildpack's"),
              HasSubstr("such as 3.13 into")));
}

TEST_F(ProvidePythonTest, OldDataSayHowOldTheyAre) {
    has("3.14.5");
    now_ = std::chrono::sys_days{std::chrono::year{2027} / 3 / 1};
    catalogue.releases.date = Date{std::chrono::year{2026} / 12 / 1};
    build("3.14");
    EXPECT_THAT(platform_.logged(), Not(HasSubstr("Python's releases are known")));
    catalogue.releases.date = Date{std::chrono::year{2026} / 11 / 30};
    build("3.14");
    EXPECT_THAT(platform_.logged(),
                HasSubstr("Python's releases are known up to 2026-11-30, 91 days ago: a newer"));
}

TEST_F(ProvidePythonTest, ADebugLogSaysHowOldTheDataAre) {
    has("3.14.5");
    catalogue.releases.date = Date{std::chrono::year{2026} / 11 / 30};
    std::string logged;
    base::Log log{{.colour = false, .level = base::Log::Level::debug},
                  [&](base::Log::Stream, std::string_view line) { logged += std::string{line} + "\n"; }};
    log_ = &log;
    build("3.14");
    EXPECT_THAT(logged, HasSubstr("Python's releases are known up to 2026-11-30"));
    EXPECT_THAT(platform_.logged(), Not(HasSubstr("Python's releases are known")));
}

TEST_F(ProvidePythonTest, TheDefaultIsAWish) {
    VersionRequest wish = *VersionRequest::parse("3.14", {Origin::Kind::standard});
    wish.is_wish = true;
    has("3.13.1");
    EXPECT_EQ(build(wish), "3.13.1");
    EXPECT_THAT(platform_.logged(), HasSubstr("and the app names no version: it gets 3.13"));
}

}  // namespace
}  // namespace adder::python
