#include <adder/base/bytes.hpp>
#include <adder/base/error.hpp>

#include <gtest/gtest.h>

namespace adder::base {
namespace {

TEST(LimitedSinkTest, StopsBeforeMoreThanItsLimitHasPassed) {
    StringSink text{100};
    LimitedSink sink{text, 5};
    sink.write(as_bytes("abc"));
    sink.write(as_bytes("de"));
    EXPECT_THROW(sink.write(as_bytes("f")), TooManyBytes);
    EXPECT_EQ(text.text(), "abcde");
}

TEST(StringSinkTest, CollectsUpToItsLimit) {
    StringSink sink{5};
    sink.write(as_bytes("abc"));
    sink.write(as_bytes("de"));
    EXPECT_EQ(sink.text(), "abcde");
    EXPECT_THROW(sink.write(as_bytes("f")), Error);
}

TEST(TeeSinkTest, GivesEveryByteToEverySink) {
    StringSink first{10};
    StringSink second{10};
    TeeSink tee{{first, second}};
    tee.write(as_bytes("ab"));
    tee.write(as_bytes("c"));
    tee.finish();
    EXPECT_EQ(first.text(), "abc");
    EXPECT_EQ(second.text(), "abc");
}

}  // namespace
}  // namespace adder::base
