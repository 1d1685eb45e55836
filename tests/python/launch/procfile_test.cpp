#include "python/launch/procfile.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/errors.hpp>

namespace adder::python {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(ProcfileTest, ReadsTypesAndCommands) {
    EXPECT_THAT(parse_procfile("\xef\xbb\xbf# how to start\r\n"
                               "web: gunicorn a:b --bind 0.0.0.0:$PORT\r\n"
                               "\r\n"
                               "  work.er-2 :python x.py a:b\n"),
                ElementsAre(ProcfileEntry{"web", "gunicorn a:b --bind 0.0.0.0:$PORT"},
                            ProcfileEntry{"work.er-2", "python x.py a:b"}));
    EXPECT_THAT(parse_procfile(""), ElementsAre());
}

struct BadCase {
    const char* name;
    const char* text;
    const char* complaint;
};
class BadProcfileTest : public testing::TestWithParam<BadCase> {};

TEST_P(BadProcfileTest, IsOneMessageThatNamesTheLine) {
    EXPECT_THAT(test::shown_error([] { parse_procfile(GetParam().text); }), HasSubstr(GetParam().complaint));
}

INSTANTIATE_TEST_SUITE_P(Procfile, BadProcfileTest,
                         testing::Values(BadCase{"no_colon", "web: a\nworker b", "Line 2 of the Procfile"},
                                         BadCase{"bad_type", "we b: a", "'we b: a': a process type has only"},
                                         BadCase{"no_command", "web:", "there is no command"},
                                         BadCase{"twice", "web: a\nweb: b", "stands there already"},
                                         BadCase{"control_characters", "\x1b[31mweb", "'\\x1b[31mweb'"},
                                         BadCase{"not_utf8", "web: \xff", "Procfile is not UTF-8"}),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace adder::python
