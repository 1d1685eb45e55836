// exec.d programs, run by the real launcher.

#include "launch_directory.hpp"
#include "probe/odd_values.hpp"
#include "probe_buildpack.hpp"
#include "tools.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/cnb/exec_d.hpp>
#include <adder/cnb/toml.hpp>
#include <adder/testing/project.hpp>

#include <filesystem>
#include <ostream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::test {
namespace {

namespace fs = std::filesystem;
using lifecycle_code::launch_error;
using testing::HasSubstr;

class ExecDTest : public testing::Test {
  protected:
    fs::path layer(const std::string& name, const std::string& buildpack = "first") const {
        return directory_.layers_of(buildpack) / name;
    }

    /// A program below exec.d.
    static void write_program(const fs::path& layer, const std::string& name, const std::string& script,
                              mode_t mode = 0755) {
        const fs::path file = layer / "exec.d" / name;
        base::make_directories(file.parent_path());
        base::write_file(file, "#!/bin/sh\n" + script, mode);
    }

    /// A program that adds its name to ORDER.
    static void write_ordered(const fs::path& layer, const std::string& name, const std::string& mark) {
        write_program(layer, name, "printf 'ORDER = \"%s\"\\n' \"${ORDER}" + mark + " \" >&3\n");
    }

    Outcome launch(const std::string& process = "web") const {
        return directory_.launch(process, {{"PATH", std::string{standard_path}}});
    }

    std::string variable(const std::string& name) const {
        return directory_.seen().find(name).value_or("not set");
    }

    LaunchDirectory directory_{{"first", "second"}, {"web", "worker"}};
};

/// By layer, and not, as the specification has it, those of all layers before those of the process.
TEST_F(ExecDTest, OrderIsByBuildpackThenLayerThenProcess) {
    write_ordered(layer("b"), "1", "first/b/1");
    write_ordered(layer("a"), "2", "first/a/2");
    write_ordered(layer("a"), "10", "first/a/10");
    write_ordered(layer("a"), "web/1", "first/a/web/1");
    write_ordered(layer("a"), "worker/1", "first/a/worker/1");
    write_ordered(layer("0", "second"), "1", "second/0/1");

    ASSERT_EQ(launch().code, 0);
    EXPECT_EQ(variable("ORDER"), "first/a/10 first/a/2 first/a/web/1 first/b/1 second/0/1 ");
    ASSERT_EQ(launch("worker").code, 0);
    EXPECT_EQ(variable("ORDER"), "first/a/10 first/a/2 first/a/worker/1 first/b/1 second/0/1 ");
    ASSERT_EQ(launch("").code, 0);
    EXPECT_EQ(variable("ORDER"), "first/a/10 first/a/2 first/b/1 second/0/1 ");
}

TEST_F(ExecDTest, OutputReplacesWhatLayersSetAndReachesTheNext) {
    base::make_directories(layer("a") / "env.launch");
    base::write_file(layer("a") / "env.launch/BEFORE.override", "of the layer");
    write_program(layer("a"), "1", "echo \"BEFORE = '$BEFORE, replaced'\" >&3\n");
    write_program(layer("a"), "2", "echo \"NEXT = '$BEFORE, seen'\" >&3\n");
    ASSERT_EQ(launch().code, 0);
    EXPECT_EQ(variable("BEFORE"), "of the layer, replaced");
    EXPECT_EQ(variable("NEXT"), "of the layer, replaced, seen");
}

TEST_F(ExecDTest, AProgramOfOursSaysWhatItMeans) {
    write_program(layer("a"), "0", "echo 'BEFORE = \"a script\"' >&3\n");
    cnb::install_exec_d({{.name = "1", .program = ADDER_E2E_EXEC_D_PROBE}}, layer("a"));
    const Outcome outcome = launch();
    ASSERT_EQ(outcome.code, 0) << outcome.output;
    EXPECT_EQ(variable("AFTER"), "after a script");
    for (const OddValue& odd : odd_values) EXPECT_EQ(variable(std::string{odd.name}), odd.value) << odd.name;
}

struct BadProgram {
    const char* name;
    const char* script;
    mode_t mode;
    const char* message;
};

std::ostream& operator<<(std::ostream& stream, const BadProgram& program) { return stream << program.name; }

class BadExecDTest : public ExecDTest, public testing::WithParamInterface<BadProgram> {};

TEST_P(BadExecDTest, KeepsTheProcessFromStarting) {
    write_program(layer("a"), "program", GetParam().script, GetParam().mode);
    const Outcome outcome = launch();
    EXPECT_EQ(outcome.code, launch_error) << outcome.output;
    EXPECT_THAT(outcome.output, HasSubstr("exec.d"));
    EXPECT_THAT(outcome.output, HasSubstr(GetParam().message));
    EXPECT_THROW(directory_.seen(), base::Error);
}

INSTANTIATE_TEST_SUITE_P(
    , BadExecDTest,
    testing::Values(BadProgram{"exits_with_1", "echo 'A = \"a\"' >&3; exit 1\n", 0755, "exit status 1"},
                    BadProgram{"writes_a_number", "echo 'A = 1' >&3\n", 0755, "failed to decode"},
                    BadProgram{"writes_a_table", "echo '[A]' >&3\n", 0755, "failed to decode"},
                    BadProgram{"writes_no_toml", "echo 'A=a' >&3\n", 0755, "failed to decode"},
                    BadProgram{"is_not_executable", "", 0644, "permission denied"}),
    [](const auto& test) { return test.param.name; });

/// The lifecycle reads what our writer wrote, and means the same by it.
TEST(TomlTest, TheLifecycleReadsWhatWeWrite) {
    cnb::TomlTable metadata;
    for (const OddValue& odd : odd_values) metadata.emplace(odd.name, std::string{odd.value});
    metadata.emplace("odd key \"\n", "value");
    metadata.emplace("array", cnb::TomlArray{"a", cnb::TomlArray{1, 2}, cnb::TomlTable{{"inner", true}}});
    ProbeBuildpack probe;
    probe.build_writes(
        "a.toml", cnb::to_toml_text({{"types", cnb::TomlTable{{"launch", true}}}, {"metadata", metadata}}));
    probe.build_writes("a/file", "x");
    Project project{lifecycle_for_probes(), {.order = {{{probe.path()}}}}};
    const Outcome outcome = project.build();
    ASSERT_EQ(outcome.code, 0) << outcome.output;
    EXPECT_EQ(project.image().layers_of(probe.id()).at("a").metadata, metadata);

    // And ours the lifecycle's: the file that the next build finds.
    ASSERT_EQ(project.build().code, 0);
    cnb::TomlTable restored = cnb::read_toml_file(probe.found() / "a.toml");
    metadata.at("array") = cnb::TomlArray{"a", cnb::TomlArray{1.0, 2.0}, cnb::TomlTable{{"inner", true}}};
    EXPECT_EQ(restored, (cnb::TomlTable{{"metadata", metadata}}));
}

}  // namespace
}  // namespace adder::test
