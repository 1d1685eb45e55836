#include "python/app/advice.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::python {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(WarnTest, TellsHowToBeToldNoMore) {
    std::string told;
    base::Log log{{}, [&](base::Log::Stream, std::string_view line) { told += std::string{line} + "\n"; }};
    log_warnings(log, {{"One.", "Do this.", "one"}, {"Two.", "Do that.", "two"}, {"Three.", "Know this."}},
                 {"two"});
    EXPECT_THAT(told, AllOf(HasSubstr("! One."), HasSubstr("BP_PYTHON_IGNORE_WARNINGS=one"),
                            Not(HasSubstr("Two.")), HasSubstr("! Three."), Not(HasSubstr("WARNINGS=\n"))));
}

}  // namespace
}  // namespace adder::python
