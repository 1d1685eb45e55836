// scripts/make-catalogue.sh, and that what it writes is what the buildpack reads and trusts.
#include "python/published_catalogue.hpp"
#include "runtimes/signature.hpp"

#include <adder/base/files.hpp>
#include <adder/base/process.hpp>
#include <adder/cnb/descriptor.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::python {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class MakeCatalogueTest : public testing::Test {
  protected:
    base::Captured make(std::vector<std::string> args) {
        args.insert(args.begin(), output().native());
        return base::run_and_capture(
            {.program = fs::path{ADDER_SOURCE_DIR} / "scripts/make-catalogue.sh",
             .args = std::move(args),
             .env = {{"PATH", "/usr/local/bin:/usr/bin:/bin"}, {"HOME", work_.path().native()}},
             .working_directory = work_.path()});
    }
    fs::path output() const { return work_.path() / "catalogue.json"; }
    std::string text() const { return base::read_file(output()); }
    std::string file(const char* name, const std::string& contents) const {
        base::write_file(work_.path() / name, contents);
        return work_.path() / name;
    }

    base::TempDir work_;
};

TEST_F(MakeCatalogueTest, SaysWhatTheBuildpackSays) {
    const base::Captured result = make({});
    ASSERT_TRUE(result.status.ok()) << result.output;
    const PublishedCatalogue published = parse_published_catalogue(text());
    const auto own = cnb::Descriptor::read(ADDER_SOURCE_DIR).metadata_as<Catalogue>();
    EXPECT_EQ(published.serial, 1u);
    EXPECT_EQ(published.issued, own.releases.date);
    EXPECT_EQ(published.default_version, own.releases.default_version);
    ASSERT_EQ(published.series.size(), own.releases.series.size());
    for (std::size_t i = 0; i < own.releases.series.size(); ++i) {
        EXPECT_EQ(published.series[i].latest, own.releases.series[i].latest);
        EXPECT_EQ(published.series[i].end_of_life, own.releases.series[i].end_of_life);
    }
    EXPECT_FALSE(fs::exists(output().native() + ".sig"));
}

TEST_F(MakeCatalogueTest, CountsItsPublications) {
    ASSERT_TRUE(make({"--serial", "41"}).status.ok());
    ASSERT_TRUE(make({}).status.ok());
    EXPECT_EQ(parse_published_catalogue(text()).serial, 42u);
    for (const char* wrong : {"0", "-1", "x", "1.5"}) {
        const base::Captured result = make({"--serial", wrong});
        EXPECT_FALSE(result.status.ok());
        EXPECT_THAT(result.output, HasSubstr("--serial should be a whole number"));
    }
    EXPECT_EQ(parse_published_catalogue(text()).serial, 42u) << "what is there stays";
}

TEST_F(MakeCatalogueTest, SignsWithEachKey) {
    const base::PrivateKey first = base::PrivateKey::generate();
    const base::PrivateKey second = base::PrivateKey::generate();
    const base::Captured result =
        make({"--key", file("first.key", first.pem()), "--key", file("second.key", second.pem())});
    ASSERT_TRUE(result.status.ok()) << result.output;
    const std::string signatures = base::read_file(output().native() + ".sig");
    EXPECT_NO_THROW(runtimes::require_signed(text(), signatures, {first.public_key()}));
    EXPECT_NO_THROW(runtimes::require_signed(text(), signatures, {second.public_key()}));
    EXPECT_EQ(runtimes::parse_signatures(signatures).size(), 2u);

    EXPECT_FALSE(make({"--key", file("bad.key", "nonsense")}).status.ok());
    EXPECT_NO_THROW(runtimes::require_signed(text(), signatures, {first.public_key()}))
        << "what is there stays";
    ASSERT_TRUE(make({}).status.ok());
    EXPECT_FALSE(fs::exists(output().native() + ".sig")) << "it was of other bytes";
}

}  // namespace
}  // namespace adder::python
