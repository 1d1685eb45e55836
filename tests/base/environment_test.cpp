#include <adder/base/environment.hpp>

#include <gtest/gtest.h>

namespace adder::base {
namespace {

TEST(EnvironmentTest, ReadsAssignments) {
    const char* const variables[] = {"A=1", "B=", "C=x=y", "=odd", "NOTHING", nullptr};
    const Environment env = Environment::from(variables);
    EXPECT_EQ(env, (Environment{{"A", "1"}, {"B", ""}, {"C", "x=y"}}));
    EXPECT_EQ(Environment::from(nullptr), Environment{});
}

TEST(EnvironmentTest, AnEmptyValueIsThereButSaysNothing) {
    const Environment env{{"B", ""}};
    EXPECT_EQ(env.find("B"), "");
    EXPECT_EQ(env.find_non_empty("B"), std::nullopt);
    EXPECT_EQ(env.find("C"), std::nullopt);
}

TEST(EnvironmentTest, SetsDefaultsAndUnsets) {
    Environment env{{"A", "1"}};
    env.set_default("A", "2");
    env.set_default("B", "2");
    env.set("C", "3");
    env.unset("A");
    env.unset("never there");
    EXPECT_EQ(env.assignments(), (std::vector<std::string>{"B=2", "C=3"}));
}

}  // namespace
}  // namespace adder::base
