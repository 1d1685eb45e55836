// Several buildpacks: which of them build, and what they tell each other.

#include "probe_buildpack.hpp"
#include "tools.hpp"

#include <adder/cnb/plan.hpp>
#include <adder/testing/project.hpp>

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::test {
namespace {

namespace code = lifecycle_code;

class OrdersTest : public testing::Test {
  protected:
    Outcome build(const std::vector<Group>& order) {
        project_.setup().order = order;
        return project_.build();
    }

    /// Those that built, in the order of their names.
    std::string built() const {
        std::string names;
        if (a_.has_run("build")) names += "a";
        if (b_.has_run("build")) names += "b";
        if (c_.has_run("build")) names += "c";
        return names;
    }

    ProbeBuildpack a_{"test/a"};
    ProbeBuildpack b_{"test/b"};
    ProbeBuildpack c_{"test/c"};
    Project project_{lifecycle_for_probes(), {.order = {}, .api = "0.15"}};
};

TEST_F(OrdersTest, TheFirstGroupThatPassesBuilds) {
    a_.detect_exits(100);
    const Outcome outcome = build({{{a_.path()}, {b_.path()}}, {{b_.path()}, {c_.path()}}, {{b_.path()}}});
    EXPECT_EQ(outcome.code, code::success) << outcome.output;
    EXPECT_EQ(built(), "bc");
}

TEST_F(OrdersTest, AnOptionalBuildpackMayFail) {
    a_.detect_exits(100);
    const Outcome outcome = build({{{a_.path(), true}, {b_.path()}}});
    EXPECT_EQ(outcome.code, code::success) << outcome.output;
    EXPECT_EQ(built(), "b");
}

TEST_F(OrdersTest, ACompositeBuildpackStandsForItsOrder) {
    const ProbeBuildpack composite{"test/composite"};
    composite.describe(
        "api = \"0.12\"\n[buildpack]\nid = \"test/composite\"\nversion = \"1.0.0\"\n"
        "[[order]]\n[[order.group]]\nid = \"test/a\"\nversion = \"1.0.0\"\n"
        "[[order.group]]\nid = \"test/b\"\nversion = \"1.0.0\"\n");
    project_.setup().more_buildpacks = {a_.path(), b_.path()};
    const Outcome outcome = build({{{composite.path()}, {c_.path()}}});
    EXPECT_EQ(outcome.code, code::success) << outcome.output;
    EXPECT_EQ(built(), "abc");
}

TEST_F(OrdersTest, WhatALaterBuildpackRequiresTheEarlierIsTold) {
    a_.detect_writes("[[provides]]\nname = \"x\"\n");
    b_.detect_writes("[[requires]]\nname = \"x\"\n[requires.metadata]\nby = \"b\"\n");
    c_.detect_writes("[[requires]]\nname = \"x\"\n[requires.metadata]\nby = \"c\"\n");
    const Outcome outcome = build({{{a_.path()}, {b_.path()}, {c_.path()}}});
    ASSERT_EQ(outcome.code, code::success) << outcome.output;
    EXPECT_EQ(a_.buildpack_plan(),
              (std::vector<cnb::Requirement>{{"x", {{"by", "b"}}}, {"x", {{"by", "c"}}}}));
    EXPECT_TRUE(b_.buildpack_plan().empty());
}

/// The specification: it is there for the next buildpack that provides the name.
TEST_F(OrdersTest, WhatIsUnmetIsTheNextProvidersBusiness) {
    a_.detect_writes("[[provides]]\nname = \"x\"\n");
    b_.detect_writes("[[provides]]\nname = \"x\"\n");
    c_.detect_writes("[[requires]]\nname = \"x\"\n");
    ASSERT_EQ(build({{{a_.path()}, {b_.path()}, {c_.path()}}}).code, code::success);
    EXPECT_EQ(a_.buildpack_plan().size(), 1u);
    EXPECT_TRUE(b_.buildpack_plan().empty());

    a_.build_writes("build.toml", "[[unmet]]\nname = \"x\"\n");
    ASSERT_EQ(project_.build().code, code::success);
    EXPECT_EQ(a_.buildpack_plan().size(), 1u);
    EXPECT_EQ(b_.buildpack_plan().size(), 1u);
}

}  // namespace
}  // namespace adder::test
