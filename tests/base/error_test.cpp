#include <adder/base/error.hpp>

#include <gtest/gtest.h>

namespace adder::base {
namespace {

TEST(ErrorTest, GathersContextFromTheInsideOut) {
    try {
        try {
            throw Error{"{} is missing", "x"};
        } catch (Error& error) {
            error.add_context("while reading {}", "y");
            error.add_context("while installing {}", "z");
            throw;
        }
    } catch (const Error& error) {
        EXPECT_EQ(error.message(), "x is missing");
        EXPECT_EQ(error.full_text(), "x is missing\n  while reading y\n  while installing z");
    }
}

TEST(ErrorTest, ASystemErrorEndsInTheReason) {
    const SystemError error{ENOENT, "cannot open {}", "/nowhere"};
    EXPECT_EQ(error.message(), "cannot open /nowhere: No such file or directory");
    EXPECT_EQ(error.code(), ENOENT);
}

TEST(ErrorTest, BracesInAPlainMessageAreText) { EXPECT_EQ(Error{std::string{"{}"}}.message(), "{}"); }

}  // namespace
}  // namespace adder::base
