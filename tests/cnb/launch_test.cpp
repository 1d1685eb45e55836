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
                                       .working_directory = "sub"},
                                      {.type = "worker", .command = {"d"}}},
                        .labels = {{"k", "v"}}};
    EXPECT_EQ(launch.to_toml(),
              parse_toml("[[processes]]\ntype='web'\ncommand=['a','b']\nargs=['c']\ndefault=true\n"
                         "working-dir='sub'\n"
                         "[[processes]]\ntype='worker'\ncommand=['d']\n"
                         "[[labels]]\nkey='k'\nvalue='v'\n",
                         "expected"));
}

TEST(LaunchTest, NothingIsAnEmptyFile) { EXPECT_TRUE(Launch{}.to_toml().empty()); }

TEST(LaunchTest, RefusesWhatTheLifecycleWouldRefuseTooLate) {
    const auto with = [](std::vector<Process> processes) { return Launch{std::move(processes), {}}; };
    EXPECT_THROW(with({{.type = "", .command = {"a"}}}).to_toml(), std::logic_error);
    EXPECT_THROW(with({{.type = "w:b", .command = {"a"}}}).to_toml(), std::logic_error);
    EXPECT_THROW(with({{.type = "web", .command = {}}}).to_toml(), std::logic_error);
    EXPECT_THROW(with({{.type = "a", .command = {"a"}, .is_default = true},
                       {.type = "b", .command = {"a"}, .is_default = true}})
                     .to_toml(),
                 std::logic_error);
}

}  // namespace
}  // namespace adder::cnb
