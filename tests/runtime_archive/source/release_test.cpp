#include "runtime_archive/source/release.hpp"

#include <gtest/gtest.h>

namespace adder::runtime_archive {
namespace {

runtimes::PythonVersion version(const char* text) { return *runtimes::PythonVersion::parse(text); }

struct ReleaseCase {
    const char* version;
    const char* url;
    const char* identity;
    const char* issuer;
};

void PrintTo(const ReleaseCase& given, std::ostream* out) { *out << given.version; }

class ReleaseTest : public testing::TestWithParam<ReleaseCase> {};

TEST_P(ReleaseTest, HasAPlaceAndASigner) {
    const ReleaseCase& given = GetParam();
    EXPECT_EQ(source_url(version(given.version)), given.url);
    EXPECT_EQ(release_manager(version(given.version)), (ReleaseManager{given.identity, given.issuer}));
}

INSTANTIATE_TEST_SUITE_P(
    Releases, ReleaseTest,
    testing::Values(ReleaseCase{"3.10.18", "https://www.python.org/ftp/python/3.10.18/Python-3.10.18.tar.xz",
                                "pablogsal@python.org", "https://accounts.google.com"},
                    ReleaseCase{"3.13.5", "https://www.python.org/ftp/python/3.13.5/Python-3.13.5.tar.xz",
                                "thomas@python.org", "https://accounts.google.com"},
                    ReleaseCase{"3.15.0rc1",
                                "https://www.python.org/ftp/python/3.15.0/Python-3.15.0rc1.tar.xz",
                                "hugo@python.org", "https://github.com/login/oauth"}));

TEST(ReleaseManagerTest, AnUnknownSeriesHasNone) {
    EXPECT_EQ(release_manager(version("3.9.23")), std::nullopt);
    EXPECT_EQ(release_manager(version("3.16.0")), std::nullopt);
    EXPECT_EQ(release_manager(version("4.13.0")), std::nullopt);
}

}  // namespace
}  // namespace adder::runtime_archive
