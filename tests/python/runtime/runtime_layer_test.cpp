#include "python/runtime/runtime_layer.hpp"

#include "archive/pack.hpp"
#include "python/bills/bill_of_materials.hpp"
#include "python/bills/sboms.hpp"

#include <adder/base/files.hpp>
#include <adder/testing/fake_platform.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/errors.hpp>
#include <support/http_server.hpp>
#include <support/programs.hpp>

namespace adder::python {
namespace {

namespace fs = std::filesystem;
using test::Answer;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

const base::Sha256Digest a = base::Sha256Digest::parse(std::string(64, 'a'));
const base::Sha256Digest b = base::Sha256Digest::parse(std::string(64, 'b'));

Runtime runtime(PythonVersion version = {3, 13, 5}, std::optional<base::Sha256Digest> digest = a) {
    return {version,
            1,
            {"linux", "amd64", {}, "debian", "12"},
            fetch::Url::parse("https://r.example/x.tar.zst"),
            digest};
}

RuntimeKey key() {
    return {"1", "3.13.5", "1", "linux/amd64 · debian 12", a.hex(), "https://r.example/x.tar.zst"};
}

std::string packed(const fs::path& tree) {
    base::StringSink bytes{1u << 20};
    archive::pack_tree(tree, bytes, {.level = 3, .window_log = 20});
    return bytes.text();
}

/// Small, and complete.
std::string small_archive(const std::string& program = "") {
    const base::TempDir tree;
    base::make_directories(tree.path() / "bin");
    base::write_file(tree.path() / "bin/python3", test::program_for(test::amd64_machine, program), 0755);
    return packed(tree.path());
}

std::vector<std::string> reasons(const cnb::Decision& decision) {
    const auto* discard = std::get_if<cnb::Discard>(&decision);
    return discard ? discard->reasons : std::vector<std::string>{"kept"};
}

TEST(RuntimeKeyTest, SurvivesItsToml) {
    const cnb::TomlTable toml = key().to_toml();
    EXPECT_EQ(RuntimeKey::from_toml({toml, ""}).to_toml(), toml);
}

TEST(RuntimeKeyTest, TheSameRuntimeIsKept) {
    EXPECT_THAT(reasons(decide(key(), {runtime()})), ElementsAre("kept"));
    EXPECT_THAT(reasons(decide(key(), {runtime({3, 13, 5}, std::nullopt)})), ElementsAre("kept"));
}

TEST(RuntimeKeyTest, EveryDifferenceIsAReason) {
    Runtime other = runtime({3, 13, 6}, b);
    other.build = 2;
    other.target.distro_version = "13";
    EXPECT_THAT(
        reasons(decide(key(), {other})),
        ElementsAre("Python changed from 3.13.5 to 3.13.6", "the build of this Python changed from 1 to 2",
                    "the target changed from linux/amd64 · debian 12 to linux/amd64 · debian 13",
                    "the archive has another SHA-256"));
}

TEST(RuntimeKeyTest, OneThatCodeOfOthersChangedIsNotKept) {
    RuntimeKey changed = key();
    changed.changed = "python/lib/os.py";
    EXPECT_EQ(RuntimeKey::from_toml({changed.to_toml(), ""}).changed, changed.changed);
    EXPECT_THAT(reasons(decide(changed, {runtime()})),
                ElementsAre("something that ran in the last build changed python/lib/os.py"));
}

TEST(RuntimeKeyTest, AFreeThreadedBuildIsAnotherPython) {
    Runtime other = runtime();
    other.free_threaded = true;
    EXPECT_THAT(reasons(decide(key(), {other})), ElementsAre("Python changed from 3.13.5 to 3.13.5t"));
}

TEST(RuntimeKeyTest, AnyOfTheWantedOnesWillDo) {
    EXPECT_THAT(reasons(decide(key(), {runtime({3, 13, 5}, b), runtime()})), ElementsAre("kept"));
}

TEST(RuntimeKeyTest, AnotherVersionIsKeptOnlyInPlaceOfTheSame) {
    Runtime first = runtime({3, 13, 9}, std::nullopt);
    first.url = fetch::Url::parse("https://h.example/python-3.13.9.tar.zst");
    EXPECT_THAT(reasons(decide(key(), {first, runtime()})),
                ElementsAre("Python changed from 3.13.5 to 3.13.9"))
        << "the better one may be there";
    RuntimeKey in_its_place = key();
    in_its_place.instead_of = first.url.display();
    EXPECT_EQ(RuntimeKey::from_toml({in_its_place.to_toml(), ""}).instead_of, in_its_place.instead_of);
    EXPECT_THAT(reasons(decide(in_its_place, {first, runtime()})), ElementsAre("kept"));
    EXPECT_THAT(reasons(decide(in_its_place, {runtime()})), ElementsAre("kept"));
    in_its_place.instead_of = "https://h.example/python-3.13.8.tar.zst";
    EXPECT_THAT(reasons(decide(in_its_place, {first, runtime()})),
                ElementsAre("Python changed from 3.13.5 to 3.13.9"));
}

/// What goes wrong while the runtime is fetched, and what is left behind.
class RuntimeLayerTest : public testing::Test {
  protected:
    std::string error(const std::vector<std::string>& paths, std::optional<base::Sha256Digest> digest) {
        std::vector<Runtime> wanted;
        for (const std::string& path : paths) wanted.push_back(at(path, digest));
        return error(wanted);
    }

    Runtime at(const std::string& path, std::optional<base::Sha256Digest> digest) const {
        Runtime result = runtime({3, 13, 5}, digest);
        result.url = fetch::Url::parse(server_.url(path));
        return result;
    }

    std::string error(const std::vector<Runtime>& wanted) {
        const Downloads downloads = Downloads::open(platform_.layers(), services_);
        const VersionRequest request = *VersionRequest::parse("3.13.5", Origin::file(".python-version"));
        RuntimeLayer layer = RuntimeLayer::open(platform_.layers(), {{request, wanted}, {.launch = true}},
                                                pins_, downloads, services_);
        return test::shown_error([&] { layer.materialise(); });
    }

    void expect_nothing_left() const {
        for (const char* name : {"python", "python.toml", ".python.new"}) {
            EXPECT_FALSE(fs::exists(platform_.layers_directory() / name)) << name;
        }
        EXPECT_TRUE(fs::is_empty(platform_.layers_directory() / "downloads"));
    }

    DigestPins pins_;
    test::HttpServer server_;
    test::FakePlatform platform_;
    Network network_ = Network::from({}, cnb::Bindings{});
    fetch::Fetcher fetcher_{{.trust = {}, .proxy = {}, .retry = {}, .sleep = [](auto) {}}};
    Services services_{fetcher_, network_, std::chrono::sys_seconds{}, platform_.log()};
};

TEST_F(RuntimeLayerTest, AnArchiveThatIsNotThere) {
    EXPECT_THAT(error({"/missing.tar.zst"}, a),
                AllOf(HasSubstr("Python 3.13.5 is not available"), HasSubstr("/missing.tar.zst"),
                      HasSubstr("There is no archive at")));
    expect_nothing_left();
}

TEST_F(RuntimeLayerTest, ASourceThatCannotBeReached) {
    server_.on("/x.tar.zst", Answer::reset());
    EXPECT_THAT(error({"/x.tar.zst"}, a), HasSubstr("Python 3.13.5 could not be downloaded."));
    expect_nothing_left();
}

TEST_F(RuntimeLayerTest, AnArchiveThatIsNone) {
    server_.on("/x.tar.zst", Answer::ok("<html>captive portal</html>"));
    EXPECT_THAT(error({"/x.tar.zst"}, a), HasSubstr("The archive of Python 3.13.5 is damaged."));
    expect_nothing_left();
}

/// Whatever vouches for its bytes: what is not a Python, or is more, is neither used nor kept.
TEST_F(RuntimeLayerTest, ARuntimeIsARuntime) {
    const std::string program = test::program_for(test::amd64_machine);
    const auto with_file = [&](const char* name) {
        return [name](const fs::path& tree) {
            base::make_directories((tree / name).parent_path());
            base::write_file(tree / name, "x");
        };
    };
    const auto nothing_else = [](const fs::path&) {};
    struct {
        const char* interpreter;  ///< where it is; empty: nowhere
        std::string contents;
        unsigned mode;
        std::function<void(const fs::path&)> more;
        const char* reason;
    } const cases[] = {
        {"", "", 0, nothing_else, "it holds no bin/python3. It is empty"},
        {"", "", 0, with_file("bin/python3.13"), "it holds no bin/python3. At its top is: bin"},
        {"python/bin/python3", program, 0755, nothing_else, "At its top is: python"},
        {"bin/python3", program, 0644, nothing_else, "is not executable"},
        {"bin/python3", "#!/bin/sh\n", 0755, nothing_else, "is not a program for linux/amd64"},
        {"bin/python3", test::program_for(test::arm64_machine), 0755, nothing_else,
         "is not a program for linux/amd64"},
        {"bin/python3", program, 0755, with_file("env/PATH"), "it holds env,"},
        {"bin/python3", program, 0755, with_file("env.build/PATH"), "it holds env.build,"},
        {"bin/python3", program, 0755, with_file("env.launch/LD_PRELOAD"), "it holds env.launch,"},
        {"bin/python3", program, 0755, with_file("exec.d/run"), "it holds exec.d,"},
        {"bin/python3", program, 0755, with_file("profile.d/run.sh"), "it holds profile.d,"},
    };
    for (const auto& given : cases) {
        const base::TempDir tree;
        if (*given.interpreter != '\0') {
            base::make_directories((tree.path() / given.interpreter).parent_path());
            base::write_file(tree.path() / given.interpreter, given.contents, given.mode);
        }
        given.more(tree.path());
        const std::string archive = packed(tree.path());
        server_.on("/x.tar.zst", Answer::ok(archive));
        for (const auto& digest :
             {std::optional{base::sha256(archive)}, std::optional<base::Sha256Digest>{}}) {
            EXPECT_THAT(error({"/x.tar.zst"}, digest),
                        AllOf(StartsWith("The archive of Python 3.13.5 does not hold a Python runtime."),
                              HasSubstr(given.reason)));
            expect_nothing_left();
        }
    }
    EXPECT_FALSE(pins_.find(fetch::Url::parse(server_.url("/x.tar.zst"))));
}

TEST_F(RuntimeLayerTest, ALinkToTheInterpreterIsOne) {
    const base::TempDir tree;
    base::make_directories(tree.path() / "bin");
    base::write_file(tree.path() / "bin/python3.13", test::program_for(test::amd64_machine), 0755);
    fs::create_symlink("python3.13", tree.path() / "bin/python3");
    server_.on("/x.tar.zst", Answer::ok(packed(tree.path())));
    EXPECT_EQ(error({"/x.tar.zst"}, std::nullopt), "no error");
}

/// A server that never ends is not read until the disk is full.
TEST_F(RuntimeLayerTest, MoreThanTheListPromisesIsNotWaitedFor) {
    const std::string archive = small_archive();
    server_.on(
        "/x.tar.zst",
        Answer::ok(archive + std::string(8u << 20, 'x')).drip(1u << 16, std::chrono::milliseconds{50}));
    Runtime wanted = at("/x.tar.zst", base::sha256(archive));
    wanted.entry = runtimes::IndexEntry{.id = {.version = {3, 13, 5}, .target = {}},
                                        .file = "x.tar.zst",
                                        .size = archive.size(),
                                        .sha256 = base::sha256(archive)};
    const base::Stopwatch watch;
    EXPECT_THAT(error({wanted}), HasSubstr("more than the"));
    EXPECT_LT(watch.seconds(), 3.0);
    expect_nothing_left();
}

TEST_F(RuntimeLayerTest, TheNextSourceIsTriedWhenOneDoesNotHaveIt) {
    server_.on("/second.tar.zst", Answer::status(503));
    EXPECT_THAT(error({"/missing.tar.zst", "/second.tar.zst"}, a), HasSubstr("/second.tar.zst"));
    EXPECT_THAT(platform_.logged(), HasSubstr("trying the next source"));
    expect_nothing_left();
}

TEST_F(RuntimeLayerTest, EverySourceThatFailedIsNamedUnderTheMostTellingTitle) {
    server_.on("/busy.tar.zst", Answer::status(503));
    server_.on("/page.tar.zst", Answer::ok("<html>captive portal</html>"));
    server_.on("/other.tar.zst", Answer::ok(small_archive()));
    EXPECT_THAT(error({"/missing.tar.zst", "/busy.tar.zst"}, a),
                AllOf(StartsWith("Python 3.13.5 could not be downloaded."), HasSubstr("/busy.tar.zst"),
                      HasSubstr("The other sources do not serve, either"),
                      HasSubstr("/missing.tar.zst: there is nothing at")));
    EXPECT_THAT(error({"/page.tar.zst", "/busy.tar.zst"}, a),
                AllOf(StartsWith("The archive of Python 3.13.5 is damaged."), HasSubstr("/page.tar.zst"),
                      HasSubstr("4 attempts failed; 1 to 4: HTTP status 503")));
    EXPECT_THAT(error({"/busy.tar.zst", "/other.tar.zst", "/page.tar.zst"}, a),
                AllOf(StartsWith("Python 3.13.5 could not be verified."), HasSubstr("/busy.tar.zst"),
                      HasSubstr("/page.tar.zst")));
    expect_nothing_left();
}

TEST_F(RuntimeLayerTest, UnverifiedBytesAreNotOverlookedWhenAnotherSourceServes) {
    server_.on("/other.tar.zst", Answer::ok(small_archive("other")));
    server_.on("/good.tar.zst", Answer::ok(small_archive()));
    EXPECT_EQ(error({"/other.tar.zst", "/good.tar.zst"}, base::sha256(small_archive())), "no error");
    EXPECT_THAT(platform_.logged(),
                AllOf(HasSubstr("An archive of Python 3.13.5 could not be verified."),
                      HasSubstr(base::sha256(small_archive("other")).hex()),
                      HasSubstr(base::sha256(small_archive()).hex()), HasSubstr("/other.tar.zst")));
}

TEST_F(RuntimeLayerTest, AfterUnverifiedBytesOnlyAPromiseIsTrusted) {
    server_.on("/other.tar.zst", Answer::ok(small_archive("other")));
    server_.on("/unknown.tar.zst", Answer::ok(small_archive()));
    const std::vector<Runtime> wanted{at("/other.tar.zst", a), at("/unknown.tar.zst", std::nullopt)};
    EXPECT_THAT(error(wanted), AllOf(StartsWith("Python 3.13.5 could not be verified."),
                                     HasSubstr("/unknown.tar.zst: not asked")));
    EXPECT_EQ(server_.request_count("/unknown.tar.zst"), 0u);
    expect_nothing_left();

    pins_.pin(wanted.back().url, base::sha256(small_archive()));
    EXPECT_EQ(error(wanted), "no error");
}

TEST_F(RuntimeLayerTest, AnotherVersionIsForWhatIsMissing) {
    server_.on("/older.tar.zst", Answer::ok(small_archive()));
    const auto second_choice_after = [&](const std::string& path) {
        Runtime first = at(path, std::nullopt);
        first.version = {3, 13, 9};
        return error({first, at("/older.tar.zst", base::sha256(small_archive()))});
    };
    server_.on("/busy.tar.zst", Answer::status(503));
    EXPECT_THAT(second_choice_after("/busy.tar.zst"), HasSubstr("Python 3.13.9 could not be downloaded."))
        << "it may be there tomorrow";
    EXPECT_EQ(server_.request_count("/older.tar.zst"), 0u);
    EXPECT_EQ(second_choice_after("/missing.tar.zst"), "no error");
    EXPECT_THAT(base::read_file(platform_.layers_directory() / "python.toml"),
                AllOf(HasSubstr("3.13.5"), HasSubstr("instead-of"), HasSubstr("/missing.tar.zst")));
}

TEST_F(RuntimeLayerTest, WhetherItWouldBeKeptIsKnownBefore) {
    server_.on("/x.tar.zst", Answer::ok(small_archive()));
    const std::vector<Runtime> wanted{at("/x.tar.zst", std::nullopt)};
    EXPECT_FALSE(RuntimeLayer::would_be_kept(platform_.layers(), wanted, {}));
    ASSERT_EQ(error(wanted), "no error");
    platform_.restore();
    EXPECT_TRUE(RuntimeLayer::would_be_kept(platform_.layers(), wanted, {}));
    EXPECT_FALSE(RuntimeLayer::would_be_kept(platform_.layers(), wanted, BillAuthor{"Adder", "0.1.0"}));
    EXPECT_FALSE(RuntimeLayer::would_be_kept(platform_.layers(), {}, {}));
    for (const char* text : {"no toml", "[metadata]\nbill = 1"}) {
        base::write_file(platform_.layers_directory() / "python.toml", text);
        EXPECT_FALSE(RuntimeLayer::would_be_kept(platform_.layers(), wanted, {})) << text;
    }
}

TEST_F(RuntimeLayerTest, ABillOfMaterialsThatIsWantedAndNotThereIsAReason) {
    const fs::path bill = platform_.layers_directory() / "python.sbom.cdx.json";
    const auto restore = [&](std::string_view version) {
        cnb::TomlTable metadata = key().to_toml();
        if (!version.empty()) metadata.emplace("bill", std::string{version});
        cnb::write_toml_file(platform_.layers_directory() / "python.toml", {{"metadata", metadata}});
        base::write_file(bill, "{}");
    };
    const Downloads downloads = Downloads::open(platform_.layers(), services_);
    const auto is_current = [&](const std::optional<BillAuthor>& author) {
        const VersionRequest request = *VersionRequest::parse("3.13.5", Origin::file(".python-version"));
        const RuntimeLayer layer =
            RuntimeLayer::open(platform_.layers(), {{request, {runtime()}}, {.launch = true}, author}, pins_,
                               downloads, services_);
        return layer.is_current();
    };
    const BillAuthor author{"Adder", "0.1.0"};
    restore(bill_version);
    EXPECT_TRUE(is_current(author));
    EXPECT_TRUE(is_current(author)) << "its metadata were written again with the bill's version";
    EXPECT_TRUE(fs::exists(bill));
    EXPECT_TRUE(is_current({}));
    EXPECT_FALSE(fs::exists(bill));
    for (const char* version : {"", "0"}) {
        restore(version);
        EXPECT_FALSE(is_current(author)) << version;
    }
    EXPECT_THAT(platform_.logged(), HasSubstr("Not reusing Python: it has no bill of materials"));
}

TEST_F(RuntimeLayerTest, ADamagedCopyInTheCacheIsFetchedAgain) {
    const std::string archive = small_archive();
    server_.on("/small.tar.zst", Answer::ok(archive));
    for (const std::string& copy : {archive.substr(0, archive.size() / 2), std::string{"no archive"}}) {
        const Downloads downloads = Downloads::open(platform_.layers(), services_);
        base::write_file(platform_.layers_directory() / "downloads" / base::sha256(archive).hex(), copy);
        EXPECT_EQ(error({"/small.tar.zst"}, base::sha256(archive)), "no error");
        platform_.restore();
        base::remove_tree(platform_.layers_directory() / "python.toml");
    }
    EXPECT_EQ(server_.request_count("/small.tar.zst"), 2u);
}

TEST_F(RuntimeLayerTest, ItsArchiveIsForLaterBuildsUnlessTheCacheHasTheRuntime) {
    const std::string archive = small_archive();
    server_.on("/x.tar.zst", Answer::ok(archive));
    const Downloads downloads = Downloads::open(platform_.layers(), services_);
    const VersionRequest request = *VersionRequest::parse("3.13.5", Origin::file(".python-version"));
    const auto kept_of = [&](cnb::LayerTypes types) {
        RuntimeLayer layer = RuntimeLayer::open(
            platform_.layers(), {{request, {at("/x.tar.zst", {})}}, types}, pins_, downloads, services_);
        layer.materialise();
        return layer.archives_for_later();
    };
    EXPECT_THAT(kept_of({.launch = true}), ElementsAre(base::sha256(archive)));
    EXPECT_THAT(kept_of({.launch = true, .cache = true}), ElementsAre());
}

TEST_F(RuntimeLayerTest, TheImagesRuntimeIsMadeAgainFromItsOwnArchiveOnly) {
    server_.on("/first.tar.zst", {Answer::ok(small_archive()), Answer::status(404)});
    server_.on("/other.tar.zst", Answer::ok(small_archive("other")));
    const std::vector<Runtime> wanted{at("/first.tar.zst", base::sha256(small_archive())),
                                      at("/other.tar.zst", base::sha256(small_archive("other")))};
    ASSERT_EQ(error(wanted), "no error");
    platform_.restore();
    base::remove_tree(platform_.layers_directory() / "downloads" / base::sha256(small_archive()).hex());
    EXPECT_THAT(error(wanted), HasSubstr("Python 3.13.5 is not available"));
    EXPECT_EQ(server_.request_count("/other.tar.zst"), 0u);
}

TEST_F(RuntimeLayerTest, AnArchiveThatIsNotThePinnedOneEndsTheBuildWhateverOthersHave) {
    server_.on("/pinned.tar.zst", Answer::ok(small_archive("other")));
    server_.on("/good.tar.zst", Answer::ok(small_archive()));
    const std::vector<Runtime> wanted{at("/pinned.tar.zst", std::nullopt),
                                      at("/good.tar.zst", base::sha256(small_archive()))};
    pins_.pin(wanted.front().url, base::sha256(small_archive()));
    EXPECT_THAT(error(wanted), HasSubstr("is not the one this app was built with before"));
    EXPECT_EQ(server_.request_count("/good.tar.zst"), 0u);
    expect_nothing_left();
}

TEST_F(RuntimeLayerTest, AnArchiveThatIsNotTheOneOfEarlierBuilds) {
    server_.on("/x.tar.zst", Answer::ok("other bytes"));
    pins_.pin(fetch::Url::parse(server_.url("/x.tar.zst")), a);
    EXPECT_THAT(error({"/x.tar.zst"}, std::nullopt),
                HasSubstr("is damaged"));  // it is no archive to begin with
    expect_nothing_left();

    server_.on("/small.tar.zst", Answer::ok(small_archive()));
    pins_.pin(fetch::Url::parse(server_.url("/small.tar.zst")), a);
    EXPECT_THAT(error({"/small.tar.zst"}, std::nullopt),
                AllOf(HasSubstr("is not the one this app was built with before"), HasSubstr(a.hex())));
    expect_nothing_left();
}

TEST_F(RuntimeLayerTest, ADigestThatNobodyPublishesIsPinnedWhenFirstSeen) {
    server_.on("/small.tar.zst", Answer::ok(small_archive()));
    EXPECT_EQ(error({"/small.tar.zst"}, std::nullopt), "no error");
    EXPECT_EQ(pins_.find(fetch::Url::parse(server_.url("/small.tar.zst"))), base::sha256(small_archive()));
}

TEST_F(RuntimeLayerTest, APublishedDigestNeedsNoPin) {
    server_.on("/small.tar.zst", Answer::ok(small_archive()));
    EXPECT_EQ(error({"/small.tar.zst"}, base::sha256(small_archive())), "no error");
    EXPECT_EQ(pins_.find(fetch::Url::parse(server_.url("/small.tar.zst"))), std::nullopt);
}

}  // namespace
}  // namespace adder::python
