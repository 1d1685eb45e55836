#include "python/system/memory_kills.hpp"

#include <adder/base/files.hpp>

#include <gtest/gtest.h>

namespace adder::python {
namespace {

unsigned kills_in(const char* file, const char* text) {
    const base::TempDir root;
    base::make_directories((root.path() / file).parent_path());
    base::write_file(root.path() / file, text);
    return memory_kills(root.path());
}

TEST(MemoryKillsTest, AreCountedByTheKernel) {
    EXPECT_EQ(kills_in("sys/fs/cgroup/memory.events",
                       "low 0\nhigh 0\nmax 57\noom 3\noom_kill 2\noom_group_kill 0\n"),
              2u);
    EXPECT_EQ(
        kills_in("sys/fs/cgroup/memory/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 1\n"),
        1u);
}

TEST(MemoryKillsTest, AreNoneWhereNobodyCounts) {
    EXPECT_EQ(memory_kills(base::TempDir{}.path()), 0u);
    EXPECT_EQ(kills_in("sys/fs/cgroup/memory.events", ""), 0u);
    EXPECT_EQ(kills_in("sys/fs/cgroup/memory/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\n"), 0u)
        << "Linux before 4.13";
    EXPECT_EQ(kills_in("sys/fs/cgroup/memory.events", "oom_kill many\n"), 0u);
}

}  // namespace
}  // namespace adder::python
