#include <adder/base/files.hpp>
#include <adder/cnb/sbom.hpp>

#include <stdexcept>

#include <gtest/gtest.h>

namespace adder::cnb {
namespace {

namespace fs = std::filesystem;

TEST(SbomTest, MediaTypesAreReadWithoutTheirParameters) {
    EXPECT_EQ(sbom_format_of("application/vnd.cyclonedx+json"), SbomFormat::cyclonedx);
    EXPECT_EQ(sbom_format_of("application/vnd.cyclonedx+json; version=1.5"), SbomFormat::cyclonedx);
    EXPECT_EQ(sbom_format_of("Application/SPDX+json"), SbomFormat::spdx);
    EXPECT_EQ(sbom_format_of("application/vnd.syft+json"), SbomFormat::syft);
    for (const char* other : {"", "application/json", "cyclonedx"}) {
        EXPECT_EQ(sbom_format_of(other), std::nullopt) << other;
    }
}

TEST(SbomTest, EveryFormatHasItsFile) {
    const base::TempDir directory;
    const SbomFiles files{directory.path(), {SbomFormat::cyclonedx, SbomFormat::spdx, SbomFormat::syft}};
    files.write("launch", {{SbomFormat::cyclonedx, "c"}, {SbomFormat::spdx, "p"}, {SbomFormat::syft, "y"}});
    EXPECT_EQ(base::read_file(directory.path() / "launch.sbom.cdx.json"), "c");
    EXPECT_EQ(base::read_file(directory.path() / "launch.sbom.spdx.json"), "p");
    EXPECT_EQ(base::read_file(directory.path() / "launch.sbom.syft.json"), "y");
    files.write("launch", {{SbomFormat::spdx, "new"}});
    EXPECT_EQ(std::distance(fs::directory_iterator{directory.path()}, {}), 1);
    EXPECT_EQ(base::read_file(directory.path() / "launch.sbom.spdx.json"), "new");
}

TEST(SbomTest, AnUndeclaredFormatIsRefusedBeforeAnythingIsWritten) {
    const base::TempDir directory;
    const SbomFiles files{directory.path(), {SbomFormat::cyclonedx}};
    EXPECT_THROW(files.write("build", {{SbomFormat::cyclonedx, "c"}, {SbomFormat::syft, "y"}}),
                 std::logic_error);
    EXPECT_TRUE(fs::is_empty(directory.path()));
}

}  // namespace
}  // namespace adder::cnb
