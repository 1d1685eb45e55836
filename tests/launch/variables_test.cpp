#include "launch/variables.hpp"

#include <map>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::launch {
namespace {

using testing::Contains;
using testing::IsSupersetOf;
using testing::Key;
using testing::Not;
using testing::Pair;

constexpr std::uint64_t mib = 1u << 20;

struct Case {
    const char* name;
    Limits limits;
    std::uint64_t sync;
    std::uint64_t async;
};
class WorkerCountTest : public testing::TestWithParam<Case> {};

TEST_P(WorkerCountTest, FollowsTheLimits) {
    EXPECT_EQ(worker_count(GetParam().limits, false), GetParam().sync);
    EXPECT_EQ(worker_count(GetParam().limits, true), GetParam().async);
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(Limits, WorkerCountTest, testing::Values(
    Case{"one_cpu", {8192 * mib, false, 8, 1000}, 3, 1},
    Case{"a_quarter_of_a_cpu", {8192 * mib, false, 8, 250}, 2, 1},
    Case{"one_and_a_half", {8192 * mib, false, 8, 1500}, 4, 2},
    Case{"four_cpus", {8192 * mib, false, 8, 4000}, 9, 4},
    Case{"a_quota_beyond_the_machine", {8192 * mib, false, 2, 4000}, 5, 2},
    Case{"a_large_machine_without_a_quota", {262144 * mib, false, 64, {}}, 9, 4},
    Case{"a_small_machine_without_a_quota", {8192 * mib, false, 1, {}}, 3, 1},
    Case{"memory_for_two", {512 * mib, true, 8, 1000}, 2, 1},
    Case{"memory_for_three_and_a_half", {900 * mib, true, 8, 4000}, 3, 3},
    Case{"memory_for_less_than_one", {100 * mib, true, 8, 4000}, 1, 1},
    Case{"memory_that_is_not_known", {0, false, 8, 2000}, 5, 2}),
    [](const auto& test) { return test.param.name; });
// clang-format on

using Map = std::map<std::string, std::string>;

Map decided(const Limits& limits, const std::vector<const char*>& environment) {
    std::vector<const char*> entries = environment;
    entries.push_back(nullptr);
    const Variables variables = decide(limits, entries.data());
    Map result;
    for (const Variable& variable : variables) result.emplace(variable.name, variable.value.view());
    return result;
}

const Limits common{.memory = 512 * mib, .memory_is_limited = true, .visible_cpus = 8, .cpu_quota = 1000};

TEST(VariablesTest, AreForServersAndThreads) {
    EXPECT_EQ(decided(common, {"PATH=/bin"}), (Map{{"WEB_CONCURRENCY", "2"},
                                                   {"GRANIAN_WORKERS", "2"},
                                                   {"PYTHON_CPU_COUNT", "1"},
                                                   {"OMP_NUM_THREADS", "1"},
                                                   {"MALLOC_ARENA_MAX", "2"},
                                                   {"PORT", "8000"},
                                                   {"UVICORN_HOST", "0.0.0.0"},
                                                   {"UVICORN_PORT", "8000"},
                                                   {"GRANIAN_HOST", "0.0.0.0"},
                                                   {"GRANIAN_PORT", "8000"},
                                                   {"STREAMLIT_SERVER_ADDRESS", "0.0.0.0"},
                                                   {"STREAMLIT_SERVER_PORT", "8000"},
                                                   {"STREAMLIT_SERVER_HEADLESS", "true"},
                                                   {"GRADIO_SERVER_NAME", "0.0.0.0"},
                                                   {"GRADIO_SERVER_PORT", "8000"},
                                                   {"LITESTAR_HOST", "0.0.0.0"},
                                                   {"LITESTAR_PORT", "8000"},
                                                   {"CHAINLIT_HOST", "0.0.0.0"},
                                                   {"CHAINLIT_PORT", "8000"}}));
}

TEST(VariablesTest, WhatIsSetStaysAsItIs) {
    const Map variables = decided(common, {"PORT=9001", "UVICORN_PORT=7", "WEB_CONCURRENCY=6",
                                           "OMP_NUM_THREADS=3", "GRADIO_SERVER_NAME="});
    for (const char* name : {"PORT", "UVICORN_PORT", "WEB_CONCURRENCY", "OMP_NUM_THREADS"})
        EXPECT_THAT(variables, Not(Contains(Key(name))));
    EXPECT_THAT(variables, IsSupersetOf(Map{{"STREAMLIT_SERVER_PORT", "9001"},
                                            {"GRANIAN_WORKERS", "6"},
                                            {"GRADIO_SERVER_NAME", "0.0.0.0"},
                                            {"PYTHON_CPU_COUNT", "1"}}));
}

TEST(VariablesTest, EventLoopsHaveACpuEach) {
    EXPECT_THAT(decided(common, {"BPL_WEB_WORKERS=async"}), Contains(Pair("WEB_CONCURRENCY", "1")));
    EXPECT_THAT(decided(common, {"BPL_WEB_WORKERS=sync"}), Contains(Pair("WEB_CONCURRENCY", "2")));
}

TEST(VariablesTest, ThreadsAreLimitedOnlyBelowWhatProgramsSee) {
    const Map without = decided({.memory = 512 * mib, .visible_cpus = 64}, {});
    EXPECT_THAT(without, Not(Contains(Key("OMP_NUM_THREADS"))));
    EXPECT_THAT(without, Not(Contains(Key("MALLOC_ARENA_MAX"))));
    EXPECT_THAT(decided({.visible_cpus = 2, .cpu_quota = 2000}, {}), Not(Contains(Key("PYTHON_CPU_COUNT"))));
    EXPECT_THAT(decided({.visible_cpus = 8, .cpu_quota = 1500}, {}), Contains(Pair("PYTHON_CPU_COUNT", "2")));
    EXPECT_THAT(decided({.memory = mib, .memory_is_limited = true, .visible_cpus = 8, .cpu_quota = 3500}, {}),
                Contains(Pair("MALLOC_ARENA_MAX", "4")));
}

TEST(VariablesTest, APortThatIsNoneReachesNoServer) {
    for (const char* port : {"PORT=tcp://10.0.0.1:80", "PORT=0", "PORT=65536", "PORT=-1", "PORT=8000 ",
                             "PORT=000080", "PORT=\"\n[x]"}) {
        const std::vector<const char*> environment{port, nullptr};
        EXPECT_TRUE(decide(common, environment.data()).port_is_unusable) << port;
        EXPECT_THAT(decided(common, {port}), Not(Contains(Key("UVICORN_PORT")))) << port;
    }
}

TEST(FixedTextTest, KeepsToItsSize) {
    FixedText<4> text;
    EXPECT_EQ(text.append("ab").append(std::uint64_t{12}).view(), "ab12");
    EXPECT_EQ(text.append("").view(), "ab12");
    EXPECT_STREQ(text.c_str(), "ab12");
    EXPECT_EQ(text.append("c").view(), "");
    EXPECT_STREQ(text.c_str(), "");
    EXPECT_TRUE(text.is_too_long());
}

TEST(FixedTextTest, Numbers) {
    EXPECT_EQ(FixedText<20>{}.append(std::uint64_t{0}).view(), "0");
    EXPECT_EQ(FixedText<20>{}.append(UINT64_MAX).view(), "18446744073709551615");
    EXPECT_EQ(parse_number("120"), 120u);
    EXPECT_EQ(parse_number(""), std::nullopt);
    EXPECT_EQ(parse_number("1 "), std::nullopt);
    EXPECT_EQ(parse_number("18446744073709551616"), std::nullopt);
}

}  // namespace
}  // namespace adder::launch
