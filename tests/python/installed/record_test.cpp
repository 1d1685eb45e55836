#include "python/installed/record.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::python {
namespace {

using testing::ElementsAre;

TEST(RecordTest, IsTableOfPathDigestAndSize) {
    EXPECT_THAT(recorded_files("a/b.py,sha256=x,12\n\"c,\"\"d\"\".py\",,\r\n../../bin/tool,sha256=y,3\n"),
                ElementsAre(RecordedFile{"a/b.py", "sha256=x", "12"}, RecordedFile{"c,\"d\".py", "", ""},
                            RecordedFile{"../../bin/tool", "sha256=y", "3"}));
}

TEST(RecordTest, AMissingSizeIsNone) {
    EXPECT_THAT(recorded_files("a,sha256=x\nb,"),
                ElementsAre(RecordedFile{"a", "sha256=x", ""}, RecordedFile{"b", "", ""}));
}

TEST(RecordTest, WhatIsNoLineOfIt) {
    for (const char* record : {"", "\n\n", "a.py", "\"a.py", "\"", "\"a.py\"", "\"a\"\""}) {
        EXPECT_THAT(recorded_files(record), ElementsAre()) << record;
    }
}

}  // namespace
}  // namespace adder::python
