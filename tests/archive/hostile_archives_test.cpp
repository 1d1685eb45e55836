// R4: archives that ask for what unpacking must not do. Each is refused by name, and nothing outside of the
// root changes.

#include "hostile_archives.hpp"

#include "archive/errors.hpp"
#include "archives.hpp"
#include "packing.hpp"

#include <adder/base/files.hpp>

#include <cstdio>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/errors.hpp>

namespace adder::archive {
namespace {

namespace fs = std::filesystem;
using test::Hostile;
using test::Tar;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

/// A directory to unpack into, and others around it that must stay as they are.
class HostileArchivesTest : public testing::Test {
  protected:
    HostileArchivesTest() {
        base::make_directories(beside());
        base::make_directories(place_.path() / "root-evil");
        base::write_file(beside() / "file", "precious", 0600);
        fs::create_symlink("file", beside() / "link");
    }

    fs::path root() const { return place_.path() / "root"; }
    fs::path beside() const { return place_.path() / "beside"; }

    void unpack(std::string_view bytes, const UnpackOptions& options) const {
        base::remove_tree(root());
        base::make_directories(root());
        TreeUnpacker unpacker{root(), options};
        constexpr std::size_t piece = 100'000;
        for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size()))) {
            unpacker.write(base::as_bytes(bytes.substr(0, piece)));
        }
        unpacker.finish();
    }

    /// Everything but the root.
    test::Tree outside() const {
        test::Tree tree = test::digests_of(place_.path());
        std::erase_if(tree, [](const auto& entry) { return entry.first.starts_with("root/"); });
        tree.erase("root");
        return tree;
    }

    void expect_refused(const Hostile& hostile, const std::string& bytes, Format format) {
        SCOPED_TRACE(hostile.name);
        const test::Tree before = outside();
        const std::string message =
            adder::test::error_text([&] { unpack(bytes, {.format = format, .limits = hostile.limits}); });
        EXPECT_THAT(message, AllOf(HasSubstr(hostile.rule), HasSubstr(hostile.entry)));
        EXPECT_NE(message, "no error");
        EXPECT_EQ(outside(), before) << "something outside has changed";
        ++refused_;
    }

    void expect_refused_as_tar(const std::vector<Hostile>& all) {
        for (const Hostile& hostile : all) {
            expect_refused(hostile, test::zstd(hostile.bytes), Format::tar_zst);
            expect_refused(hostile, test::gzip(hostile.bytes), Format::tar_gz);
        }
        report();
    }

    void expect_refused_as_it_is(const std::vector<Hostile>& all, Format format) {
        for (const Hostile& hostile : all) expect_refused(hostile, hostile.bytes, format);
        report();
    }

    void report() {
        std::printf("R4: %d archives refused by name, nothing outside changed\n", refused_);
        RecordProperty("refused", refused_);
    }

    base::TempDir place_;
    int refused_ = 0;
};

TEST_F(HostileArchivesTest, Paths) { expect_refused_as_tar(test::hostile_paths(beside())); }
TEST_F(HostileArchivesTest, Links) { expect_refused_as_tar(test::hostile_links(beside())); }
TEST_F(HostileArchivesTest, Kinds) { expect_refused_as_tar(test::hostile_kinds()); }
TEST_F(HostileArchivesTest, Sizes) { expect_refused_as_tar(test::hostile_sizes()); }
TEST_F(HostileArchivesTest, Breaks) { expect_refused_as_tar(test::broken_tars()); }
TEST_F(HostileArchivesTest, Zstandard) {
    expect_refused_as_it_is(test::hostile_zstd_streams(), Format::tar_zst);
}
TEST_F(HostileArchivesTest, Gzip) { expect_refused_as_it_is(test::hostile_gzip_streams(), Format::tar_gz); }
TEST_F(HostileArchivesTest, Zip) { expect_refused_as_it_is(test::hostile_zips(beside()), Format::zip); }

// What is not refused, because it is harmless once it is read as it should be.

TEST_F(HostileArchivesTest, OfModesOnlyTheExecutableBitCounts) {
    unpack(Tar{}.file("setuid", "x", 06755).file("open", "x", 0666).file("sticky", "x", 01000).end(),
           {.format = Format::tar});
    EXPECT_THAT(test::tree_of(root()), ElementsAre(Pair("open", "644 file:x"), Pair("setuid", "755 file:x"),
                                                   Pair("sticky", "644 file:x")));
}

TEST_F(HostileArchivesTest, ALinkInAZipIsAFile) {
    unpack(test::zip({{"s", "", "../beside"}}), {.format = Format::zip});
    EXPECT_EQ(test::tree_of(root()).at("s").substr(4, 5), "file:");
}

TEST_F(HostileArchivesTest, AnArchiveInsideAFileIsThatFilesContents) {
    // CVE-2025-62518: the size in the extended header counts, not the one in the header that follows.
    const std::string inner = Tar{}.file("smuggled", "evil").without_end();
    Tar tar;
    tar.pax("size", std::to_string(inner.size())).header("outer", '0', 0, 0644, "").raw(inner);
    unpack(tar.end(), {.format = Format::tar});
    EXPECT_THAT(test::tree_of(root()), ElementsAre(Pair("outer", "644 file:" + inner)));
}

}  // namespace
}  // namespace adder::archive
