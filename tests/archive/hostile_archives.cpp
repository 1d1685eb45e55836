#include "hostile_archives.hpp"

#include "archives.hpp"
#include "packing.hpp"

namespace adder::archive::test {

namespace {

constexpr std::uint64_t mebibyte = 1 << 20;

std::string repeated(std::string_view text, std::size_t times) {
    std::string result;
    for (std::size_t i = 0; i < times; ++i) result += text;
    return result;
}

/// Directories and links whose resolved path is longer than PATH_MAX, where realpath(3) gives up.
std::string beyond_path_max() {
    Tar tar;
    const std::string directory(200, 'd');
    std::string path;
    for (char step = 'a'; step <= 'p'; ++step) {
        tar.pax("path", path + directory).directory("short");
        tar.symlink(path + step, directory);
        path += std::string{step} + "/";
    }
    tar.symlink(path + "l", repeated("../", 16)).symlink("escape", path + "l/../../etc");
    return tar.file("escape/evil").end();
}

/// GNU's old sparse format: one byte at offset 1000 of 2000.
std::string gnu_sparse() {
    return Tar{}
        .header_with("a", 'S',
                     {{124, "00000000001"},
                      {257, std::string_view{"ustar  \0", 8}},
                      {386, std::string_view{"00000001750\0", 12}},
                      {398, std::string_view{"00000000001\0", 12}},
                      {483, std::string_view{"00000003720\0", 12}}})
        .raw("x")
        .pad()
        .end();
}

/// A size in base 256: the first bit says so, the rest is a number in two's complement.
std::string with_binary_size(std::string_view twelve_bytes) {
    return Tar{}.header_with("a", '0', {{124, twelve_bytes}}).raw("x").pad().end();
}

std::string entry_bomb(std::size_t entries) {
    const std::string one = Tar{}.directory("./").without_end();
    return Tar{}.raw(repeated(one, entries)).end();
}

}  // namespace

std::vector<Hostile> hostile_paths(const std::filesystem::path& outside) {
    const std::string evil = outside / "evil";
    const std::string long_name(256, 'n');
    const std::string long_path = repeated("0123456789/", 100) + "x";
    const std::string deep = repeated("d/", 70) + "x";
    return {
        {"absolute_cve_2007_4559", Tar{}.file(evil).end(), "absolute", evil},
        {"parent_cve_2007_4559", Tar{}.file("../beside/evil").end(), "\"..\"", "../beside/evil"},
        {"parent_in_the_middle", Tar{}.file("a/../../beside/evil").end(), "\"..\"", "a/../../beside/evil"},
        {"parent_directory", Tar{}.directory("../evil/").end(), "\"..\"", "../evil/"},
        {"absolute_by_pax", Tar{}.pax("path", evil).file("a").end(), "absolute", evil},
        {"two_slashes", Tar{}.file("//etc/evil").end(), "absolute", "//etc/evil"},
        {"empty_component", Tar{}.file("a//b").end(), "simplest form", "a//b"},
        {"the_root_as_a_file", Tar{}.file(".").end(), "root", "."},
        {"line_end", Tar{}.file("a\nb").end(), "control", "a"},
        {"escape_sequence", Tar{}.file("a\x1b[2J").end(), "control", "a"},
        {"not_utf8", Tar{}.file("a\xff").end(), "UTF-8", "a"},
        {"long_name", Tar{}.pax("path", long_name).file("a").end(), "too long", "nnnn"},
        {"long_path", Tar{}.pax("path", long_path).file("a").end(), "longer than 1024", "0123456789/"},
        {"long_path_cve_2024_57970", Tar{}.entry("././@LongLink", 'L', long_path + '\0').file("a").end(),
         "longer than 1024", "0123456789/"},
        {"deep", Tar{}.pax("path", deep).file("a").end(), "levels deep", deep},
        {"twice", Tar{}.file("a", "1").file("a", "2").end(), "twice", "a"},
        {"twice_spelt_differently", Tar{}.file("a", "1").file("./a", "2").end(), "twice", "a"},
        {"file_for_directory", Tar{}.file("a/b").file("a").end(), "two different", "a"},
        {"below_a_file", Tar{}.file("a").file("a/b").end(), "no directory", "a/b"},
    };
}

std::vector<Hostile> hostile_links(const std::filesystem::path& outside) {
    const std::string evil = outside / "evil";
    const std::string beside = "../" + outside.filename().native();
    return {
        {"symlink_outside", Tar{}.symlink("s", beside).end(), "outside", "s"},
        {"symlink_absolute_cve_2026_23745", Tar{}.symlink("s", outside.native()).end(), "absolute", "s"},
        {"write_through_symlink_outside", Tar{}.symlink("s", beside).file("s/evil").end(), "outside", "s"},
        {"write_through_symlink_inside", Tar{}.symlink("s", ".").file("s/x").end(), "no directory", "s/x"},
        {"target_by_pax", Tar{}.pax("linkpath", beside).symlink("s", "x").end(), "outside", "s"},
        {"target_by_longlink", Tar{}.entry("././@LongLink", 'K', beside + '\0').symlink("s", "x").end(),
         "outside", "s"},
        {"root_as_prefix_cve_2025_59343", Tar{}.symlink("s", "../root-evil").end(), "outside", "s"},
        {"beyond_path_max_cve_2025_4517", beyond_path_max(), "no directory", "a/"},
        {"up_behind_a_link_cve_2025_4330",
         Tar{}.directory("d/e").symlink("d/e/t", "../..").symlink("s", "d/e/t/../evil").end(), "after a name",
         "s"},
        {"slash_at_the_end_cve_2026_7774", Tar{}.symlink("d/", "..").file("d/evil").end(), "simplest form",
         "d/"},
        {"the_root_as_a_link_cve_2026_7774", Tar{}.symlink("./", beside).file("evil").end(), "simplest form",
         "./"},
        {"no_target_cve_2026_7774", Tar{}.symlink("s", "").file("s/evil").end(), "no path", "s"},
        {"directory_then_symlink_cve_2021_31566", Tar{}.directory("d").symlink("d", beside).end(), "outside",
         "d"},
        {"directory_then_symlink_cve_2021_32803", Tar{}.directory("d").symlink("d", ".").file("d/x").end(),
         "two different", "d"},
        {"directory_then_symlink_cve_2021_37701",
         Tar{}.file("a/b/c").symlink("a/b/", "../c").file("a/b/x").end(), "simplest form", "a/b/"},
        {"symlink_then_directory_cve_2024_45593", Tar{}.symlink("d", "x").directory("d").file("d/x").end(),
         "two different", "d"},
        {"symlink_then_file_libarchive_745", Tar{}.symlink("s", "x").file("s").end(), "two different", "s"},
        {"two_symlinks_libarchive_744",
         Tar{}.directory("d").symlink("d/s", "..").symlink("t", "d/s").file("t/evil").end(), "no directory",
         "t/evil"},
        {"hardlink_absolute", Tar{}.hardlink("h", evil).end(), "absolute", "h"},
        {"hardlink_parent_cve_2026_26960", Tar{}.hardlink("h", beside + "/file").end(), "\"..\"", "h"},
        {"hardlink_to_symlink", Tar{}.symlink("s", "x").hardlink("h", "s").end(), "no file before", "h"},
        {"hardlink_to_nothing", Tar{}.hardlink("h", "none").end(), "no file before", "h"},
        {"hardlink_with_contents_cve_2016_5418",
         Tar{}.file("a").pax("size", "5").entry("h", '1', "other", 0644, "a").end(), "with contents", "h"},
        {"write_to_hardlink_cve_2016_5418", Tar{}.file("a").hardlink("h", "a").file("h", "evil").end(),
         "twice", "h"},
    };
}

std::vector<Hostile> hostile_kinds() {
    return {
        {"character_device", Tar{}.entry("dev", '3').end(), "neither", "dev"},
        {"block_device", Tar{}.entry("dev", '4').end(), "neither", "dev"},
        {"fifo", Tar{}.entry("pipe", '6').end(), "neither", "pipe"},
        {"sparse_file", gnu_sparse(), "sparse", "a"},
        {"sparse_file_by_pax",
         Tar{}
             .pax({{"GNU.sparse.size", "2000"}, {"GNU.sparse.numblocks", "1"}, {"GNU.sparse.map", "1000,1"}})
             .file("a", "x")
             .end(),
         "sparse", "a"},
    };
}

std::vector<Hostile> hostile_sizes() {
    using namespace std::string_view_literals;
    const std::string zeros(64 * mebibyte, '\0');
    return {
        {"too_many_entries", entry_bomb(100'001), "more than 100000 entries", "./"},
        {"huge_size", Tar{}.header("a", '0', 5ull << 30, 0644, "").end(), "larger than", "a"},
        {"huge_binary_size", with_binary_size("\x80\0\0\0\x40\0\0\0\0\0\0\0"sv), "larger than", "a"},
        {"negative_size", with_binary_size("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xfe"sv), "damaged",
         ""},
        {"huge_size_by_pax", Tar{}.pax("size", "9000000000000000000").file("a").end(), "larger than", "a"},
        {"larger_than_it_says", Tar{}.header("a", '0', mebibyte, 0644, "").raw("x").pad().end(), "damaged",
         "a"},
        {"too_much_in_all",
         Tar{}.file("a", std::string(600, 'x')).file("b", std::string(600, 'x')).end(),
         "more than 1000 bytes",
         "b",
         {.total_bytes = 1000}},
        {"zeros_in_a_file",
         Tar{}.file("a", zeros).end(),
         "times as much",
         "",
         {.ratio_free_bytes = 4 * mebibyte}},
        {"zeros_in_a_header",
         Tar{}.entry("h", 'x', zeros).file("a").end(),
         "damaged",
         "",
         {.ratio_free_bytes = 4 * mebibyte}},
        {"zeros_after_the_end",
         Tar{}.file("a").end() + zeros,
         "times as much",
         "",
         {.ratio_free_bytes = 4 * mebibyte}},
    };
}

std::vector<Hostile> broken_tars() {
    const std::string longlink =
        Tar{}.header("././@LongLink", 'L', 1ull << 40, 0644, "").raw("x").pad().end();
    return {
        {"no_end_mark", Tar{}.file("a").without_end(), "end mark is missing", ""},
        {"no_end_mark_after_zeros", Tar{}.file("a", std::string(4096, '\0')).without_end(),
         "end mark is missing", ""},
        {"a_second_archive", Tar{}.file("a").end() + Tar{}.file("b").end(), "followed by something else", ""},
        {"late_garbage", Tar{}.file("a").end() + std::string(3 * mebibyte, '\0') + "x",
         "followed by something else", ""},
        {"no_tar", std::string(5000, 'x'), "damaged", ""},
        {"wrong_checksum",
         [] {
             std::string tar = Tar{}.file("a").end();
             tar[0] = 'b';
             return tar;
         }(),
         "damaged", ""},
        {"endless_longlink_cve_2024_57970", longlink, "damaged", ""},
        {"longlink_without_an_entry", Tar{}.entry("././@LongLink", 'L', "name").end(), "damaged", ""},
    };
}

std::vector<Hostile> hostile_zstd_streams() {
    const std::string good = zstd(Tar{}.file("a", noise(5000)).end());
    // Magic number, descriptor, window of 2^28, an empty last block.
    const std::string large_window{"\x28\xb5\x2f\xfd\x00\x90\x01\x00\x00", 9};
    std::string flipped = good;
    flipped[3000] = static_cast<char>(flipped[3000] ^ 1);
    return {
        {"window_of_2_to_28", large_window, "window beyond 2^27", ""},
        {"trailing_data", good + "x", "followed by something else", ""},
        {"trailing_zeros", good + std::string(100, '\0'), "followed by something else", ""},
        {"incomplete_frame", good.substr(0, good.size() - 1), "cut off", ""},
        {"second_frame_incomplete", good + good.substr(0, 100), "cut off", ""},
        {"second_frame_with_an_archive", good + zstd(Tar{}.file("b").end()), "followed by something else",
         ""},
        {"wrong_checksum", flipped, "checksum", ""},
        {"nothing", "", "empty", ""},
        {"skippable_frames_only", std::string{"\x50\x2a\x4d\x18\x04\x00\x00\x00zzzz", 12}, "damaged", ""},
    };
}

std::vector<Hostile> hostile_gzip_streams() {
    const std::string good = gzip(Tar{}.file("a", noise(5000)).end());
    std::string flipped = good;
    flipped[3000] = static_cast<char>(flipped[3000] ^ 1);
    return {
        {"trailing_data", good + "x", "followed by something else", ""},
        {"incomplete", good.substr(0, good.size() / 2), "cut off", ""},
        {"second_member_with_an_archive", good + gzip(Tar{}.file("b").end()), "followed by something else",
         ""},
        {"wrong_checksum", flipped, "incorrect data check", ""},
        {"no_gzip", Tar{}.file("a").end(), "damaged", ""},
        {"two_layers", gzip(good), "damaged", ""},
        {"nothing", "", "damaged", ""},
    };
}

std::vector<Hostile> hostile_zips(const std::filesystem::path& outside) {
    const std::string evil = outside / "evil";
    const std::string good = zip({{"a", noise(5000)}, {"b", "x"}});
    std::string other_directory = good;
    other_directory[good.size() - 12] = 1;
    return {
        {"absolute", zip({{evil, "x"}}), "absolute", evil},
        {"parent", zip({{"../beside/evil", "x"}}), "\"..\"", "../beside/evil"},
        {"line_end", zip({{"a\nb", "x"}}), "control", "a"},
        {"twice", zip({{"a", "x"}, {"a", "y"}}), "twice", "a"},
        {"below_a_file", zip({{"a", "x"}, {"a/b", "y"}}), "no directory", "a/b"},
        {"bomb",
         zip({{"a", std::string(50 * mebibyte, 'x')}}),
         "times as much",
         "",
         {.ratio_free_bytes = mebibyte}},
        {"bomb_of_unknown_size",
         zip({{"a", std::string(50 * mebibyte, 'x')}}, true),
         "times as much",
         "",
         {.ratio_free_bytes = mebibyte}},
        {"too_large", zip({{"a", std::string(2000, 'x')}}, true), "larger than", "a", {.file_bytes = 1000}},
        {"trailing_data", good + "x", "followed by something else", ""},
        {"incomplete", good.substr(0, good.size() - 30), "cut off", ""},
        {"concatenated", good + good, "beside its entries", ""},
        {"another_directory", other_directory, "other entries", ""},
        {"no_zip", std::string(5000, 'x'), "damaged", ""},
        {"nothing", "", "damaged", ""},
    };
}

}  // namespace adder::archive::test
