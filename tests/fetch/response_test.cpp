#include "fetch/response.hpp"

#include <gtest/gtest.h>

namespace adder::fetch {
namespace {

struct Range {
    const char* value;
    std::optional<ContentRange> expected;
};

class ContentRangeTest : public testing::TestWithParam<Range> {};

TEST_P(ContentRangeTest, IsReadAsTheRfcSays) {
    EXPECT_EQ(parse_content_range(GetParam().value), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    All, ContentRangeTest,
    testing::Values(Range{"bytes 5-9/10", ContentRange{5, 9, 10}},
                    Range{"Bytes 5-9/*", ContentRange{5, 9, std::nullopt}}, Range{"bytes */10", std::nullopt},
                    Range{"bytes 9-5/10", std::nullopt}, Range{"bytes 5-10/10", std::nullopt},
                    Range{"bytes 5-9", std::nullopt}, Range{"bytes -5-9/10", std::nullopt},
                    Range{"lines 5-9/10", std::nullopt}, Range{"", std::nullopt},
                    Range{"bytes 5-99999999999999999999/*", std::nullopt}));

TEST(ResponseHeadTest, TakesInTheHeadersThatMatter) {
    ResponseHead head;
    for (const char* line : {"Content-LENGTH: 12\r\n", "ETag:\"v1\"\r\n",
                             "Content-Type: Text/HTML; charset=x\r\n", "garbage\r\n"}) {
        head.add(line);
    }
    EXPECT_EQ(head.content_length, 12u);
    EXPECT_EQ(head.validator(), "\"v1\"");
    EXPECT_EQ(head.content_type, "text/html");
}

TEST(ResponseHeadTest, AWeakTagIsNoValidator) {
    ResponseHead head;
    head.add("ETag: W/\"v1\"");
    EXPECT_EQ(head.validator(), "");
    head.add("Last-Modified: Tue, 01 Jul 2025 10:00:00 GMT");
    EXPECT_EQ(head.validator(), "Tue, 01 Jul 2025 10:00:00 GMT");
}

TEST(ResponseHeadTest, ARedirectHasALocation) {
    ResponseHead head;
    head.status = 302;
    EXPECT_FALSE(head.is_redirect());
    head.add("Location: /x");
    EXPECT_TRUE(head.is_redirect());
    head.status = 304;
    EXPECT_FALSE(head.is_redirect());
}

}  // namespace
}  // namespace adder::fetch
