#include "archive/tar_guard.hpp"

#include "archive/errors.hpp"
#include "archives.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/errors.hpp>

namespace adder::archive {
namespace {

using test::Tar;
using testing::HasSubstr;

/// A stream that comes in pieces of some size.
class Pieces final : public base::ByteSource {
  public:
    Pieces(std::string bytes, std::size_t size) : bytes_{std::move(bytes)}, size_{size} {}

    base::ByteSpan read() override {
        const std::string_view piece = std::string_view{bytes_}.substr(at_, size_);
        at_ += piece.size();
        return base::as_bytes(piece);
    }

  private:
    std::string bytes_;
    std::size_t size_;
    std::size_t at_ = 0;
};

/// All that passed.
std::string passed(const std::string& bytes, std::size_t piece) {
    Pieces source{bytes, piece};
    TarGuard guard{source};
    std::string text;
    for (base::ByteSpan read = guard.read(); !read.empty(); read = guard.read()) text += base::as_text(read);
    return text;
}

struct GuardCase {
    const char* name;
    std::string tar;
    const char* refusal;  ///< empty: it passes, unchanged
};

class TarGuardTest : public testing::TestWithParam<GuardCase> {};

TEST_P(TarGuardTest, RefusesRatherThanCuts) {
    const GuardCase& given = GetParam();
    for (const std::size_t piece : {std::size_t{1}, std::size_t{511}, std::size_t{1} << 20}) {
        if (*given.refusal == '\0') {
            EXPECT_EQ(passed(given.tar, piece), given.tar);
        } else {
            EXPECT_THAT(adder::test::error_text([&] { passed(given.tar, piece); }), HasSubstr(given.refusal));
        }
    }
}

std::string with_nul(const char* before, const char* after) { return std::string{before} + '\0' + after; }

std::string extended(std::string_view records) {
    return Tar{}.entry("PaxHeader", 'x', records).file("a").end();
}

/// A header with some text in the place of its size.
std::string with_size(std::string_view size) {
    std::string tar = Tar{}.file("a", "").end();
    return tar.replace(124, size.size(), size);
}

INSTANTIATE_TEST_SUITE_P(
    Table, TarGuardTest,
    testing::Values(
        GuardCase{"plain", Tar{}.directory("d").file("d/a", std::string(5000, 'x')).end(), ""},
        GuardCase{
            "extended",
            Tar{}.pax({{"path", "b"}, {"size", "3"}, {"mtime", "1.5"}}).file("a", "xyz").file("c").end(), ""},
        GuardCase{"attributes_hold_bytes",
                  Tar{}.pax("SCHILY.xattr.user.x", with_nul("a", "b")).file("a").end(), ""},
        GuardCase{"gnu_long_name", Tar{}.entry("././@LongLink", 'L', with_nul("a", "")).file("a").end(), ""},
        GuardCase{"after_the_end_is_not_its_business", Tar{}.end() + std::string(512, 'x'), ""},
        GuardCase{"nul_in_a_path", Tar{}.pax("path", with_nul("a", "/../b")).file("a").end(), "holds a NUL"},
        GuardCase{"nul_in_a_link", Tar{}.pax("linkpath", with_nul("a", "/../b")).symlink("s", "x").end(),
                  "holds a NUL"},
        GuardCase{"nul_in_a_key", Tar{}.pax(with_nul("path", "x"), "b").file("a").end(), "holds a NUL"},
        GuardCase{"nul_in_a_long_name", Tar{}.entry("././@LongLink", 'L', with_nul("a", "b")).file("a").end(),
                  "holds a NUL"},
        GuardCase{"length_beyond_the_header", extended("99 path=b\n"), "lies about its length"},
        GuardCase{"length_too_short", extended("9 path=bcd\n"), "lies about its length"},
        GuardCase{"length_that_is_none", extended("x path=b\n"), "lies about its length"},
        GuardCase{"length_with_a_sign", extended("+10 path=b\n"), "lies about its length"},
        GuardCase{"length_of_nothing", extended("0 path=b\n"), "lies about its length"},
        GuardCase{"no_record_at_all", extended("path=b"), "lies about its length"},
        GuardCase{"no_key", extended("6 =ab\n"), "has no key"},
        GuardCase{"size_in_words", Tar{}.pax("size", "many").file("a").end(), "is not a number"},
        GuardCase{"size_with_a_tail", Tar{}.pax("size", "1x").file("a").end(), "is not a number"},
        GuardCase{"negative_size", Tar{}.pax("size", "-1").file("a").end(), "is not a number"},
        GuardCase{"size_beyond_all", Tar{}.pax("size", "9223372036854775808").file("a").end(),
                  "is not a number"},
        GuardCase{"one_size_for_all", Tar{}.entry("g", 'g', "9 size=1\n").file("a").end(), "one size"},
        GuardCase{"a_huge_extension", Tar{}.header("PaxHeader", 'x', 2u << 20, 0644, "").end(),
                  "an extended header has"},
        GuardCase{"header_size_in_words", with_size("many"), "is not a number"},
        GuardCase{"header_size_with_a_tail", with_size("17x"), "is not a number"},
        GuardCase{"header_size_negative", with_size("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"),
                  "is not a number"},
        GuardCase{"a_directory_with_contents", Tar{}.entry("d", '5', "contents").end(), "with contents"},
        GuardCase{"a_sparse_file", Tar{}.entry("s", 'S', "x").end(), "sparse"}),
    [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace adder::archive
