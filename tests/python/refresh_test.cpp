// scripts/refresh.sh, as far as it needs no network, and that what it writes is what the buildpack reads.
#include "python/catalogue.hpp"

#include <adder/base/files.hpp>
#include <adder/base/process.hpp>
#include <adder/base/text.hpp>
#include <adder/cnb/descriptor.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::python {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

constexpr int something_to_change = 3;

class RefreshSeriesTest : public testing::Test {
  protected:
    RefreshSeriesTest() {
        fs::copy(fs::path{ADDER_SOURCE_DIR} / "buildpack.toml", work_.path());
        before_ = catalogue();
    }

    base::Captured refresh(std::vector<std::string> args) {
        args.insert(args.begin(), {"series", "--catalogue", "buildpack.toml"});
        return base::run_and_capture({.program = fs::path{ADDER_SOURCE_DIR} / "scripts/refresh.sh",
                                      .args = std::move(args),
                                      .env = {{"PATH", "/usr/local/bin:/usr/bin:/bin"},
                                              {"HOME", work_.path().native()},
                                              {"TMPDIR", work_.path().native()}},
                                      .working_directory = work_.path()});
    }

    Catalogue catalogue() const { return cnb::Descriptor::read(work_.path()).metadata_as<Catalogue>(); }
    PythonVersion newest(unsigned minor_number) const {
        return catalogue().releases.find(3, minor_number)->latest;
    }
    std::string text() const { return base::read_file(work_.path() / "buildpack.toml"); }

    std::string write(const char* name, std::string_view text) {
        base::write_file(work_.path() / name, text);
        return name;  // relative to where the script is called
    }
    static std::string archive(const char* version, const char* arch = "amd64", const char* more = "") {
        return base::format(R"({{"version": "{}", "target": {{"arch": "{}"}}{}}})", version, arch, more);
    }
    std::string index_of(const std::string& archives) {
        return write("index.json", base::format(R"({{"schema": 1, "archives": [{}]}})", archives));
    }

    base::TempDir work_;
    Catalogue before_;
};

TEST_F(RefreshSeriesTest, TakesTheNewestPatchOfADirectorysArchives) {
    fs::create_directory(work_.path() / "runtimes");
    for (const char* name :
         {"python-3.13.98-debian-12-amd64.tar.zst", "python-3.13.99+2-debian-12-amd64.tar.zst",
          "python-3.13.100rc1-debian-12-amd64.tar.zst", "python-3.13.101t-debian-12-amd64.tar.zst",
          "python-3.12.0-debian-12-amd64.tar.zst", "notes.txt"}) {
        write(("runtimes/" + std::string{name}).c_str(), "");
    }
    const base::Captured result = refresh({"--from", "runtimes"});
    EXPECT_TRUE(result.status.ok()) << result.output;
    EXPECT_THAT(result.output, HasSubstr("→ 3.13.99"));
    EXPECT_EQ(newest(13), (PythonVersion{3, 13, 99}));
    EXPECT_EQ(newest(12), before_.releases.find(3, 12)->latest) << "patches do not go back";
    EXPECT_EQ(catalogue().runtimes.sources.size(), before_.runtimes.sources.size());
}

TEST_F(RefreshSeriesTest, OnlyWhatEveryOrdinaryBuildHasIsTheNewest) {
    const std::string archives =
        archive("3.13.90") + "," + archive("3.13.90", "arm64") + "," + archive("3.13.91", "arm64") + "," +
        archive("3.13.92", "riscv64") + "," + archive("3.13.93", "amd64", R"(, "variant": "minimal")") + "," +
        archive("3.13.94", "amd64", R"(, "free_threaded": true)") + "," + archive("3.12.90", "arm64");
    EXPECT_TRUE(refresh({"--from", index_of(archives)}).status.ok());
    EXPECT_EQ(newest(13), (PythonVersion{3, 13, 90}));
    EXPECT_EQ(newest(12), (PythonVersion{3, 12, 90})) << "a series that is there for one architecture alone";
}

TEST_F(RefreshSeriesTest, ReadsUvsList) {
    const auto build = [](const char* version, const char* arch, const char* variant = "default",
                          const char* implementation = "cpython", const char* os = "linux") {
        return base::format(
            R"({{"version": "{}", "arch": "{}", "variant": "{}", "implementation": "{}", "os": "{}", "url": "u"}})",
            version, arch, variant, implementation, os);
    };
    const std::string list = base::format(
        "[{}]",
        base::join(std::vector<std::string>{build("3.13.90", "x86_64"), build("3.13.90", "aarch64"),
                                            build("3.13.91", "x86_64", "freethreaded"),
                                            build("3.13.92", "x86_64", "default", "pypy"),
                                            build("3.13.93", "x86_64", "default", "cpython", "darwin"),
                                            build("3.99.0a2", "x86_64")},
                   ","));
    EXPECT_TRUE(refresh({"--from", write("uv.json", list)}).status.ok());
    EXPECT_EQ(newest(13), (PythonVersion{3, 13, 90}));
    EXPECT_EQ(catalogue().releases.series.size(), before_.releases.series.size())
        << "a pre-release begins no series";
}

TEST_F(RefreshSeriesTest, ANewSeriesEndsByPep602sRule) {
    EXPECT_TRUE(refresh({"--from", index_of(archive("3.99.1"))}).status.ok());
    ASSERT_NE(catalogue().releases.find(3, 99), nullptr);
    EXPECT_EQ(catalogue().releases.find(3, 99)->end_of_life, (Date{std::chrono::year{2115} / 10 / 31}));
    EXPECT_EQ(catalogue().releases.series.back().latest, (PythonVersion{3, 99, 1}));
    const std::string once = text();
    EXPECT_THAT(once, HasSubstr("end-of-life = \"2115-10-31\"\n\n# ")) << "what follows keeps its comment";
    EXPECT_THAT(refresh({"--from", "index.json"}).output, HasSubstr("Everything is up to date."));
    EXPECT_EQ(text(), once);
}

TEST_F(RefreshSeriesTest, AReleaseCycleDecidesWhenSeriesEnd) {
    const std::string cycle =
        write("cycle.json", R"({"3.99": {"end_of_life": "2099-02"}, "3.13": {"end_of_life": "2029-09-30"}})");
    const base::Captured result = refresh({"--from", index_of(archive("3.99.0")), "--release-cycle", cycle});
    EXPECT_THAT(result.output, HasSubstr("ends on 2099-02-28, PEP 602 that it does on 2115-10-31"));
    EXPECT_EQ(catalogue().releases.find(3, 99)->end_of_life, (Date{std::chrono::year{2099} / 2 / 28}));
    EXPECT_EQ(catalogue().releases.find(3, 13)->end_of_life, (Date{std::chrono::year{2029} / 9 / 30}));
}

TEST_F(RefreshSeriesTest, ReadsTheOtherCommonFormOfReleaseCycles) {
    const std::string cycle = write("cycle.json", R"([{"cycle": "3.12", "eol": "2028-10-02"},
                                                      {"cycle": "2.7", "eol": "2020-01-01"},
                                                      {"cycle": "3.14", "eol": false}])");
    EXPECT_TRUE(refresh({"--from", index_of(archive("3.12.0")), "--release-cycle", cycle}).status.ok());
    EXPECT_EQ(catalogue().releases.find(3, 12)->end_of_life, (Date{std::chrono::year{2028} / 10 / 2}));
}

TEST_F(RefreshSeriesTest, CommentsStayAndMakeNoSecondSeries) {
    std::string catalogue = text();
    const std::string line = base::format("latest = \"{}\"", newest(13).text());
    catalogue.replace(catalogue.find(line), line.size(), line + "  # held back");
    base::write_file(work_.path() / "buildpack.toml", catalogue);
    EXPECT_TRUE(refresh({"--from", index_of(archive("3.13.99"))}).status.ok());
    EXPECT_THAT(text(), HasSubstr("latest = \"3.13.99\"  # held back\n"));
    EXPECT_EQ(this->catalogue().releases.series.size(), before_.releases.series.size());
}

TEST_F(RefreshSeriesTest, CheckingChangesNothingAndTellsAChangeFromAnError) {
    const base::Captured wanting = refresh({"--from", index_of(archive("3.13.99")), "--check"});
    EXPECT_EQ(wanting.status.code, something_to_change) << wanting.output;
    EXPECT_EQ(newest(13), before_.releases.find(3, 13)->latest);
    EXPECT_TRUE(refresh({"--from", index_of(archive("3.13.0")), "--check"}).status.ok());
    EXPECT_EQ(refresh({"--from", write("index.json", "{"), "--check"}).status.code, 1);
}

TEST_F(RefreshSeriesTest, SaysWhatItCannotUse) {
    const auto refusal = [&](std::vector<std::string> args) {
        const std::string before = text();
        const base::Captured result = refresh(std::move(args));
        EXPECT_EQ(text(), before);
        EXPECT_THAT(result.output, testing::Not(HasSubstr("Traceback")));
        return result.status.code == 1 ? result.output : "accepted";
    };
    EXPECT_THAT(refusal({"everything"}),
                AllOf(HasSubstr("no part everything"), HasSubstr("Parts: uv series")));
    EXPECT_THAT(refusal({"--from"}), HasSubstr("usage"));
    EXPECT_THAT(refusal({"--from", "/nowhere"}), HasSubstr("there is no /nowhere"));
    const auto from = [&](std::string_view contents) {
        return refusal({"--from", write("index.json", contents)});
    };
    EXPECT_THAT(from("{"), HasSubstr("is not JSON"));
    EXPECT_THAT(from(""), HasSubstr("is not JSON"));
    EXPECT_THAT(from("\xff\xfe"), HasSubstr("is not UTF-8"));
    EXPECT_THAT(from(std::string(100'000, '[')), HasSubstr("is not JSON"));
    EXPECT_THAT(from("3"), HasSubstr("neither an index"));
    EXPECT_THAT(from(R"({"schema": 2})"), HasSubstr("schema 1"));
    EXPECT_THAT(from(R"({"schema": 1, "archives": []})"), HasSubstr("no release of Python"));
    EXPECT_THAT(from(R"({"schema": 1, "archives": [3]})"), HasSubstr("archive 1 has no version"));
    EXPECT_THAT(from(R"({"schema": 1, "archives": [{"version": "3.13.1", "target": 3}]})"),
                HasSubstr("archive 1 has no target"));
    EXPECT_THAT(from(R"([{"version": 3}])"), HasSubstr("entry 1 has no version"));
    EXPECT_THAT(refusal({"--from", index_of(archive("3.13.0")), "--release-cycle",
                         write("cycle.json", R"({"3.13": 1})")}),
                HasSubstr("does not say when"));
    base::write_file(work_.path() / "buildpack.toml", "[metadata]\n");
    EXPECT_THAT(refusal({"--from", "index.json"}), HasSubstr("no [[metadata.series]]"));
    base::write_file(work_.path() / "buildpack.toml", "[metadata\n");
    EXPECT_THAT(refusal({"--from", "index.json"}), HasSubstr("is not valid TOML"));
}

TEST(StaticLibrariesTest, HavePinsOnDebian) {
    const std::string lock = base::read_file(fs::path{ADDER_SOURCE_DIR} / "scripts/static-libraries.lock");
    for (const char* name :
         {"source curl - ", "source libarchive - ", "source libzstd - ", "package libssl-dev amd64 ",
          "package libssl-dev arm64 ", "package libc-ares-dev amd64 ", "package liblzma-dev amd64 ",
          "package zlib1g-dev arm64 "}) {
        EXPECT_THAT(lock, HasSubstr(base::format("\ndebian-12 {}", name)));
    }
}

}  // namespace
}  // namespace adder::python
