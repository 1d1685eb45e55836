#include "python/dependencies/tool_version.hpp"

#include <ostream>

#include <gtest/gtest.h>

namespace adder::python {
namespace {

struct Case {
    const char* demand;
    const char* release;
    bool allowed;
};
std::ostream& operator<<(std::ostream& stream, const Case& c) {
    return stream << c.demand << " " << c.release;
}

class ToolVersionTest : public testing::TestWithParam<Case> {};

TEST_P(ToolVersionTest, IsAllowedOrNot) {
    EXPECT_EQ(tool_version_allows(GetParam().demand, GetParam().release), GetParam().allowed);
}

INSTANTIATE_TEST_SUITE_P(, ToolVersionTest,
                         testing::Values(Case{"", "2.5.1", true}, Case{">=2.0,<3", "2.5.1", true},
                                         Case{">=2.0, <2.5", "2.5.1", false}, Case{"==2.5.1", "2.5.1", true},
                                         Case{"2.5.1", "2.5.1", true}, Case{"==2.5", "2.5.0", true},
                                         Case{"==2.*", "2.5.1", true}, Case{"2.4.*", "2.5.1", false},
                                         Case{"!=2.5.1", "2.5.1", false}, Case{"!=1.*", "2.5.1", true},
                                         Case{"~=2.4", "2.5.1", true}, Case{"~=2.4.1", "2.5.1", false},
                                         Case{"^2.1", "2.5.1", true}, Case{"^1.8", "2.5.1", false},
                                         Case{"^0.5.1", "0.5.9", true}, Case{"^0.5", "0.6.0", false},
                                         Case{"~2.5", "2.5.1", true}, Case{"~2.4", "2.5.1", false},
                                         Case{"~2", "2.5.1", true}, Case{">2.5", "2.5.1", true},
                                         Case{"<=0.10", "0.9.30", true}, Case{"*", "1", true},
                                         Case{">=2.0rc1", "2.5.1", true}, Case{"nonsense", "2.5.1", false}));

TEST(ReleaseOrderTest, IsByNumbers) {
    EXPECT_TRUE(is_older_release("0.9.2", "0.10"));
    EXPECT_FALSE(is_older_release("0.10.0", "0.10"));
}

}  // namespace
}  // namespace adder::python
