#include "archive/zstd_decoder.hpp"

#include "archives.hpp"
#include "decoding.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::archive {
namespace {

using testing::HasSubstr;

std::string decode(std::string_view bytes, std::size_t piece = 1000) {
    return test::decode<ZstdDecoder>(bytes, piece);
}
std::string failure(const std::string& bytes) { return test::decoding_failure<ZstdDecoder>(bytes); }

const std::string skippable{"\x50\x2a\x4d\x18\x04\x00\x00\x00skip", 12};

TEST(ZstdDecoderTest, DecodesWhateverThePieces) {
    const std::string text = test::noise(300'000) + std::string(5'000'000, 'a');
    const std::string packed = test::zstd(text);
    for (const std::size_t piece : {std::size_t{1}, std::size_t{777}, packed.size()}) {
        EXPECT_TRUE(decode(packed, piece) == text) << piece;
    }
    EXPECT_EQ(decode(test::zstd("")), "");
}

TEST(ZstdDecoderTest, SeveralFramesAreOneStream) {
    EXPECT_EQ(decode(test::zstd("one ") + skippable + test::zstd("two") + skippable), "one two");
}

TEST(ZstdDecoderTest, RefusesWhatIsNotWhole) {
    EXPECT_THAT(failure(""), HasSubstr("empty"));
    EXPECT_THAT(failure("PK\3\4 something"), HasSubstr("not Zstandard"));
    EXPECT_THAT(failure(test::zstd("one") + "more"), HasSubstr("followed by something else"));
    EXPECT_THAT(failure(test::zstd("one") + std::string(4, '\0')), HasSubstr("followed by something else"));
}

TEST(ZstdDecoderTest, RefusesEveryTruncation) {
    const std::string packed = test::zstd("one ") + test::zstd(test::noise(1000));
    const std::size_t whole_frame = test::zstd("one ").size();
    for (std::size_t size = 1; size < packed.size(); ++size) {
        if (size == whole_frame) continue;  // as far as it goes, that is a whole stream
        EXPECT_THAT(failure(packed.substr(0, size)), HasSubstr("cut off")) << size;
    }
}

TEST(ZstdDecoderTest, NoticesEveryFlippedBit) {
    const std::string packed = test::zstd(test::noise(300));
    for (std::size_t bit = 0; bit < packed.size() * 8; ++bit) {
        std::string damaged = packed;
        damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
        try {
            EXPECT_EQ(decode(damaged), test::noise(300)) << "bit " << bit << " (a hint only, then)";
        } catch (const DamagedArchive&) {}
    }
}

/// A frame header and an empty last block: all it takes to ask for a window (RFC 8878 §3.1.1).
std::string frame_with_window(int log) {
    return {'\x28', '\xb5', '\x2f', '\xfd', '\0', static_cast<char>((log - 10) << 3), '\1', '\0', '\0'};
}

TEST(ZstdDecoderTest, WindowsAreAcceptedUpTo128MiB) {
    EXPECT_EQ(decode(frame_with_window(27)), "");
    EXPECT_THAT(failure(frame_with_window(28)), HasSubstr("2^27"));
    EXPECT_THAT(failure(frame_with_window(31)), HasSubstr("128 MiB"));
}

}  // namespace
}  // namespace adder::archive
