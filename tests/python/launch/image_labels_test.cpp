#include "python/launch/image_labels.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/errors.hpp>

namespace adder::python {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using Pairs = std::vector<std::pair<std::string, std::string>>;

Pairs labels(const base::Environment& env) {
    Pairs pairs;
    for (const cnb::Label& label : image_labels(env)) pairs.emplace_back(label.key, label.value);
    return pairs;
}

TEST(ImageLabelsTest, OfTheOciSpecification) {
    EXPECT_EQ(labels({}), Pairs{});
    EXPECT_EQ(labels({{"BP_OCI_AUTHORS", "a"},
                      {"BP_OCI_CREATED", "2026-01-31T00:00:00Z"},
                      {"BP_OCI_DESCRIPTION", "d"},
                      {"BP_OCI_DOCUMENTATION", "https://d"},
                      {"BP_OCI_LICENSES", "MIT"},
                      {"BP_OCI_REF_NAME", "v1"},
                      {"BP_OCI_REVISION", "abc"},
                      {"BP_OCI_SOURCE", "https://s"},
                      {"BP_OCI_TITLE", "The shop"},
                      {"BP_OCI_URL", "https://u"},
                      {"BP_OCI_VENDOR", "v"},
                      {"BP_OCI_VERSION", ""}}),
              (Pairs{{"org.opencontainers.image.authors", "a"},
                     {"org.opencontainers.image.created", "2026-01-31T00:00:00Z"},
                     {"org.opencontainers.image.description", "d"},
                     {"org.opencontainers.image.documentation", "https://d"},
                     {"org.opencontainers.image.licenses", "MIT"},
                     {"org.opencontainers.image.ref.name", "v1"},
                     {"org.opencontainers.image.revision", "abc"},
                     {"org.opencontainers.image.source", "https://s"},
                     {"org.opencontainers.image.title", "The shop"},
                     {"org.opencontainers.image.url", "https://u"},
                     {"org.opencontainers.image.vendor", "v"}}));
}

struct WordsCase {
    const char* name;
    const char* text;
    Pairs labels;
};

class ImageLabelsWordsTest : public testing::TestWithParam<WordsCase> {};

TEST_P(ImageLabelsWordsTest, AreReadAsAShellReadsThem) {
    EXPECT_EQ(labels({{"BP_IMAGE_LABELS", GetParam().text}}), GetParam().labels);
}

INSTANTIATE_TEST_SUITE_P(
    Forms, ImageLabelsWordsTest,
    testing::Values(
        WordsCase{"none", " \n", {}}, WordsCase{"one", "a=b", {{"a", "b"}}},
        WordsCase{"sorted", "b=1  a=2\n", {{"a", "2"}, {"b", "1"}}},
        WordsCase{"double_quotes", "key=\"a value\" other=b", {{"key", "a value"}, {"other", "b"}}},
        WordsCase{"single_quotes", "key='a \"b\" \\c'", {{"key", "a \"b\" \\c"}}},
        WordsCase{"quoted_whole", "\"key=a value\"", {{"key", "a value"}}},
        WordsCase{"backslash", "key=a\\ value other=\"\\\"\"", {{"key", "a value"}, {"other", "\""}}},
        WordsCase{"empty_value", "key= other=''", {{"key", ""}, {"other", ""}}},
        WordsCase{"equals_in_value", "key=a=b", {{"key", "a=b"}}},
        WordsCase{"last_counts", "key=a key=b", {{"key", "b"}}}),
    [](const auto& test) { return test.param.name; });

TEST(ImageLabelsTest, WhatTheTextSaysCountsBeforeTheVariables) {
    EXPECT_EQ(labels({{"BP_OCI_TITLE", "a"}, {"BP_IMAGE_LABELS", "org.opencontainers.image.title=b"}}),
              (Pairs{{"org.opencontainers.image.title", "b"}}));
}

TEST(ImageLabelsTest, WhatCannotBeRead) {
    const auto error = [](const char* text) {
        return test::shown_error([&] { image_labels({{"BP_IMAGE_LABELS", text}}); });
    };
    for (const char* text : {"a=\"b", "a='b", "a=b\\"}) {
        EXPECT_THAT(error(text), AllOf(HasSubstr("BP_IMAGE_LABELS cannot be read"),
                                       HasSubstr("a quote in it is not closed")))
            << text;
    }
    EXPECT_THAT(error("team"), HasSubstr("'team' is no key=value"));
    EXPECT_THAT(error("a=b =c"), HasSubstr("'=c' is no key=value"));
}

}  // namespace
}  // namespace adder::python
