#include "python/app/variables.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/errors.hpp>

namespace adder::python {
namespace {

using testing::AllOf;
using testing::HasSubstr;

std::string refused(const base::Environment& env) {
    return test::shown_error([&] { refuse_unusable_variables(env); });
}

TEST(RefuseUnusableVariablesTest, ThoseThatLeadElsewhere) {
    EXPECT_THAT(refused({{"PIP_TARGET", "/x"}}), AllOf(HasSubstr("PIP_TARGET is set."), HasSubstr("pip.conf"),
                                                       HasSubstr("--env PIP_TARGET=")));
    EXPECT_THAT(refused({{"PYTHONHOME", "/x"}}), HasSubstr("PYTHONHOME is set."));
    EXPECT_THAT(refused({{"UV_PYTHON", "3.12"}}),
                AllOf(HasSubstr("UV_PYTHON is set."), HasSubstr("BP_PYTHON_VERSION")));
}

TEST(RefuseUnusableVariablesTest, NotThoseThatSayNoOrAreHarmless) {
    EXPECT_NO_THROW(refuse_unusable_variables({{"PIP_USER", "0"},
                                               {"PIP_TARGET", ""},
                                               {"PYTHONPATH", "/x"},
                                               {"VIRTUAL_ENV", "/x"},
                                               {"UV_CACHE_DIR", "/x"},
                                               {"PIP_INDEX_URL", "https://i.example"}}));
}

}  // namespace
}  // namespace adder::python
