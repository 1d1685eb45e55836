// scripts/update-catalogue.sh, and that what it writes is what the buildpack reads.
#include <adder/base/files.hpp>
#include <adder/base/process.hpp>
#include <adder/cnb/descriptor.hpp>
#include <adder/python/catalogue.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::python {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class UpdateCatalogueTest : public testing::Test {
  protected:
    UpdateCatalogueTest() {
        fs::copy(fs::path{ADDER_SOURCE_DIR} / "buildpack.toml", work_.path());
        before_ = catalogue();
    }

    base::Captured update(std::vector<std::string> args) {
        args.insert(args.end(), {"--catalogue", (work_.path() / "buildpack.toml").native()});
        return base::run_and_capture(
            {.program = fs::path{ADDER_SOURCE_DIR} / "scripts/update-catalogue.sh",
             .args = std::move(args),
             .env = {{"PATH", "/usr/local/bin:/usr/bin:/bin"}, {"HOME", work_.path().native()}},
             .working_directory = work_.path()});
    }

    Catalogue catalogue() const { return cnb::Descriptor::read(work_.path()).metadata_as<Catalogue>(); }
    PythonVersion newest(unsigned minor_number) const { return catalogue().find(3, minor_number)->latest; }

    std::string write(const char* name, std::string_view text) {
        base::write_file(work_.path() / name, text);
        return work_.path() / name;
    }
    /// An index of one archive, as far as the script reads it.
    std::string index_of(const char* version) {
        return write("index.json",
                     base::format(R"({{"schema": 1, "archives": [{{"version": "{}"}}]}})", version));
    }

    base::TempDir work_;
    Catalogue before_;
};

TEST_F(UpdateCatalogueTest, TakesTheNewestPatchOfADirectorysArchives) {
    for (const char* name :
         {"python-3.13.98-debian-12-amd64.tar.zst", "python-3.13.99+2-debian-12-amd64.tar.zst",
          "python-3.13.100rc1-debian-12-amd64.tar.zst", "python-3.13.101t-debian-12-amd64.tar.zst",
          "python-3.12.0-debian-12-amd64.tar.zst", "notes.txt"}) {
        write(name, "");
    }
    const base::Captured result = update({work_.path()});
    EXPECT_TRUE(result.status.ok()) << result.output;
    EXPECT_THAT(result.output, HasSubstr("→ 3.13.99"));
    EXPECT_EQ(newest(13), (PythonVersion{3, 13, 99}));
    EXPECT_EQ(newest(12), before_.find(3, 12)->latest) << "patches do not go back";
    EXPECT_EQ(catalogue().sources.size(), before_.sources.size());
}

TEST_F(UpdateCatalogueTest, ANewSeriesNeedsItsEnd) {
    EXPECT_THAT(update({index_of("3.99.0")}).output, HasSubstr("give --release-cycle"));
    EXPECT_EQ(catalogue().find(3, 99), nullptr);

    const std::string cycle =
        write("cycle.json", R"({"3.99": {"end_of_life": "2099-02"}, "3.13": {"end_of_life": "2029-09-30"}})");
    const base::Captured result = update({index_of("3.99.0"), "--release-cycle", cycle});
    EXPECT_TRUE(result.status.ok()) << result.output;
    ASSERT_NE(catalogue().find(3, 99), nullptr);
    EXPECT_EQ(catalogue().find(3, 99)->end_of_life, (Date{std::chrono::year{2099} / 2 / 28}));
    EXPECT_EQ(catalogue().find(3, 13)->end_of_life, (Date{std::chrono::year{2029} / 9 / 30}));
    EXPECT_EQ(catalogue().series.back().latest, (PythonVersion{3, 99, 0}));
}

TEST_F(UpdateCatalogueTest, ReadsTheOtherCommonFormOfReleaseCycles) {
    const std::string cycle = write("cycle.json", R"([{"cycle": "3.12", "eol": "2028-10-02"},
                                                      {"cycle": "2.7", "eol": "2020-01-01"},
                                                      {"cycle": "3.14", "eol": false}])");
    EXPECT_TRUE(update({index_of("3.12.0"), "--release-cycle", cycle}).status.ok());
    EXPECT_EQ(catalogue().find(3, 12)->end_of_life, (Date{std::chrono::year{2028} / 10 / 2}));
}

TEST_F(UpdateCatalogueTest, CheckingChangesNothing) {
    const base::Captured wanting = update({index_of("3.13.99"), "--check"});
    EXPECT_EQ(wanting.status.code, 1) << wanting.output;
    EXPECT_EQ(newest(13), before_.find(3, 13)->latest);
    EXPECT_TRUE(update({index_of("3.13.0"), "--check"}).status.ok());
}

TEST_F(UpdateCatalogueTest, SaysWhatItCannotUse) {
    const auto refusal = [&](std::vector<std::string> args) {
        const base::Captured result = update(std::move(args));
        return result.status.ok() ? "accepted" : result.output;
    };
    EXPECT_THAT(refusal({}), HasSubstr("usage"));
    EXPECT_THAT(refusal({"/nowhere"}), HasSubstr("there is no /nowhere"));
    EXPECT_THAT(refusal({write("index.json", "{")}), HasSubstr("is not JSON"));
    EXPECT_THAT(refusal({write("index.json", R"({"schema": 2})")}), HasSubstr("schema 1"));
    EXPECT_THAT(refusal({write("index.json", R"({"schema": 1, "archives": []})")}), HasSubstr("no runtime"));
    EXPECT_THAT(refusal({index_of("3.13.0"), "--release-cycle", write("cycle.json", R"({"3.13": 1})")}),
                HasSubstr("does not say when"));
}

}  // namespace
}  // namespace adder::python
