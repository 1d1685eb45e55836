#include "archives.hpp"

#include <adder/base/error.hpp>

#include <gtest/gtest.h>

namespace adder::archive {
namespace {

TEST(ZstdEncoderTest, TheNumberOfThreadsMakesNoDifference) {
    std::string text;  // several jobs' worth
    for (std::uint32_t i = 0; i < 24; ++i) text += test::noise(500'000, i % 5) + std::string(100'000, 'x');
    const auto pack = [&](int threads) {
        return test::zstd(text,
                          {.level = 3, .window_log = 20, .threads = threads, .content_size = text.size()});
    };
    const std::string one = pack(1);
    EXPECT_TRUE(one == pack(2));
    EXPECT_TRUE(one == pack(4));
}

TEST(ZstdEncoderTest, RefusesWhatCannotBe) {
    EXPECT_THROW(test::zstd("x", {.threads = 0}), base::Error);
    EXPECT_THROW(test::zstd("x", {.window_log = 99}), base::Error);
    EXPECT_THROW(test::zstd("x", {.level = 3, .content_size = 2}), base::Error) << "a byte is missing";
}

}  // namespace
}  // namespace adder::archive
