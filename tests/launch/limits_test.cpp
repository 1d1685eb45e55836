#include "launch/limits.hpp"

#include <adder/base/files.hpp>

#include <filesystem>
#include <fstream>
#include <ostream>
#include <string>

#include <gtest/gtest.h>

namespace adder::launch {

void PrintTo(const Limits& limits, std::ostream* stream) {
    *stream << limits.memory << (limits.memory_is_limited ? " bytes of memory, limited" : " bytes of memory");
    if (limits.cpu_quota) *stream << ", " << *limits.cpu_quota << " thousandths of a CPU";
}

namespace {

constexpr std::uint64_t mib = 1u << 20;
constexpr std::uint64_t kib = 1u << 10;

struct Case {
    const char* name;
    const char* directory;  ///< in tests/fixtures/cgroups
    Limits limits;
};
class LimitsTest : public testing::TestWithParam<Case> {};

TEST_P(LimitsTest, AreRead) {
    const std::string root =
        std::string{ADDER_SOURCE_DIR} + "/tests/fixtures/cgroups/" + GetParam().directory;
    EXPECT_EQ(read_limits(root.c_str(), 8), GetParam().limits);
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(Cgroups, LimitsTest, testing::Values(
    Case{"docker_v2", "docker-v2", {512 * mib, true, 8, 1500}},
    Case{"docker_v2_without_limits", "docker-v2-unlimited", {16309204 * kib, false, 8, {}}},
    Case{"kubernetes_v2_with_limits_of_the_pod", "kubernetes-v2", {640 * mib, true, 8, 500}},
    Case{"a_service_of_systemd_v2", "systemd-v2", {2048 * mib, true, 8, 2000}},
    Case{"docker_v1", "docker-v1", {256 * mib, true, 8, 250}},
    Case{"docker_v1_without_limits", "docker-v1-unlimited", {8056212 * kib, false, 8, {}}},
    Case{"a_path_of_another_namespace", "other-namespace", {512 * mib, true, 8, 1500}},
    Case{"both_versions_nested", "hybrid", {384 * mib, true, 8, 1500}},
    Case{"nothing_to_read", "none", {0, false, 8, {}}}),
    [](const auto& test) { return test.param.name; });
// clang-format on

class OddLimitsTest : public testing::Test {
  protected:
    void SetUp() override {
        file("proc/self/cgroup", "0::/\n");
        file("proc/self/mountinfo", "1 2 0:1 / /c rw - cgroup2 c rw\n");
    }
    void file(const std::string& name, const std::string& text) const {
        std::filesystem::create_directories(std::filesystem::path{root_ + "/" + name}.parent_path());
        std::ofstream{root_ + "/" + name} << text;
    }
    Limits read() const { return read_limits(root_.c_str(), 2); }

    base::TempDir directory_;  // of its own: tests run side by side
    std::string root_ = directory_.path().native();
};

TEST_F(OddLimitsTest, WhatIsNoLimitLimitsNothing) {
    for (const char* text : {"", "\n", "max\n", "-1\n", "12x\n", "99999999999999999999999\n", "0x10\n"}) {
        file("c/memory.max", text);
        file("c/cpu.max", text);
        EXPECT_EQ(read(), (Limits{0, false, 2, {}})) << text;
    }
    file("c/cpu.max", "100 0\n");
    EXPECT_EQ(read().cpu_quota, std::nullopt);
}

TEST_F(OddLimitsTest, FilesOfAnyLength) {
    file("c/memory.max", "1000000");
    file("proc/self/mountinfo",
         std::string(100'000, 'x') + "\n1 2 0:1 / /c rw - cgroup2 c rw\n" + std::string(50'000, '\n'));
    EXPECT_EQ(read().memory, 1'000'000u);
    file("proc/self/cgroup", "0::/" + std::string(20'000, 'g') + "\n");
    EXPECT_EQ(read().memory, 0u) << "a path that is too long is none";
    file("proc/self/cgroup", std::string("\0\xff:::\n::\n0::/\n", 14));
    EXPECT_EQ(read().memory, 1'000'000u);
}

/// Of hierarchies that are there twice, as where a container has another's in it.
TEST_F(OddLimitsTest, TheFirstMountCounts) {
    file("proc/self/mountinfo", "1 2 0:1 / /c rw - cgroup2 c rw\n1 2 0:1 / /d rw - cgroup2 c rw\n");
    file("d/memory.max", "5");
    EXPECT_EQ(read().memory, 0u);
}

}  // namespace
}  // namespace adder::launch
