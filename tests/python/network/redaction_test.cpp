#include "python/network/redaction.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/cpu_time.hpp>

namespace adder::python {
namespace {

TEST(RedactionTest, NamesAndPasswordsInUrls) {
    const Redaction redaction;
    const std::vector<std::pair<std::string, std::string>> cases{
        {"Looking in indexes: https://me:pw@i.example/simple, https://t0k3n@j.example/",
         "Looking in indexes: https://****@i.example/simple, https://****@j.example/"},
        {"'http://me:p@w@127.0.0.1:80'", "'http://****@127.0.0.1:80'"},
        {"git+ssh://git@git.example/x.git", "git+ssh://git@git.example/x.git"},
        {"git+https://t@git.example/x.git@v1", "git+https://****@git.example/x.git@v1"},
        {"https://i.example/@scope/x user@host", "https://i.example/@scope/x user@host"},
        {"https://i.example/x?token=abc&page=2#f <https://i.example/?X-Amz-Signature=1>",
         "https://i.example/x?token=***&page=2#f <https://i.example/?X-Amz-Signature=***>"},
        {"https://", "https://"},
        {"://@", "://@"},
        {"", ""},
    };
    for (const auto& [line, shown] : cases) EXPECT_EQ(redaction.apply(line), shown);
}

TEST(RedactionTest, SecretsAsTheyAreAndEncoded) {
    const Redaction redaction{{{"s3cret/+", "", "me"}, {"s3cret/+longer", ""}, {"abc", ""}}};
    EXPECT_EQ(redaction.apply("s3cret/+ s3cret%2F%2B abc"), "**** **** abc");
    EXPECT_EQ(redaction.apply("s3cret/+longer"), "****");
    EXPECT_EQ(redaction.apply("Authorization: Basic bWU6czNjcmV0Lys="), "Authorization: Basic ****=");
}

/// What tools show may be long: a build must not hang on it.
TEST(RedactionTest, TakesLinearTime) {
    const Redaction redaction{{{"hunter2", ""}}};
    std::string line;
    for (int i = 0; i < 200'000; ++i) line += "://hunter2?";
    EXPECT_EQ(redaction.apply(line).find("hunter2"), std::string::npos);
}

/// The line was copied for each URL in it, and moved for each secret.
TEST(RedactionTest, LongLinesAreReadOnce) {
    const auto repeated = [](const char* part) {
        std::string line;
        while (line.size() < (1u << 20)) line += part;
        return line;
    };
    const Redaction redaction{{{"s3cret", "a test"}}};
    for (const char* part : {"://", "http://", "http://a@b ", "s3cret", "http://@"}) {
        const test::CpuWatch watch;
        (void)redaction.apply(repeated(part));
        EXPECT_LT(watch.seconds(), test::linear_time) << part;
    }
}

}  // namespace
}  // namespace adder::python
