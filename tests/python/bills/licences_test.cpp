#include "python/bills/licences.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::python {

void PrintTo(const Licence& licence, std::ostream* out) {
    *out << (licence.is_expression ? "expression " : "name ") << licence.text;
}

namespace {

using testing::ElementsAre;

struct ExpressionCase {
    const char* text;
    bool is_expression;
};

class LicenceExpressionTest : public testing::TestWithParam<ExpressionCase> {};

TEST_P(LicenceExpressionTest, HasItsForm) {
    EXPECT_EQ(is_licence_expression(GetParam().text), GetParam().is_expression) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(Forms, LicenceExpressionTest,
                         testing::Values(ExpressionCase{"MIT", true}, ExpressionCase{"GPL-2.0+", true},
                                         ExpressionCase{"MIT OR Apache-2.0", true},
                                         ExpressionCase{"(MIT AND (BSD-3-Clause OR 0BSD))", true},
                                         ExpressionCase{"GPL-3.0-only WITH Classpath-exception-2.0", true},
                                         ExpressionCase{"LicenseRef-Ours", true}, ExpressionCase{"", false},
                                         ExpressionCase{"BSD License", false},
                                         ExpressionCase{"MIT OR", false}, ExpressionCase{"OR MIT", false},
                                         ExpressionCase{"(MIT", false}, ExpressionCase{"MIT)", false},
                                         ExpressionCase{"()", false}, ExpressionCase{"MIT WITH (x)", false},
                                         ExpressionCase{"MIT, see LICENSE", false}));

CoreMetadata metadata(const char* expression, const char* licence,
                      const std::vector<const char*>& classifiers = {}) {
    CoreMetadata result;
    result.licence_expression = expression;
    result.licence = licence;
    for (const char* classifier : classifiers)
        result.classifiers.push_back(std::string{"License :: "} + classifier);
    return result;
}

Licence expression(const char* text) { return {text, true}; }
Licence name(const char* text) { return {text, false}; }

TEST(DeclaredLicencesTest, AnExpressionSaysItAll) {
    EXPECT_THAT(declared_licences(metadata("MIT AND 0BSD", "BSD", {"OSI Approved :: MIT License"})),
                ElementsAre(expression("MIT AND 0BSD")));
    EXPECT_THAT(declared_licences(metadata("see LICENSE", "")), ElementsAre(name("see LICENSE")));
}

TEST(DeclaredLicencesTest, FreeTextThatStandsForOneLicence) {
    for (const char* text : {"Apache-2.0", "apache 2.0", "Apache License, Version 2.0"}) {
        EXPECT_THAT(declared_licences(metadata("", text, {"OSI Approved :: Apache Software License"})),
                    ElementsAre(expression("Apache-2.0")))
            << text;
    }
    EXPECT_THAT(declared_licences(metadata("", "MIT OR Apache-2.0")),
                ElementsAre(expression("MIT OR Apache-2.0")));
    EXPECT_THAT(declared_licences(metadata("", "The MIT License")), ElementsAre(expression("MIT")));
}

TEST(DeclaredLicencesTest, Classifiers) {
    EXPECT_THAT(declared_licences(metadata("", "", {"OSI Approved", "OSI Approved :: MIT License"})),
                ElementsAre(expression("MIT")));
    EXPECT_THAT(declared_licences(metadata("", "Dual License",
                                           {"OSI Approved :: ISC License (ISCL)",
                                            "OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)"})),
                ElementsAre(expression("ISC"), expression("MPL-2.0")));
    EXPECT_THAT(declared_licences(metadata("", "", {"Other/Proprietary License"})),
                ElementsAre(name("Other/Proprietary License")));
}

TEST(DeclaredLicencesTest, WhatMayBeSeveralIsAName) {
    EXPECT_THAT(declared_licences(metadata("", "", {"OSI Approved :: BSD License"})),
                ElementsAre(name("BSD License")));
    EXPECT_THAT(declared_licences(metadata("", "BSD", {"OSI Approved :: BSD License"})),
                ElementsAre(name("BSD")));
    EXPECT_THAT(declared_licences(metadata("", "Copyright (c) 2020 Somebody\nAll rights reserved.")),
                ElementsAre(name("Copyright (c) 2020 Somebody")));
    EXPECT_THAT(declared_licences(metadata("", "acme-internal")), ElementsAre(name("acme-internal")));
}

/// Found by fuzzing: the first of no lines was taken.
TEST(DeclaredLicencesTest, AMarkOfUtf8IsNoLicence) {
    EXPECT_THAT(declared_licences(metadata("", "\xef\xbb\xbf")), ElementsAre());
}

TEST(DeclaredLicencesTest, NothingSaidIsNone) {
    EXPECT_THAT(declared_licences(metadata("", "")), ElementsAre());
}

}  // namespace
}  // namespace adder::python
