// What the real lifecycle says to what a buildpack may leave behind, right or wrong. `cnb` exists so that
// nobody has to remember this table; here it is checked that its rules are the lifecycle's.

#include "probe_buildpack.hpp"
#include "tools.hpp"

#include <adder/testing/project.hpp>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <ostream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::test {
namespace {

namespace code = lifecycle_code;
using testing::AnyOf;
using testing::HasSubstr;
using testing::Values;

struct Given {
    ProbeBuildpack& probe;
    Project& project;
};
using Prepare = std::function<void(const Given&)>;
using Check = std::function<void(const Given&)>;

struct Verdict {
    const char* name;
    Prepare given;
    int code;
    const char* message = "";  ///< a piece of what the lifecycle writes
    Check then = [](const Given&) {};
};

/// In gtest's messages.
std::ostream& operator<<(std::ostream& stream, const Verdict& verdict) { return stream << verdict.name; }

class VerdictTest : public testing::TestWithParam<Verdict> {};

TEST_P(VerdictTest, IsTheLifecycles) {
    ProbeBuildpack probe;
    Project project{lifecycle_for_probes(), {.order = {{{probe.path()}}}, .api = "0.15"}};
    const Given given{probe, project};
    GetParam().given(given);
    const Outcome outcome = project.build();
    ASSERT_EQ(outcome.code, GetParam().code) << outcome.output;
    EXPECT_THAT(outcome.output, HasSubstr(GetParam().message));
    GetParam().then(given);
}

std::string name_of(const testing::TestParamInfo<Verdict>& test) { return test.param.name; }

Prepare writes(std::string file, std::string text) {
    return [file, text](const Given& given) { given.probe.build_writes(file, text); };
}
Prepare launch_toml(std::string text) { return writes("launch.toml", std::move(text)); }

/// A launch layer of one file, the types given.
Prepare layer(std::string name, std::string toml) {
    return [name, toml](const Given& given) {
        given.probe.build_writes(name + ".toml", toml);
        given.probe.build_writes(name + "/file", "contents");
    };
}
Prepare layer_toml_alone(std::string toml) { return writes("a.toml", std::move(toml)); }

Prepare plan(std::string text) {
    return [text](const Given& given) { given.probe.detect_writes(text); };
}

/// Of buildpack.toml: what stands before [buildpack], and what after its id and version.
Prepare described(std::string before, std::string after) {
    return [before, after](const Given& given) {
        given.probe.describe(before + "\n[buildpack]\nid = \"test/probe\"\nversion = \"1.0.0\"\n" + after);
    };
}
Prepare speaks(std::string api) { return described("api = \"" + api + "\"", ""); }
Prepare says(std::string after) { return described("api = \"0.12\"", std::move(after)); }

Prepare both(Prepare first, Prepare second) {
    return [first, second](const Given& given) {
        first(given);
        second(given);
    };
}

Check has_label(std::string name, std::string value) {
    return [name, value](const Given& given) { EXPECT_EQ(given.project.image().label(name), value); };
}
void has_no_layer(const Given& given) {
    EXPECT_TRUE(given.project.image().layers_of(given.probe.id()).empty());
}
Check has_layer(std::string name) {
    return [name](const Given& given) {
        EXPECT_TRUE(given.project.image().layers_of(given.probe.id()).contains(name));
    };
}

/// What becomes of a process when it is started.
Outcome launch(const Given& given, const std::string& process) {
    return launch_in_place(given.project.lifecycle(), {.layers = given.project.layers(),
                                                       .app = given.project.app(),
                                                       .process_type = process,
                                                       .env = {{"PATH", std::string{standard_path}}}});
}
Check says_when_started(std::string process, std::string output) {
    return [process, output](const Given& given) {
        const Outcome outcome = launch(given, process);
        EXPECT_EQ(outcome.code, 0) << outcome.output;
        EXPECT_EQ(outcome.output, output);
    };
}
/// The launcher of lifecycle 0.21.0 ends with a Go panic (2), later ones with an error of their own (82).
void cannot_be_started(const Given& given) {
    const Outcome outcome = launch(given, "web");
    EXPECT_THAT(outcome.code, AnyOf(2, 82)) << outcome.output;
    EXPECT_THAT(outcome.output, outcome.code == 2 ? HasSubstr("panic") : HasSubstr("no command provided"));
}

constexpr const char* web = "[[processes]]\ntype = \"web\"\ncommand = [\"echo\", \"first\"]\n";
constexpr const char* second_web = "[[processes]]\ntype = \"web\"\ncommand = [\"echo\", \"second\"]\n";

INSTANTIATE_TEST_SUITE_P(
    Processes, VerdictTest,
    Values(
        Verdict{"as_it_should_be", launch_toml(web), code::success, "", says_when_started("web", "first\n")},
        Verdict{"direct", launch_toml(std::string{web} + "direct = true\n"), code::build_error,
                "process.direct is not supported on this buildpack version"},
        Verdict{"command_is_a_string", launch_toml("[[processes]]\ntype = \"web\"\ncommand = \"echo\"\n"),
                code::build_error, "command"},
        Verdict{"no_command", launch_toml("[[processes]]\ntype = \"web\"\nargs = [\"x\"]\n"), code::success,
                "", cannot_be_started},
        Verdict{"no_type", launch_toml("[[processes]]\ncommand = [\"echo\"]\n"), code::export_error},
        Verdict{"colon_in_type", launch_toml("[[processes]]\ntype = \"w:b\"\ncommand = [\"echo\"]\n"),
                code::export_error, "w:b"},
        Verdict{"space_in_type",
                launch_toml("[[processes]]\ntype = \"w b\"\ncommand = [\"echo\", \"spaced\"]\n"),
                code::success, "", says_when_started("w b", "spaced\n")},
        Verdict{"type_twice_last_wins", launch_toml(std::string{web} + second_web), code::success, "",
                says_when_started("web", "second\n")},
        Verdict{"two_defaults",
                launch_toml(std::string{web} + "default = true\n" + second_web + "default = true\n"),
                code::build_error, "multiple default process types aren't allowed"},
        Verdict{
            "label_twice_last_wins",
            launch_toml("[[labels]]\nkey = \"k\"\nvalue = \"1\"\n[[labels]]\nkey = \"k\"\nvalue = \"2\"\n"),
            code::success, "", has_label("k", "2")}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Files, VerdictTest,
    Values(Verdict{"unknown_keys_in_launch_toml", launch_toml("surprise = 1\n[more]\nx = true\n"),
                   code::success},
           Verdict{"unknown_keys_in_layer_toml",
                   layer("a", "surprise = 1\n[types]\nlaunch = true\nmore = 1\n"), code::success, "",
                   has_layer("a")},
           Verdict{"unknown_keys_in_build_plan", plan("surprise = 1\n[[more]]\nx = 1\n"), code::success},
           Verdict{"types_outside_their_table_in_launch_toml", launch_toml("launch = true\n"),
                   code::build_error, "types table"},
           Verdict{"types_outside_their_table_in_layer_toml", layer("a", "launch = true\n"),
                   code::build_error, "types table"},
           Verdict{"type_is_a_string", layer("a", "[types]\nlaunch = \"true\"\n"), code::build_error},
           Verdict{"malformed_launch_toml", launch_toml("[[processes\n"), code::build_error},
           Verdict{"malformed_layer_toml", layer("a", "[types\n"), code::build_error},
           Verdict{"malformed_build_toml", writes("build.toml", "[[unmet\n"), code::build_error},
           Verdict{"malformed_store_toml", writes("store.toml", "[metadata\n"), code::build_error},
           Verdict{"not_utf8", launch_toml("[[labels]]\nkey = \"\xff\"\nvalue = \"x\"\n"), code::build_error},
           Verdict{"unmet_of_no_plan", writes("build.toml", "[[unmet]]\nname = \"x\"\n"), code::build_error,
                   "unmet.name 'x' must match a requested dependency"},
           Verdict{"unmet_without_name", writes("build.toml", "[[unmet]]\n"), code::build_error,
                   "unmet.name is required"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Layers, VerdictTest,
    Values(Verdict{"launch_without_directory", layer_toml_alone("[types]\nlaunch = true\n"),
                   code::export_error, "cannot reuse"},
           Verdict{"launch_and_cache_without_directory",
                   layer_toml_alone("[types]\nlaunch = true\ncache = true\n"), code::export_error,
                   "cache=true but has no contents"},
           Verdict{"cache_without_directory", layer_toml_alone("[types]\ncache = true\n"), code::success},
           Verdict{"build_without_directory", layer_toml_alone("[types]\nbuild = true\n"), code::success},
           // The specification forbids the name; what comes of it depends on the directory.
           Verdict{"named_build_with_directory", layer("build", "[types]\nlaunch = true\n"), code::success,
                   "", has_layer("build")},
           Verdict{"named_build_without_directory", writes("build.toml", "[types]\nlaunch = true\n"),
                   code::success, "", has_no_layer},
           Verdict{"directory_without_toml", writes("a/file", "x"), code::success, "", has_no_layer},
           Verdict{"without_types_is_renamed", layer("a", ""), code::success, "",
                   [](const Given& given) {
                       EXPECT_TRUE(
                           std::filesystem::exists(given.project.layers() / "test_probe/a.ignore/file"));
                       has_no_layer(given);
                   }},
           Verdict{"renamed_onto_another", both(layer("a", ""), writes("a.ignore/file", "x")),
                   code::build_error, "failed to rename layer directory"}),
    name_of);

constexpr const char* declares_cyclonedx = "sbom-formats = [\"application/vnd.cyclonedx+json\"]\n";

INSTANTIATE_TEST_SUITE_P(
    Sboms, VerdictTest,
    Values(Verdict{"undeclared", writes("launch.sbom.cdx.json", "{}"), code::build_error},
           Verdict{"another_declared", both(says(declares_cyclonedx), writes("launch.sbom.spdx.json", "{}")),
                   code::build_error},
           Verdict{"declared", both(says(declares_cyclonedx), writes("launch.sbom.cdx.json", "{}")),
                   code::success},
           Verdict{"declared_with_version",
                   both(says("sbom-formats = [\"application/vnd.cyclonedx+json;version=1.4\"]\n"),
                        writes("launch.sbom.cdx.json", "{}")),
                   code::success},
           Verdict{"unknown_format", both(says(declares_cyclonedx), writes("launch.sbom.xyz.json", "{}")),
                   code::build_error, "unsupported SBOM file format"},
           Verdict{"garbage", both(says(declares_cyclonedx), writes("launch.sbom.cdx.json", "garbage")),
                   code::success},
           Verdict{"of_no_layer", both(says(declares_cyclonedx), writes("a.sbom.cdx.json", "{}")),
                   code::success}),
    name_of);

Prepare build_exits(int exit_code) {
    return [exit_code](const Given& given) { given.probe.build_exits(exit_code); };
}
Prepare detect_exits(int exit_code) {
    return [exit_code](const Given& given) { given.probe.detect_exits(exit_code); };
}

INSTANTIATE_TEST_SUITE_P(ExitCodes, VerdictTest,
                         Values(Verdict{"build_7", build_exits(7), code::buildpack_failed, "exit status 7"},
                                Verdict{"build_100", build_exits(100), code::buildpack_failed},
                                Verdict{"detect_100", detect_exits(100), code::no_buildpack_detected},
                                Verdict{"detect_1", detect_exits(1), code::detection_had_errors}),
                         name_of);

INSTANTIATE_TEST_SUITE_P(
    Plans, VerdictTest,
    Values(Verdict{"deleted", [](const Given& given) { given.probe.detect_deletes_plan(); },
                   code::detection_had_errors},
           Verdict{"malformed", plan("[[provides\n"), code::detection_had_errors},
           Verdict{"version_outside_metadata", plan("[[requires]]\nname = \"x\"\nversion = \"1\"\n"),
                   code::detection_had_errors},
           Verdict{"empty", plan(""), code::success},
           Verdict{"provided_and_required", plan("[[provides]]\nname = \"x\"\n[[requires]]\nname = \"x\"\n"),
                   code::success},
           Verdict{"provided_and_not_required", plan("[[provides]]\nname = \"x\"\n"),
                   code::no_buildpack_detected},
           Verdict{"required_and_not_provided", plan("[[requires]]\nname = \"x\"\n"),
                   code::no_buildpack_detected},
           Verdict{"second_alternative", plan("[[provides]]\nname = \"x\"\n[[or]]\n"), code::success},
           Verdict{"empty_first_alternative_wins", plan("[[or]]\n[[or.provides]]\nname = \"x\"\n"),
                   code::success}),
    name_of);

INSTANTIATE_TEST_SUITE_P(Apis, VerdictTest,
                         Values(Verdict{"api_0_6", speaks("0.6"), code::unsupported_buildpack_api},
                                Verdict{"api_0_9", speaks("0.9"), code::success},
                                Verdict{"api_0_10", speaks("0.10"), code::success},
                                Verdict{"api_0_11", speaks("0.11"), code::success},
                                Verdict{"api_0_12", speaks("0.12"), code::success},
                                Verdict{"api_0_13", speaks("0.13"), code::unsupported_buildpack_api},
                                Verdict{"api_1", speaks("1"), code::unsupported_buildpack_api},
                                Verdict{"platform_api_0_16",
                                        [](const Given& given) { given.project.setup().api = "0.16"; },
                                        code::unsupported_platform_api}),
                         name_of);

std::string distro(const char* name, const char* version) {
    return std::string{"[[targets]]\nos = \"linux\"\n[[targets.distros]]\nname = \""} + name +
           "\"\nversion = \"" + version + "\"\n";
}
Prepare executed_in(std::string environment) {
    return [environment](const Given& given) { given.project.setup().execution_environment = environment; };
}

INSTANTIATE_TEST_SUITE_P(
    Targets, VerdictTest,
    Values(Verdict{"another_architecture", says("[[targets]]\nos = \"linux\"\narch = \"s390x\"\n"),
                   code::detection_had_errors},
           Verdict{"another_distribution", says(distro("alpine", "3.20")), code::detection_had_errors},
           Verdict{"another_version", says(distro("debian", "11")), code::detection_had_errors},
           Verdict{"the_one_distribution", says(distro("debian", "12")), code::success},
           Verdict{"variant_is_not_looked_at", says("[[targets]]\nos = \"linux\"\nvariant = \"v9\"\n"),
                   code::success},
           Verdict{"any", says("[[targets]]\n"), code::success},
           Verdict{
               "an_optional_buildpack_runs_all_the_same",
               both(says("[[targets]]\nos = \"linux\"\narch = \"s390x\"\n"),
                    [](const Given& given) { given.project.setup().order = {{{given.probe.path(), true}}}; }),
               code::success, "", [](const Given& given) { EXPECT_TRUE(given.probe.has_run("build")); }}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    ExecutionEnvironments, VerdictTest,
    Values(Verdict{"for_tests_in_production", says("exec-env = [\"test\"]\n"), code::no_buildpack_detected},
           Verdict{"for_tests_in_tests", both(says("exec-env = [\"test\"]\n"), executed_in("test")),
                   code::success, "",
                   [](const Given& given) {
                       EXPECT_EQ(given.probe.environment_of("detect").find("CNB_EXEC_ENV"), "test");
                       EXPECT_EQ(given.probe.environment_of("build").find("CNB_EXEC_ENV"), "test");
                   }},
           Verdict{"for_all_of_them", both(says("exec-env = [\"*\"]\n"), executed_in("test")), code::success},
           Verdict{"as_the_specification_writes_it", says("[[buildpack.exec-env]]\nname = \"test\"\n"),
                   code::failed, "incompatible types"}),
    name_of);

/// The specification allows absolute patterns; the lifecycle compares them with relative paths.
TEST(SliceTest, OnlyRelativePatternsMatch) {
    ProbeBuildpack probe;
    Project project{lifecycle_for_probes(), {.order = {{{probe.path()}}}, .api = "0.15"}};
    project.write("a.txt", "a");
    project.write("b.txt", "b");
    /// Whether the two files end up in layers of their own.
    const auto are_apart = [&](const std::string& pattern) {
        probe.build_writes("launch.toml", "[[slices]]\npaths = [\"" + pattern + "\"]\n");
        const Outcome outcome = project.build();
        EXPECT_EQ(outcome.code, code::success) << outcome.output;
        const Image image = project.image();
        const std::string a = project.app() / "a.txt";
        const std::string b = project.app() / "b.txt";
        for (const std::string& digest : image.content_digests()) {
            const std::vector<std::string> files = image.files_in(digest);
            const bool has_a = std::find(files.begin(), files.end(), a) != files.end();
            const bool has_b = std::find(files.begin(), files.end(), b) != files.end();
            if (has_a || has_b) return has_a != has_b;
        }
        throw std::runtime_error("the app is not in the image");
    };
    EXPECT_TRUE(are_apart("a.*"));
    EXPECT_FALSE(are_apart((project.app() / "a.*").native()));
}

}  // namespace
}  // namespace adder::test
