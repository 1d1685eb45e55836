#include <adder/cnb/launch.hpp>

#include <stdexcept>

#include <gtest/gtest.h>

namespace adder::cnb {
namespace {

TEST(LaunchTest, WritesProcessesAndLabels) {
    const Launch launch{.processes = {{.type = "web",
                                       .command = {"a", "b"},
                                       .args = {"c"},
                                       .is_default = true,
                                       .working_directory = "sub",
                                       .execution_environments = {"production", "*"}},
                                      {.type = "worker", .command = {"d"}}},
                        .labels = {{"k", "v"}},
                        .slices = {{{"static/*", "a[b-c]d"}}, {{"assets"}}}};
    EXPECT_EQ(launch.to_toml(),
              parse_toml("[[processes]]\ntype='web'\ncommand=['a','b']\nargs=['c']\ndefault=true\n"
                         "working-dir='sub'\nexec-env=['production','*']\n"
                         "[[processes]]\ntype='worker'\ncommand=['d']\n"
                         "[[labels]]\nkey='k'\nvalue='v'\n"
                         "[[slices]]\npaths=['static/*','a[b-c]d']\n[[slices]]\npaths=['assets']\n",
                         "expected"));
}

TEST(LaunchTest, NothingIsAnEmptyFile) { EXPECT_TRUE(Launch{}.to_toml().empty()); }

struct Refused {
    const char* name;
    Launch launch;
};
void PrintTo(const Refused& refused, std::ostream* out) { *out << refused.name; }

class RefusedLaunchTest : public testing::TestWithParam<Refused> {};

TEST_P(RefusedLaunchTest, WhatTheLifecycleWouldRefuseTooLateIsAFaultOfTheProgram) {
    EXPECT_THROW(GetParam().launch.to_toml(), std::logic_error);
}

INSTANTIATE_TEST_SUITE_P(
    , RefusedLaunchTest,
    testing::Values(
        Refused{"no_type", {.processes = {{.type = "", .command = {"a"}}}}},
        Refused{"type_with_colon", {.processes = {{.type = "w:b", .command = {"a"}}}}},
        Refused{"type_with_space", {.processes = {{.type = "w b", .command = {"a"}}}}},
        Refused{"no_command", {.processes = {{.type = "web", .command = {}}}}},
        Refused{"empty_command", {.processes = {{.type = "web", .command = {""}}}}},
        Refused{"two_of_a_type",
                {.processes = {{.type = "a", .command = {"a"}}, {.type = "a", .command = {"b"}}}}},
        Refused{"two_defaults",
                {.processes = {{.type = "a", .command = {"a"}, .is_default = true},
                               {.type = "b", .command = {"a"}, .is_default = true}}}},
        Refused{"environment_with_slash",
                {.processes = {{.type = "a", .command = {"a"}, .execution_environments = {"a/b"}}}}},
        Refused{"label_without_key", {.processes = {}, .labels = {{"", "v"}}}},
        Refused{"absolute_slice", {.processes = {}, .slices = {{{"/workspace/a"}}}}},
        Refused{"slice_outside", {.processes = {}, .slices = {{{"a/../../b"}}}}},
        Refused{"empty_slice_path", {.processes = {}, .slices = {{{""}}}}},
        Refused{"open_class", {.processes = {}, .slices = {{{"a[b"}}}}},
        Refused{"empty_class", {.processes = {}, .slices = {{{"a[]b"}}}}},
        Refused{"class_with_open_range", {.processes = {}, .slices = {{{"[a-]"}}}}},
        Refused{"escape_of_nothing", {.processes = {}, .slices = {{{"a\\"}}}}}),
    [](const auto& test_case) { return std::string{test_case.param.name}; });

}  // namespace
}  // namespace adder::cnb
