#include "archive/unpack.hpp"

#include "archive/errors.hpp"
#include "archives.hpp"
#include "packing.hpp"
#include "xz.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::archive {
namespace {

using test::gzip;
using test::Tar;
using test::zip;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

/// A place to unpack into, with a place outside of it that must stay as it is.
class UnpackTest : public testing::Test {
  protected:
    UnpackTest() { base::make_directories(root()); }
    ~UnpackTest() override {
        std::size_t beside = 0;
        for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator{dir_.path()}) ++beside;
        EXPECT_EQ(beside, 1u) << "something was written outside";
    }

    std::filesystem::path root() const { return dir_.path() / "root"; }

    UnpackTotals unpack(std::string_view bytes, UnpackOptions options = {.format = Format::tar},
                        std::size_t piece = 100'000) {
        base::remove_tree(root());
        base::make_directories(root());
        TreeUnpacker unpacker{root(), std::move(options)};
        for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size()))) {
            unpacker.write(base::as_bytes(bytes.substr(0, piece)));
        }
        unpacker.finish();
        return unpacker.totals();
    }

    template <typename Exception>
    std::string failure(std::string_view bytes, UnpackOptions options = {.format = Format::tar}) {
        try {
            unpack(bytes, std::move(options));
        } catch (const Exception& error) {
            return error.full_text();
        }
        return "no failure";
    }

    base::TempDir dir_;
};

std::string sample_tar() {
    return Tar{}
        .directory("./")
        .directory("./bin/")
        .symlink("./bin/python3", "python3.13")
        .file("./bin/python3.13", "program", 06755)
        .file("./lib/a.py", test::noise(3000), 0666)
        .file("./lib/empty", "")
        .hardlink("./lib/b.py", "./lib/a.py")
        .end();
}

void expect_sample(const std::filesystem::path& root) {
    const std::string a = "644 file:" + test::noise(3000);
    EXPECT_THAT(test::tree_of(root),
                ElementsAre(Pair("bin", "755 dir"), Pair("bin/python3", "-> python3.13"),
                            Pair("bin/python3.13", "755 file:program"), Pair("lib", "755 dir"),
                            Pair("lib/a.py", a), Pair("lib/b.py", a), Pair("lib/empty", "644 file:")));
}

TEST_F(UnpackTest, EveryTarFormat) {
    const std::string tar = sample_tar();
    for (const std::size_t piece : {std::size_t{100}, std::size_t{1} << 20}) {
        const UnpackTotals totals = unpack(tar, {.format = Format::tar}, piece);
        expect_sample(root());
        EXPECT_EQ(totals.entries, 7u);
        EXPECT_EQ(totals.bytes, 3007u);
        unpack(test::zstd(tar), {.format = Format::tar_zst}, piece);
        expect_sample(root());
        unpack(gzip(tar), {.format = Format::tar_gz}, piece);
        expect_sample(root());
        unpack(test::xz(tar), {.format = Format::tar_xz}, piece);
        expect_sample(root());
    }
}

TEST_F(UnpackTest, ManyChunksPass) {
    Tar tar;
    for (int i = 0; i < 30; ++i)
        tar.file(base::format("f{}", i), test::noise(700'000 + 13u * static_cast<unsigned>(i)));
    unpack(test::zstd(tar.end()), {.format = Format::tar_zst});
    EXPECT_EQ(test::tree_of(root()).at("f29"), "644 file:" + test::noise(700'000 + 13 * 29));
}

TEST_F(UnpackTest, LeadingComponentsAreStripped) {
    unpack(Tar{}.directory("python").file("python/bin/x", "1").symlink("python/y", "bin/x").file("top").end(),
           {.format = Format::tar, .strip = 1});
    EXPECT_THAT(test::tree_of(root()),
                ElementsAre(Pair("bin", "755 dir"), Pair("bin/x", "644 file:1"), Pair("y", "-> bin/x")));
}

TEST_F(UnpackTest, NamesBeyondAscii) {
    const std::string path = "lib/ü/日本/" + std::string(120, 'x');
    const std::string record = " path=" + path + "\n";
    const std::string pax = std::to_string(record.size() + 3) + record;
    unpack(Tar{}.entry("PaxHeader", 'x', pax).file("short", "1").file("ö", "2").end());
    EXPECT_EQ(test::tree_of(root()).at(path), "644 file:1");
    EXPECT_EQ(test::tree_of(root()).at("ö"), "644 file:2");
}

TEST_F(UnpackTest, ZerosAfterTheEndAreFine) {
    unpack(Tar{}.file("a").end() + std::string(9 << 20, '\0'));
    EXPECT_EQ(test::tree_of(root()).size(), 1u);
}

TEST_F(UnpackTest, TooManyEntries) {
    Tar tar;
    for (int i = 0; i < 11; ++i) tar.file(std::to_string(i));
    EXPECT_THAT(failure<UnsafeArchive>(tar.end(), {.format = Format::tar, .limits = {.entries = 10}}),
                HasSubstr("more than 10 entries"));
}

TEST_F(UnpackTest, BombsAreStoppedEarly) {
    const Limits limits{.ratio_free_bytes = 4 << 20};
    const std::string in_a_file = Tar{}.file("a", std::string(64 << 20, '\0')).end();
    const std::string after_the_end = Tar{}.file("a").end() + std::string(64 << 20, '\0');
    for (const std::string& tar : {in_a_file, after_the_end}) {
        EXPECT_THAT(failure<UnsafeArchive>(test::zstd(tar), {.format = Format::tar_zst, .limits = limits}),
                    HasSubstr("times as much"));
        EXPECT_THAT(failure<UnsafeArchive>(gzip(tar), {.format = Format::tar_gz, .limits = limits}),
                    HasSubstr("times as much"));
    }
}

TEST_F(UnpackTest, AGzipIsReadToItsEnd) {
    const std::string packed = gzip(sample_tar());
    const UnpackOptions options{.format = Format::tar_gz};
    EXPECT_NO_THROW(unpack(packed + std::string(100, '\0'), options));
    EXPECT_THAT(failure<DamagedArchive>(packed + "x", options), HasSubstr("followed by something else"));
    EXPECT_THAT(failure<DamagedArchive>(sample_tar(), options), HasSubstr("damaged"));
    EXPECT_THAT(failure<DamagedArchive>("", options), HasSubstr("damaged"));
    EXPECT_THAT(failure<base::Error>(gzip(packed), options), HasSubstr("damaged")) << "one layer only";
}

TEST_F(UnpackTest, ATruncationAnywhereIsNoticed) {
    Tar tar;
    for (int i = 0; i < 20; ++i) tar.file(std::to_string(i), test::noise(9000, static_cast<unsigned>(i) + 1));
    const std::vector<std::pair<Format, std::string>> all{{Format::tar, tar.end()},
                                                          {Format::tar_zst, test::zstd(tar.end())},
                                                          {Format::tar_xz, test::xz(tar.end())},
                                                          {Format::tar_gz, gzip(tar.end())}};
    for (const auto& [format, bytes] : all) {
        for (std::size_t size = 0; size < bytes.size() - 1024; size += 4096) {
            EXPECT_THROW(unpack(bytes.substr(0, size), {.format = format}), DamagedArchive) << size;
        }
    }
}

TEST_F(UnpackTest, FlippedBitsNeverEscapeOrCrash) {
    const std::string tar = sample_tar();
    for (std::size_t bit = 0; bit < tar.size() * 8; bit += 151) {
        std::string damaged = tar;
        damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
        try {
            unpack(damaged);
        } catch (const base::Error&) {}
    }
}

TEST_F(UnpackTest, AnUnfinishedUnpackerStops) {
    const std::string packed = test::zstd(Tar{}.file("a", test::noise(30 << 20)).end());
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, packed.size() / 2, packed.size()}) {
        base::remove_tree(root());
        base::make_directories(root());
        TreeUnpacker unpacker{root(), {.format = Format::tar_zst}};
        unpacker.write(base::as_bytes(std::string_view{packed}.substr(0, size)));
    }
}

TEST_F(UnpackTest, TheThreadsFailureComesOutOfWrite) {
    const std::string tar = Tar{}.file("../evil").end() + test::noise(30 << 20);
    TreeUnpacker unpacker{root(), {.format = Format::tar}};
    EXPECT_THROW(
        {
            for (int i = 0; i < 30; ++i)
                unpacker.write(base::as_bytes(std::string_view{tar}.substr(0, 1 << 20)));
        },
        UnsafeArchive);
}

TEST_F(UnpackTest, TheDirectoryMustBeThereAndEmpty) {
    base::write_file(root() / "x", "");
    EXPECT_THROW((TreeUnpacker{root(), {}}), base::Error);
    EXPECT_THROW((TreeUnpacker{root() / "none", {}}), base::Error);
}

TEST_F(UnpackTest, AWheelsMembersAreSelected) {
    const std::string uv = test::noise(100'000);
    for (const bool streamed : {false, true}) {
        const std::string wheel = zip(
            {{"uv/__init__.py", "import os\n"}, {"uv-1.data/scripts/uv", uv}, {"uv-1.dist-info/RECORD", ""}},
            streamed);
        const auto is_program = [](std::string_view path) { return path.ends_with(".data/scripts/uv"); };
        const UnpackTotals totals = unpack(
            wheel, {.format = Format::zip, .strip = 2, .select = is_program, .executable = is_program});
        EXPECT_THAT(test::tree_of(root()), ElementsAre(Pair("uv", "755 file:" + uv)));
        EXPECT_EQ(totals.entries, 3u);

        unpack(wheel, {.format = Format::zip});
        EXPECT_EQ(test::tree_of(root()).at("uv/__init__.py"), "644 file:import os\n");
    }
}

TEST_F(UnpackTest, AZipIsReadToItsEnd) {
    const std::string whole = zip({{"a", test::noise(5000)}, {"b", "x"}});
    const UnpackOptions options{.format = Format::zip};
    EXPECT_NO_THROW(unpack(whole, options));
    for (std::size_t size = 0; size < whole.size(); size += 11) {
        EXPECT_THROW(unpack(whole.substr(0, size), options), DamagedArchive) << size;
    }
    EXPECT_THROW(unpack(whole + "x", options), DamagedArchive);
    std::string other_directory = whole;
    other_directory[whole.size() - 12] = 1;
    EXPECT_THAT(failure<DamagedArchive>(other_directory, options), HasSubstr("other entries"));
}

TEST(FormatTest, IsKnownByTheNamesEnd) {
    EXPECT_EQ(format_of("python-3.13.1-debian-12-amd64.tar.zst"), Format::tar_zst);
    EXPECT_EQ(format_of("a.tgz"), Format::tar_gz);
    EXPECT_EQ(format_of("a.tar.gz"), Format::tar_gz);
    EXPECT_EQ(format_of("a.tar.xz"), Format::tar_xz);
    EXPECT_EQ(format_of("a.txz"), Format::tar_xz);
    EXPECT_EQ(format_of("a.tar"), Format::tar);
    EXPECT_EQ(format_of("uv-0.11-py3-none-any.whl"), Format::zip);
    EXPECT_EQ(format_of("a.rar"), std::nullopt);
}

}  // namespace
}  // namespace adder::archive
