#include "python/network/redaction.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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
        {"https://", "https://"},
        {"", ""},
    };
    for (const auto& [line, shown] : cases) EXPECT_EQ(redaction.apply(line), shown);
}

TEST(RedactionTest, SecretsAsTheyAreAndEncoded) {
    const Redaction redaction{{"s3cret/+", "s3cret/+longer", "abc"}};
    EXPECT_EQ(redaction.apply("s3cret/+ s3cret%2F%2B abc"), "**** **** abc");
    EXPECT_EQ(redaction.apply("s3cret/+longer"), "****");
}

TEST(RedactionTest, SecretsInVariables) {
    EXPECT_THAT(Redaction::secrets_in({{"UV_INDEX_ACME_PASSWORD", "one"},
                                       {"UV_INDEX_ACME_USERNAME", "me"},
                                       {"POETRY_PYPI_TOKEN_ACME", "two"},
                                       {"POETRY_HTTP_BASIC_ACME_PASSWORD", "three"},
                                       {"POETRY_HTTP_BASIC_ACME_USERNAME", "me"},
                                       {"MY_PASSWORD", "four"}}),
                testing::UnorderedElementsAre("one", "two", "three"));
}

}  // namespace
}  // namespace adder::python
