#include "python/catalogue.hpp"

#include "python/runtime/source_text.hpp"
#include "python/runtime/standalone.hpp"

#include <adder/base/files.hpp>
#include <adder/cnb/descriptor.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/errors.hpp>

namespace adder::python {
namespace {

using testing::AllOf;
using testing::HasSubstr;

TEST(CatalogueTest, OursIsReadAndWhole) {
    const cnb::Descriptor descriptor = cnb::Descriptor::read(ADDER_SOURCE_DIR);
    const auto catalogue = descriptor.metadata_as<Catalogue>();
    EXPECT_TRUE(VersionRequest::parse(catalogue.releases.default_version, {}));
    EXPECT_FALSE(catalogue.runtimes.sources.empty());
    EXPECT_TRUE(catalogue.releases.date) << "messages and warnings say how old it is";
    EXPECT_TRUE(std::is_sorted(catalogue.releases.series.begin(), catalogue.releases.series.end(),
                               [](const Series& a, const Series& b) { return a.latest < b.latest; }));
    for (const char* arch : {"amd64", "arm64"}) {
        const cnb::Target target{"linux", arch, {}, {}, {}};
        const ToolWheel& wheel = catalogue.tools.uv.wheel_for(target, Libc{Libc::Kind::glibc, 2, 36});
        EXPECT_THAT(wheel.file, AllOf(HasSubstr(catalogue.tools.uv.version), HasSubstr("-manylinux_")));
        for (const std::optional<Libc>& other :
             {std::optional{Libc{Libc::Kind::musl}}, std::optional{Libc{Libc::Kind::glibc, 2, 5}},
              std::optional<Libc>{}}) {
            const ToolWheel& everywhere = catalogue.tools.uv.wheel_for(target, other);
            EXPECT_THAT(everywhere.file,
                        AllOf(HasSubstr(catalogue.tools.uv.version), HasSubstr("musllinux_")));
            EXPECT_EQ(everywhere.arch, arch);
        }
    }
}

struct WheelCase {
    const char* tag;
    std::optional<Libc> libc;
    bool runs;
};

class ToolWheelTest : public testing::TestWithParam<WheelCase> {};

TEST_P(ToolWheelTest, RunsWithTheCLibraryItWasMadeFor) {
    const ToolWheel wheel{.file = std::string{"uv-1.0-py3-none-"} + GetParam().tag + ".whl",
                          .os = "linux",
                          .arch = "amd64",
                          .digest = base::Sha256Digest::parse(std::string(64, '0'))};
    EXPECT_EQ(wheel.runs_with(GetParam().libc), GetParam().runs) << GetParam().tag;
}

constexpr Libc glibc(unsigned minor) { return {Libc::Kind::glibc, 2, minor}; }

INSTANTIATE_TEST_SUITE_P(
    Tags, ToolWheelTest,
    testing::Values(WheelCase{"manylinux_2_28_aarch64", glibc(28), true},
                    WheelCase{"manylinux_2_28_aarch64", glibc(36), true},
                    WheelCase{"manylinux_2_28_aarch64", glibc(27), false},
                    WheelCase{"manylinux_2_17_x86_64.manylinux2014_x86_64", glibc(17), true},
                    WheelCase{"manylinux_2_17_x86_64.manylinux2014_x86_64", glibc(5), false},
                    WheelCase{"manylinux_2_17_x86_64", Libc{Libc::Kind::glibc}, true},  // does not say
                    WheelCase{"manylinux_2_17_x86_64", Libc{Libc::Kind::musl}, false},
                    WheelCase{"manylinux_2_17_x86_64", std::nullopt, false},
                    WheelCase{"musllinux_1_1_x86_64", Libc{Libc::Kind::musl}, true},
                    WheelCase{"musllinux_1_1_x86_64", glibc(36), true},
                    WheelCase{"musllinux_1_1_x86_64", std::nullopt, true},
                    WheelCase{"manylinux_2_17_aarch64.musllinux_1_1_aarch64", std::nullopt, true}));

TEST(CatalogueTest, AnArchitectureWithoutAToolIsAMessage) {
    EXPECT_THAT(
        test::shown_error([] { PinnedTool{}.wheel_for({"linux", "s390x", {}, {}, {}}, std::nullopt); }),
        HasSubstr("Dependencies cannot be installed on linux/s390x."));
}

TEST(SourceTest, HasASchemeAndAUrl) {
    const Source index = parse_source("index+file:///srv/runtimes/");
    EXPECT_EQ(index.scheme, Source::Scheme::index);
    EXPECT_EQ(index.display(), "index+file:///srv/runtimes/");
    EXPECT_EQ(parse_source("heroku+http://127.0.0.1:8080/x").scheme, Source::Scheme::heroku);
}

TEST(SourceTest, OfPythonBuildStandalone) {
    const Source source = parse_source("python-build-standalone+https://m.example/20260801");
    EXPECT_EQ(source.scheme, Source::Scheme::standalone);
    EXPECT_EQ(source.display(), "python-build-standalone+https://m.example/20260801/");
}

TEST(SourceTest, MayKeepEndedPythonsUpToDate) {
    EXPECT_FALSE(parse_source("index+https://x.example/python").past_end_of_life);
    const Source source = parse_source("index+https://x.example/a,b/python,past-end-of-life=true");
    EXPECT_TRUE(source.past_end_of_life);
    EXPECT_EQ(source.display(), "index+https://x.example/a,b/python/");
    EXPECT_FALSE(parse_source("index+https://x.example,past-end-of-life=false").past_end_of_life);
    const auto refusal = [](const char* text) { return test::shown_error([&] { parse_source(text); }); };
    EXPECT_THAT(refusal("heroku+https://x.example,past-end-of-life=true"),
                HasSubstr("for sources of the scheme index only"));
    const Source copy =
        parse_source("index+file:///runtimes,signed-as=https://x.example/python,past-end-of-life=true");
    EXPECT_EQ(copy.signed_as, "https://x.example/python");
    EXPECT_EQ(copy.url.display(), "file:///runtimes/");
    EXPECT_TRUE(copy.past_end_of_life);
    EXPECT_THAT(refusal("heroku+https://x.example,signed-as=y"), HasSubstr("of the scheme index only"));
    EXPECT_THAT(refusal("index+https://x.example,signed-as="), HasSubstr("what its list is signed for"));
    EXPECT_THAT(refusal("index+https://x.example,past-end-of-life=yes"),
                HasSubstr("past-end-of-life should be true or false"));
    EXPECT_THAT(refusal("index+https://x.example,past-end-of-live=true"),
                HasSubstr("its only options are past-end-of-life and signed-as"));
}

TEST(CatalogueTest, HasTheListOfAReleaseOfPythonBuildStandalone) {
    const std::filesystem::path root{ADDER_SOURCE_DIR};
    const auto catalogue = cnb::Descriptor::read(root).metadata_as<Catalogue>();
    const auto source =
        std::ranges::find_if(catalogue.runtimes.sources, [](const Source& one) { return !one.list.empty(); });
    ASSERT_NE(source, catalogue.runtimes.sources.end());
    const std::string release = source->url.text().substr(source->url.text().size() - 9, 8);
    const cnb::Target target{"linux", "arm64", {}, "debian", "12"};
    const auto entries = standalone_archives(base::read_file(source->located(root).list), target,
                                             Libc{Libc::Kind::glibc, 2, 36});
    for (const Series& series : catalogue.releases.series) {
        if (series.end_of_life < *catalogue.releases.date) continue;
        EXPECT_TRUE(std::ranges::any_of(entries, [&](const runtimes::IndexEntry& entry) {
            return entry.id.version == series.latest && entry.id.target.distro == "debian" &&
                   std::to_string(entry.id.build) == release;
        })) << series.latest.text();
    }
}

TEST(SourceTest, OfTheBuildpackItselfIsNotCalledTheVariables) {
    const auto read = [](cnb::TomlTable source) {
        const cnb::TomlTable toml{{"default-version", "3.13"},
                                  {"uv", cnb::TomlTable{{"version", "1"}}},
                                  {"sources", cnb::TomlArray{std::move(source)}}};
        return Catalogue::from_toml({toml, "f"}).runtimes.sources.front();
    };
    EXPECT_THAT(test::shown_error([&] { read({{"url", "s3+https://x.example"}}); }),
                AllOf(HasSubstr("The buildpack holds a source that cannot be used."),
                      testing::Not(HasSubstr("BP_"))));
    EXPECT_TRUE(read({{"url", "index+https://x.example"}, {"past-end-of-life", true}}).past_end_of_life);
    EXPECT_TRUE(read({{"directory", "runtimes"}, {"past-end-of-life", true}}).past_end_of_life);
    EXPECT_TRUE(read({{"url", "heroku+https://x.example"}, {"unsigned", true}}).is_unsigned_allowed);
    EXPECT_FALSE(read({{"url", "heroku+https://x.example"}}).is_unsigned_allowed);
    EXPECT_EQ(read({{"url", "index+https://x.example"}, {"signed-as", "there"}}).signed_as, "there");
    EXPECT_THAT(
        test::error_text([&] { read({{"url", "heroku+https://x.example"}, {"signed-as", "there"}}); }),
        HasSubstr("signed-as"));
    EXPECT_THAT(
        test::error_text([&] { read({{"url", "heroku+https://x.example"}, {"past-end-of-life", true}}); }),
        HasSubstr("past-end-of-life"));
    EXPECT_THAT(
        test::error_text([&] { read({{"url", "heroku+https://x.example"}, {"list", "data/sums.txt"}}); }),
        HasSubstr("python-build-standalone only"));
    EXPECT_THAT(test::error_text([&] {
                    read({{"url", "python-build-standalone+https://x.example"}, {"list", "../sums.txt"}});
                }),
                HasSubstr("should be a file of the buildpack's own"));
}

TEST(CatalogueTest, MayNameTheDayItIsOf) {
    const auto date_of = [](const char* text) {
        const cnb::TomlTable toml{
            {"default-version", "3.13"}, {"uv", cnb::TomlTable{{"version", "1"}}}, {"data-date", text}};
        return Catalogue::from_toml({toml, "f"}).releases.date;
    };
    EXPECT_EQ(date_of("2026-11-30"), (Date{std::chrono::year{2026} / 11 / 30}));
    for (const char* wrong : {"", "today", "2026-11-31", "2026-1-1", "26-11-30", "2026-11-30T00:00:00Z"}) {
        EXPECT_THAT(test::error_text([&] { date_of(wrong); }), HasSubstr("data-date")) << wrong;
    }
    EXPECT_EQ(date_text(*parse_date("2026-01-02")), "2026-01-02");
}

TEST(CatalogueTest, OnTheLastDayASeriesIsMaintained) {
    KnownReleases known;
    known.series = {{3, 10, Date{std::chrono::year{2026} / 10 / 31}, {3, 10, 20}}};
    EXPECT_FALSE(known.is_past_end_of_life({3, 10}, Date{std::chrono::year{2026} / 10 / 31}));
    EXPECT_TRUE(known.is_past_end_of_life({3, 10}, Date{std::chrono::year{2026} / 11 / 1}));
}

TEST(SourceTest, ADirectoryOfTheBuildpacksOwn) {
    const auto source_of = [](const char* directory) {
        const cnb::TomlTable toml{{"default-version", "3.13"},
                                  {"uv", cnb::TomlTable{{"version", "1"}}},
                                  {"sources", cnb::TomlArray{cnb::TomlTable{{"directory", directory}}}}};
        return Catalogue::from_toml({toml, "f"}).runtimes.sources.front();
    };
    const Source source = source_of("runtimes");
    EXPECT_TRUE(source.is_bundled());
    EXPECT_EQ(source.located("/cnb/x").display(), "index+file:///cnb/x/runtimes/");
    for (const char* wrong : {"", "/runtimes", "../runtimes", "a/../../b"}) {
        EXPECT_THAT(test::error_text([&] { source_of(wrong); }), HasSubstr("directory")) << wrong;
    }
}

TEST(SourceTest, RefusesEverythingElseWithoutShowingCredentials) {
    for (const char* text : {"", "https://x.example", "s3+https://x.example", "index+", "index+x.example",
                             "index+http://x.example", "index+ftp://x.example", "heroku+https://"}) {
        EXPECT_THAT(test::shown_error([&] { parse_source(text); }),
                    HasSubstr("BP_PYTHON_RUNTIME_SOURCES holds a source that cannot be used."))
            << text;
    }
    EXPECT_THAT(test::shown_error([] { parse_source("index+http://user:secret@x.example"); }),
                Not(HasSubstr("secret")));
}

TEST(TargetNameTest, NeedsADistribution) {
    EXPECT_EQ(target_name({"linux", "arm64", {}, "debian", "12"}), "debian-12-arm64");
    EXPECT_EQ(target_name({"linux", "arm64", {}, "debian", {}}), std::nullopt);
}

}  // namespace
}  // namespace adder::python
