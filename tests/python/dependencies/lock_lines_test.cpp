#include "python/dependencies/lock_lines.hpp"

#include <adder/base/format.hpp>

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::python {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// "table key=text", "table outer.key=text"
std::vector<std::string> texts(std::string_view lock) {
    std::vector<std::string> found;
    for_each_text(lock, [&](const LockLine& line) {
        const std::string outer = line.outer.empty() ? "" : std::string{line.outer} + ".";
        found.push_back(base::format("{} {}{}={}", line.table, outer, line.key, line.text));
    });
    return found;
}

TEST(LockLinesTest, EachTextHasItsTable) {
    EXPECT_THAT(
        texts("lock-version = \"4.5.0\"\n[metadata]\nstrategy = [\"inherit_metadata\"]\n"
              "[[package]]\nname = \"shop\"\npath = \"./shop\"\n[package.source]\ntype = \"directory\"\n"),
        ElementsAre(" lock-version=4.5.0", "package name=shop", "package path=./shop",
                    "package.source type=directory"));
}

TEST(LockLinesTest, ATableInOneLineHasItsKeys) {
    EXPECT_THAT(texts("[[package]]\nsource = { directory = \"libs/a\", subdirectory = \"b\" }\r\n"
                      "source = { editable = \".\" }\n"),
                ElementsAre("package source.directory=libs/a", "package source.subdirectory=b",
                            "package source.editable=."));
}

TEST(LockLinesTest, WhatDoesNotBeginALineIsNoneOfIts) {
    EXPECT_THAT(texts("    { name = \"a\", path = \"b\" },\n# path = \"c\"\nn = 1\nx = [\n  path = \"d\"\n"),
                IsEmpty());
}

TEST(LockLinesTest, AnyBytesEnd) {
    for (const char* lock : {"", "[", "[[", "a = \"", "a = { ", "a = { b", "a = { b = ", "a = { b = \"c\"",
                             "a = { b = \"c\", "}) {
        (void)texts(lock);
    }
    EXPECT_THAT(texts("a = { b = \"c\""), ElementsAre(" a.b=c"));
}

}  // namespace
}  // namespace adder::python
