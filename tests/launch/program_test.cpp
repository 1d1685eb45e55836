// The program itself: as the launcher runs it, and in control groups that the kernel enforces.

#include <adder/base/environment.hpp>
#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/process.hpp>
#include <adder/cnb/toml.hpp>

#include <filesystem>
#include <optional>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace adder::launch {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

/// Runs it after a line of shell; its variables come out with what it says.
base::Captured run(const std::string& before, const std::string& redirection, base::Environment env = {}) {
    env.set_default("PATH", "/usr/bin:/bin");
    env.set("PROGRAM", ADDER_WEB_ENVIRONMENT);
    return base::run_and_capture({.program = "/bin/sh",
                                  .args = {"-c", before + "\nexec \"$PROGRAM\" " + redirection},
                                  .env = env,
                                  .working_directory = {}});
}

cnb::TomlTable variables(const std::string& before = ":", const base::Environment& env = {}) {
    const base::Captured captured = run(before, "3>&1", env);
    EXPECT_TRUE(captured.status.ok()) << captured.output;
    return cnb::parse_toml(captured.output, "its output");
}

std::string variable(const cnb::TomlTable& table, const std::string& name) {
    const auto found = table.find(name);
    return found == table.end() ? "not set" : *found->second.get_if<std::string>();
}

class WebEnvironmentTest : public testing::Test {
  protected:
    void SetUp() override {
        if (run(":", "3>/dev/null").status.code == 126)
            GTEST_SKIP() << "a program of its architecture cannot be run here";
    }
};

TEST_F(WebEnvironmentTest, WritesToml) {
    const cnb::TomlTable table = variables(":", {{"PORT", "9001"}});
    EXPECT_EQ(variable(table, "UVICORN_PORT"), "9001");
    EXPECT_EQ(variable(table, "PORT"), "not set") << "it is already";
    EXPECT_NE(variable(table, "WEB_CONCURRENCY"), "not set");
}

TEST_F(WebEnvironmentTest, SaysWhatIsWrong) {
    const base::Captured closed = run(":", "3>&-");
    EXPECT_EQ(closed.status.code, 1);
    EXPECT_THAT(closed.output, HasSubstr("run it with 3>&1"));
    const base::Captured port = run(":", "3>/dev/null", {{"PORT", "x"}});
    EXPECT_EQ(port.status.code, 0) << "the app starts all the same";
    EXPECT_THAT(port.output, HasSubstr("PORT is no number"));
}

TEST_F(WebEnvironmentTest, NeedsNoLibrary) {
    EXPECT_LT(fs::file_size(ADDER_WEB_ENVIRONMENT), 400'000u);
    const base::Captured dynamic = base::run_and_capture({.program = "readelf",
                                                          .args = {"-lW", ADDER_WEB_ENVIRONMENT},
                                                          .env = {{"PATH", "/usr/bin:/bin"}},
                                                          .working_directory = {}});
    EXPECT_THAT(dynamic.output, AllOf(HasSubstr("LOAD"), Not(HasSubstr("INTERP")), Not(HasSubstr("RWE"))));
}

TEST_F(WebEnvironmentTest, SeesTheCpusThatItMayRunOn) {
    EXPECT_EQ(variable(variables("if command -v taskset >/dev/null; then taskset -cp 0 $$ >/dev/null; fi",
                                 {{"BPL_WEB_WORKERS", "async"}}),
                       "WEB_CONCURRENCY"),
              "1");
}

/// A control group of a hierarchy, and one in it, that are gone at the end of the scope.
class ControlGroup {
  public:
    explicit ControlGroup(const fs::path& hierarchy)
        : outer_{hierarchy / ("adder-test-" + std::to_string(::getpid()))} {
        std::error_code code;
        fs::create_directories(outer_ / "inner", code);
    }
    ControlGroup(const ControlGroup&) = delete;
    ControlGroup& operator=(const ControlGroup&) = delete;
    ~ControlGroup() {
        ::rmdir((outer_ / "inner").c_str());
        ::rmdir(outer_.c_str());
    }

    /// Whether the kernel took it.
    bool limit(const std::string& file, const std::string& text) const {
        try {
            const base::UniqueFd fd = base::open_file(outer_ / file, 1 /* O_WRONLY */);
            base::write_all(fd.get(), base::as_bytes(text));
            return true;
        } catch (const base::Error&) {
            return false;
        }
    }
    std::string enter() const { return "echo $$ > " + (outer_ / "inner/cgroup.procs").native() + "\n"; }

  private:
    fs::path outer_;
};

TEST_F(WebEnvironmentTest, FollowsLimitsOfVersion1) {
    const ControlGroup memory{"/sys/fs/cgroup/memory"};
    const ControlGroup cpu{"/sys/fs/cgroup/cpu"};
    if (!memory.limit("memory.limit_in_bytes", "536870912") || !cpu.limit("cpu.cfs_period_us", "100000") ||
        !cpu.limit("cpu.cfs_quota_us", "50000"))
        GTEST_SKIP() << "control groups of version 1 cannot be made here";
    const cnb::TomlTable limited = variables(memory.enter() + cpu.enter());
    EXPECT_EQ(variable(limited, "WEB_CONCURRENCY"), "2");
    EXPECT_EQ(variable(limited, "MALLOC_ARENA_MAX"), "2");
    EXPECT_TRUE(memory.limit("memory.limit_in_bytes", "268435456"));
    EXPECT_EQ(variable(variables(memory.enter() + cpu.enter()), "WEB_CONCURRENCY"), "1");
}

class Version2Test : public WebEnvironmentTest {
  protected:
    void SetUp() override {
        WebEnvironmentTest::SetUp();
        if (!group_.limit("memory.max", "max") || !group_.limit("cpu.max", "max"))
            GTEST_SKIP() << "control groups of version 2 with limits cannot be made here";
    }
    void limit(const std::string& memory, const std::string& cpu) const {
        EXPECT_TRUE(group_.limit("memory.max", memory)) << memory;
        EXPECT_TRUE(group_.limit("cpu.max", cpu)) << cpu;
    }
    std::string workers(const std::string& kind) const {
        return variable(variables(group_.enter(), {{"BPL_WEB_WORKERS", kind}}), "WEB_CONCURRENCY");
    }

    ControlGroup group_{"/sys/fs/cgroup"};
};

TEST_F(Version2Test, FollowsLimits) {
    limit("536870912", "50000 100000");
    const cnb::TomlTable limited = variables(group_.enter());
    EXPECT_EQ(variable(limited, "WEB_CONCURRENCY"), "2");
    EXPECT_EQ(variable(limited, "OMP_NUM_THREADS"), "1");
    EXPECT_EQ(variable(limited, "MALLOC_ARENA_MAX"), "2");
    limit("268435456", "200000 100000");
    EXPECT_EQ(workers("sync"), "1");
    limit("max", "150000 100000");
    EXPECT_EQ(workers("sync"), "4") << "2 × 1.5 + 1";
    EXPECT_EQ(workers("async"), "2");
    limit("max", "10000 100000");
    EXPECT_EQ(workers("async"), "1");
}

TEST_F(Version2Test, TheNearestAndTheFarthestCount) {
    limit("max", "max");
    EXPECT_TRUE(group_.limit("cgroup.subtree_control", "+memory +cpu"));
    EXPECT_TRUE(group_.limit("inner/memory.max", "536870912"));
    EXPECT_EQ(workers("sync"), "2");
    limit("268435456", "max");
    EXPECT_EQ(workers("sync"), "1") << "of a pod with less than its container";
    EXPECT_TRUE(group_.limit("memory.max", "max"));
    EXPECT_TRUE(group_.limit("inner/memory.max", "max"));
    EXPECT_TRUE(group_.limit("inner/memory.high", "536870912"));
    EXPECT_EQ(workers("sync"), "2");
}

// As container runtimes do: the group is the root of what can be seen.
TEST_F(Version2Test, InANamespaceOfItsOwn) {
    limit("max", "max");
    EXPECT_TRUE(group_.limit("cgroup.subtree_control", "+memory +cpu"));
    EXPECT_TRUE(group_.limit("inner/memory.max", "536870912"));
    EXPECT_TRUE(group_.limit("inner/cpu.max", "50000 100000"));
    const std::string enter =
        group_.enter() +
        "exec unshare --cgroup --mount /bin/sh -c 'mount -t tmpfs none /sys/fs/cgroup && "
        "mount -t cgroup2 none /sys/fs/cgroup && exec \"$PROGRAM\" 3>&1'\n";
    EXPECT_EQ(variable(variables(enter), "WEB_CONCURRENCY"), "2");
}

}  // namespace
}  // namespace adder::launch
