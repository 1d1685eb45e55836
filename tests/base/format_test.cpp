#include <adder/base/format.hpp>

#include <filesystem>
#include <stdexcept>

#include <gtest/gtest.h>

namespace adder::base {
namespace {

TEST(FormatTest, FillsInValuesOfEveryKind) {
    EXPECT_EQ(format("{} {} {} {} {}", "text", std::string{"string"}, -3, 4u, true), "text string -3 4 true");
    EXPECT_EQ(format("{:.1f} {:02} {:x}", 2.25, 7, 255u), "2.2 07 ff");
    EXPECT_EQ(format("{}", std::filesystem::path{"/a b/c"}), "/a b/c");
}

TEST(FormatTest, KeepsTextThatIsNoPlaceholder) { EXPECT_EQ(format("{{}} ä\n"), "{} ä\n"); }

TEST(FormatTest, APatternThatDoesNotFitIsAFaultOfTheProgram) {
    EXPECT_THROW(format("{} {}", 1), std::logic_error);
    EXPECT_THROW(format("{:d}", "text"), std::logic_error);
}

}  // namespace
}  // namespace adder::base
