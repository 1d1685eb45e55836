#include "archive/zstd_frame.hpp"

#include "archive/zstd_encoder.hpp"

#include <string>

#include <gtest/gtest.h>

namespace adder::archive {
namespace {

using namespace std::string_literals;

std::string compressed(const std::string& text, const ZstdOptions& options) {
    base::StringSink sink{1u << 20};
    ZstdEncoder encoder{sink, options};
    encoder.write(base::as_bytes(text));
    encoder.finish();
    return sink.text();
}

TEST(ZstdFrameTest, SaysWhatTheEncoderWasTold) {
    const std::string text(50'000, 'x');
    EXPECT_EQ(zstd_frame(base::as_bytes(compressed(text, {.level = 3, .window_log = 12}))),
              (ZstdFrame{.window_size = 1u << 12, .has_checksum = true}));
    EXPECT_EQ(zstd_frame(base::as_bytes(
                  compressed(text, {.level = 3, .window_log = 12, .content_size = text.size()}))),
              (ZstdFrame{.window_size = 1u << 12, .content_size = text.size(), .has_checksum = true}));
}

struct FrameCase {
    const char* name;
    std::string bytes;
    std::optional<ZstdFrame> frame;
};

class FrameTest : public testing::TestWithParam<FrameCase> {};

TEST_P(FrameTest, Reads) { EXPECT_EQ(zstd_frame(base::as_bytes(GetParam().bytes)), GetParam().frame); }

const std::string magic = "\x28\xb5\x2f\xfd";

INSTANTIATE_TEST_SUITE_P(
    Frames, FrameTest,
    testing::Values(
        FrameCase{"window_only", magic + "\x00\x69"s, ZstdFrame{.window_size = (1u << 23) + (1u << 20)}},
        FrameCase{"single_segment", magic + "\x20\x11"s, ZstdFrame{.window_size = 17, .content_size = 17}},
        FrameCase{"two_bytes_of_size", magic + "\x60\x01\x00"s,
                  ZstdFrame{.window_size = 1, .content_size = 257}},
        FrameCase{"dictionary", magic + "\x01\x00\x07"s, ZstdFrame{.window_size = 1024}},
        FrameCase{"cut_off", magic + "\xe0\x01\x02"s, std::nullopt},
        FrameCase{"skippable", "\x50\x2a\x4d\x18\x00\x00\x00\x00"s, std::nullopt},
        FrameCase{"gzip", "\x1f\x8b\x08\x00"s, std::nullopt}, FrameCase{"empty", "", std::nullopt}),
    [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace adder::archive
