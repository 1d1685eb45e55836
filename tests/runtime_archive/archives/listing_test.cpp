#include "runtime_archive/archives/listing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::runtime_archive {
namespace {

using testing::HasSubstr;
using testing::Not;

runtimes::IndexEntry entry(const char* file) {
    return {.id = *runtimes::parse_archive_file_name(file),
            .file = file,
            .size = 9'500'000,
            .sha256 = base::sha256(file)};
}

struct SelectionCase {
    const char* name;
    Selection selection;
    bool selected;
};

class SelectionTest : public testing::TestWithParam<SelectionCase> {};

TEST_P(SelectionTest, Selects) {
    EXPECT_EQ(is_selected(entry("python-3.13.5-debian-12-amd64.tar.zst"), GetParam().selection),
              GetParam().selected);
}

INSTANTIATE_TEST_SUITE_P(Selections, SelectionTest,
                         testing::Values(SelectionCase{"everything", {}, true},
                                         SelectionCase{"series", {"3.13", ""}, true},
                                         SelectionCase{"other_series", {"3.1", ""}, false},
                                         SelectionCase{"target", {"", "debian-12-amd64"}, true},
                                         SelectionCase{"distribution", {"", "debian"}, true},
                                         SelectionCase{"distribution_and_version", {"", "debian-12"}, true},
                                         SelectionCase{"half_a_version", {"", "debian-1"}, false},
                                         SelectionCase{"both_must_fit", {"3.13", "ubuntu"}, false}),
                         [](const auto& tested) { return tested.param.name; });

TEST(ListingTest, VersionsAreInTheirOrder) {
    const runtimes::Index index{.archives = {entry("python-3.13.10-debian-12-amd64.tar.zst"),
                                             entry("python-3.13.5-debian-12-amd64.tar.zst")}};
    const auto selected = select(index, {});
    EXPECT_EQ(selected.at(0).id.version.text(), "3.13.5");
}

TEST(ListingTest, AVersionIsToldFromItsVariants) {
    EXPECT_EQ(version_text(entry("python-3.14.0t+2-minimal-debian-12-arm64.tar.zst").id),
              "3.14.0t+2 minimal");
}

TEST(ListingTest, ColumnsLineUp) {
    runtimes::IndexEntry flagged = entry("python-3.13.5+2-debian-12-amd64.tar.zst");
    flagged.build_flags = {"pgo", "lto"};
    flagged.date = "2026-01-31";
    EXPECT_EQ(
        table({entry("python-3.9.1-ubuntu-24.04-arm64.tar.zst"), flagged}),
        "VERSION   TARGET              SIZE    DATE        FLAGS    FILE\n"
        "3.9.1     ubuntu-24.04-arm64  9.5 MB  -           -        python-3.9.1-ubuntu-24.04-arm64.tar.zst\n"
        "3.13.5+2  debian-12-amd64     9.5 MB  2026-01-31  pgo,lto  "
        "python-3.13.5+2-debian-12-amd64.tar.zst\n");
}

TEST(ListingTest, OnlyWhatIsKnownIsDescribed) {
    runtimes::IndexEntry known = entry("python-3.13.5-debian-12-amd64.tar.zst");
    EXPECT_THAT(describe(known), Not(HasSubstr("source")));
    known.source = runtimes::Source{.name = "Python-3.13.5.tar.xz", .url = "https://example.com/x"};
    EXPECT_THAT(describe(known),
                HasSubstr("source   Python-3.13.5.tar.xz\n         https://example.com/x\n"));
}

}  // namespace
}  // namespace adder::runtime_archive
