#include "archive/xz_decoder.hpp"

#include "archives.hpp"
#include "decoding.hpp"
#include "xz.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::archive {
namespace {

using testing::HasSubstr;

std::string decode(std::string_view bytes, std::size_t piece = 1000) {
    return test::decode<XzDecoder>(bytes, piece);
}
std::string failure(const std::string& bytes) { return test::decoding_failure<XzDecoder>(bytes); }

TEST(XzDecoderTest, DecodesWhateverThePieces) {
    const std::string text = test::noise(300'000) + std::string(5'000'000, 'a');
    const std::string packed = test::xz(text);
    for (const std::size_t piece : {std::size_t{1}, std::size_t{777}, packed.size()}) {
        EXPECT_TRUE(decode(packed, piece) == text) << piece;
    }
    EXPECT_EQ(decode(test::xz("")), "");
}

TEST(XzDecoderTest, SeveralStreamsAndTheirPaddingAreOneStream) {
    const std::string padding(8, '\0');
    EXPECT_EQ(decode(test::xz("one ") + padding + test::xz("two") + padding), "one two");
}

TEST(XzDecoderTest, RefusesWhatIsNotWhole) {
    EXPECT_THAT(failure(""), HasSubstr("empty"));
    EXPECT_THAT(failure("PK\3\4 something"), HasSubstr("not xz"));
    EXPECT_THAT(failure(test::xz("one") + "more, and enough of it"), HasSubstr("followed by something else"));
    EXPECT_THAT(failure(test::xz("one") + std::string(3, '\0')), HasSubstr("xz data"));
}

TEST(XzDecoderTest, RefusesEveryTruncation) {
    const std::string packed = test::xz(test::noise(1000));
    for (std::size_t size = 1; size < packed.size(); ++size) {
        EXPECT_THAT(failure(packed.substr(0, size)), HasSubstr("cut off")) << size;
    }
}

TEST(XzDecoderTest, RefusesEveryFlippedBit) {
    const std::string packed = test::xz(test::noise(300));
    for (std::size_t bit = 0; bit < packed.size() * 8; ++bit) {
        std::string damaged = packed;
        damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
        EXPECT_NE(failure(damaged), "no failure") << "bit " << bit;
    }
}

TEST(XzDecoderTest, DictionariesAreAcceptedUpTo128MiB) {
    EXPECT_EQ(decode(test::xz("text", 128u << 20)), "text");
    EXPECT_THAT(failure(test::xz("text", 192u << 20)), HasSubstr("128 MiB"));
}

}  // namespace
}  // namespace adder::archive
