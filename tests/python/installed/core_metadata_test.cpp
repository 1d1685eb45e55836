#include "python/installed/core_metadata.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::python {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

TEST(CoreMetadataTest, IsTheHeader) {
    const CoreMetadata metadata = parse_core_metadata(
        "Metadata-Version: 2.4\r\nName: Flask\r\nversion:3.1.3\r\nSummary: A framework\r\n"
        "License-Expression: BSD-3-Clause\r\nClassifier: One\r\nClassifier: Two\r\n"
        "Project-URL: Source, https://github.com/pallets/flask/\r\nRequires-Dist: blinker>=1.9.0\r\n"
        "Author: Somebody\r\nAuthor-email: A <a@example.com>\r\n\r\nName: of the description\r\n");
    EXPECT_EQ(metadata.name, "Flask");
    EXPECT_EQ(metadata.version, "3.1.3");
    EXPECT_EQ(metadata.summary, "A framework");
    EXPECT_EQ(metadata.licence_expression, "BSD-3-Clause");
    EXPECT_EQ(metadata.author, "Somebody");
    EXPECT_EQ(metadata.author_email, "A <a@example.com>");
    EXPECT_THAT(metadata.classifiers, ElementsAre("One", "Two"));
    EXPECT_THAT(metadata.project_urls, ElementsAre(Pair("Source", "https://github.com/pallets/flask/")));
    EXPECT_THAT(metadata.requires_dist, ElementsAre("blinker>=1.9.0"));
}

TEST(CoreMetadataTest, AFieldMayGoOnInTheNextLines) {
    const CoreMetadata metadata =
        parse_core_metadata("License: BSD\n        Copyright\n\tAll rights\nKeywords: a\n  b\nName: x\n");
    EXPECT_EQ(metadata.licence, "BSD\nCopyright\nAll rights");
    EXPECT_EQ(metadata.name, "x");
}

TEST(CoreMetadataTest, WhatSaysNothingIsEmpty) {
    const CoreMetadata metadata = parse_core_metadata("Name:\nHome-page: UNKNOWN\nno field\n  stray\n");
    EXPECT_EQ(metadata.name, "");
    EXPECT_EQ(metadata.home_page, "");
    EXPECT_THAT(parse_core_metadata("").project_urls, IsEmpty());
}

TEST(CoreMetadataTest, LabelsOfUrlsAreComparedAsTheSpecificationNormalisesThem) {
    const CoreMetadata metadata = parse_core_metadata(
        "Project-URL: Docs, https://d\nProject-URL: Source Code, https://s\nProject-URL: alone\n");
    EXPECT_EQ(metadata.project_url({"repository", "sourcecode"}), "https://s");
    EXPECT_EQ(metadata.project_url({"homepage"}), "");
    EXPECT_EQ(metadata.project_url({"alone"}), "");
}

struct RequirementCase {
    const char* requirement;
    const char* name;
};

class RequiredNameTest : public testing::TestWithParam<RequirementCase> {};

TEST_P(RequiredNameTest, IsAtTheHead) { EXPECT_EQ(required_name(GetParam().requirement), GetParam().name); }

INSTANTIATE_TEST_SUITE_P(Forms, RequiredNameTest,
                         testing::Values(RequirementCase{"flask", "flask"},
                                         RequirementCase{"Flask[async]>=3; extra == 'web'", "flask"},
                                         RequirementCase{"typing_extensions (>=4)", "typing-extensions"},
                                         RequirementCase{"zope.interface!=5", "zope-interface"},
                                         RequirementCase{"x @ https://e.example/x.whl", "x"},
                                         RequirementCase{" ; ", ""}, RequirementCase{"", ""}));

}  // namespace
}  // namespace adder::python
