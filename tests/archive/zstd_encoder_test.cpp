#include "archive/zstd_decoder.hpp"
#include "archives.hpp"

#include <adder/base/error.hpp>

#include <gtest/gtest.h>

namespace adder::archive {
namespace {

TEST(ZstdEncoderTest, TheNumberOfThreadsMakesNoDifference) {
    std::string text;  // several pieces' worth
    for (std::uint32_t i = 0; i < 45; ++i) text += test::noise(500'000, i % 5) + std::string(100'000, 'x');
    const auto pack = [&](int threads) {
        return test::zstd(text,
                          {.level = 3, .window_log = 20, .threads = threads, .content_size = text.size()});
    };
    const std::string one = pack(1);
    EXPECT_TRUE(one == pack(2));
    EXPECT_TRUE(one == pack(4));
}

TEST(ZstdEncoderTest, HowTheInputArrivesMakesNoDifference) {
    std::string text;
    for (int i = 0; i < 6; ++i) text += test::noise(3'000'000);
    const auto pack = [&](std::size_t size) {
        base::StringSink sink{text.size() * 2};
        ZstdEncoder encoder{sink, {.level = 9, .window_log = 23, .threads = 2, .content_size = text.size()}};
        for (std::size_t at = 0; at < text.size(); at += size) {
            encoder.write(base::as_bytes(std::string_view{text}.substr(at, size)));
        }
        encoder.finish();
        return sink.text();
    };
    const std::string whole = pack(text.size());
    EXPECT_TRUE(whole == pack(100'003));
    EXPECT_LT(whole.size(), 4'000'000u) << "a piece sees the end of the one before it";
}

TEST(ZstdEncoderTest, EveryWindowCanBeUsed) {
    const std::string text = test::noise(3'000'000);
    for (int window_log = 10; window_log <= 27; ++window_log) {
        const std::string packed = test::zstd(text, {.level = 1, .window_log = window_log, .threads = 2});
        base::StringSink sink{text.size()};
        ZstdDecoder decoder{sink};
        decoder.write(base::as_bytes(packed));
        decoder.finish();
        EXPECT_TRUE(sink.text() == text) << window_log;
    }
}

TEST(ZstdEncoderTest, RefusesWhatCannotBe) {
    EXPECT_THROW(test::zstd("x", {.threads = 0}), base::Error);
    EXPECT_THROW(test::zstd("x", {.window_log = 99}), base::Error);
    EXPECT_THROW(test::zstd("x", {.level = 3, .content_size = 2}), base::Error) << "a byte is missing";
}

}  // namespace
}  // namespace adder::archive
