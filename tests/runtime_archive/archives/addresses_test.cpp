#include "runtime_archive/archives/addresses.hpp"

#include "support/errors.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::runtime_archive {
namespace {

using fetch::Url;
using test::error_text;
using testing::HasSubstr;

TEST(AddressesTest, AFileIsBelowItsDirectory) {
    EXPECT_EQ(file_url(Url::parse("https://host/dir/"), "index.json").text(), "https://host/dir/index.json");
    EXPECT_EQ(file_url(Url::parse("https://host/dir"), "index.json").text(), "https://host/dir/index.json");
    EXPECT_EQ(file_url(Url::parse("https://host"), "python-3.13.5+2-debian-12-amd64.tar.zst").text(),
              "https://host/python-3.13.5%2B2-debian-12-amd64.tar.zst");
}

struct S3Case {
    const char* name;
    const char* text;
    const char* endpoint;
    const char* url;
};

class S3Test : public testing::TestWithParam<S3Case> {};

TEST_P(S3Test, HasAUrl) {
    const S3Case& given = GetParam();
    const auto endpoint = *given.endpoint ? std::optional{Url::parse(given.endpoint)} : std::nullopt;
    EXPECT_EQ(s3_url(given.text, "eu-west-1", endpoint).text(), given.url);
}

INSTANTIATE_TEST_SUITE_P(
    Urls, S3Test,
    testing::Values(
        S3Case{"aws", "s3://bucket/a/b", "", "https://bucket.s3.eu-west-1.amazonaws.com/a/b/"},
        S3Case{"aws_without_prefix", "s3://bucket", "", "https://bucket.s3.eu-west-1.amazonaws.com/"},
        S3Case{"aws_with_dots", "s3://my.bucket/a/", "", "https://s3.eu-west-1.amazonaws.com/my.bucket/a/"},
        S3Case{"endpoint", "s3://bucket/a", "https://store:9000", "https://store:9000/bucket/a/"},
        S3Case{"endpoint_with_path", "s3://bucket", "https://host/store", "https://host/store/bucket/"}),
    [](const auto& tested) { return tested.param.name; });

TEST(S3FailureTest, ABucketIsNeeded) {
    for (const char* text : {"s3://", "s3:///prefix", "https://bucket", "s3://a b/"}) {
        EXPECT_THAT(error_text([&] { s3_url(text, "r", std::nullopt); }),
                    HasSubstr("is not s3://BUCKET/PREFIX"));
    }
}

TEST(PresignedTest, EachLineNamesAFileAndItsUrl) {
    const auto urls = parse_presigned("# until tomorrow\nindex.json https://host/a?X-Amz-Signature=1\n\n");
    ASSERT_EQ(urls.size(), 1u);
    EXPECT_EQ(urls.at("index.json").text(), "https://host/a?X-Amz-Signature=1");
    EXPECT_THAT(error_text([] { parse_presigned("\nindex.json\n"); }), HasSubstr("line 2"));
    EXPECT_THAT(error_text([] { parse_presigned("../x https://host/\n"); }), HasSubstr("line 1"));
    EXPECT_THAT(error_text([] { parse_presigned("x relative\n"); }), HasSubstr("in line 1"));
}

}  // namespace
}  // namespace adder::runtime_archive
