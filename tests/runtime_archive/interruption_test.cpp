// The real program, ended by a signal in the middle of its work.

#include "command_line_fixture.hpp"

#include <adder/base/process.hpp>
#include <adder/testing/background_process.hpp>

#include <chrono>
#include <csignal>
#include <functional>
#include <thread>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace adder::runtime_archive {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;

/// Waits, without a limit of its own, for what surely comes: a test that hangs is ended by whoever runs it.
template <typename Condition>
void wait_until(const Condition& condition) {
    while (!condition()) std::this_thread::sleep_for(std::chrono::milliseconds{5});
}

std::vector<std::string> names_in(const fs::path& directory) {
    std::vector<std::string> names;
    for (const fs::directory_entry& entry : fs::directory_iterator{directory}) {
        names.push_back(entry.path().filename());
    }
    return names;
}

/// Signals as at a terminal, whatever this process was started with.
class InterruptionTest : public testing::TestWithParam<int> {
  protected:
    void SetUp() override {
        for (const fs::path& made : {work, output, temporary}) base::make_directories(made);
    }

    /// Starts the program, waits until its work has come so far, sends it the signal; returns how it ended.
    template <typename Condition>
    base::ExitStatus interrupt(std::vector<std::string> arguments, const Condition& so_far) {
        arguments.insert(arguments.end(), {"--output", output, "--distro", "debian", "--distro-version", "12",
                                           "--arch", "amd64"});
        const pid_t pid = start(arguments);
        wait_until([&] { return so_far() || has_ended(pid); });
        EXPECT_TRUE(so_far()) << said();
        ::kill(pid, GetParam());
        int status = 0;
        ::waitpid(pid, &status, 0);
        return {.code = WIFEXITED(status) ? WEXITSTATUS(status) : 0,
                .signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0};
    }

    void expect_nothing_left() {
        EXPECT_THAT(names_in(work), IsEmpty());
        EXPECT_THAT(names_in(temporary), IsEmpty());
        EXPECT_THAT(names_in(output), IsEmpty());
        EXPECT_THAT(said(), HasSubstr("interrupted"));
    }

    std::string said() const { return base::read_file(directory.path() / "said"); }

    /// Says that it is there, then takes longer than anybody waits. It has a child, as make has.
    std::string never_ending() const {
        return base::format("sh -c 'while :; do echo . >>growing; done' & touch {}; wait\n", mark);
    }

    base::TempDir directory;
    const fs::path work = directory.path() / "work";
    const fs::path output = directory.path() / "output";
    const fs::path temporary = directory.path() / "temporary";
    const fs::path mark = directory.path() / "mark";
    const std::function<bool()> is_at_work = [this] { return fs::exists(mark); };

  private:
    pid_t start(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), ADDER_RUNTIME_ARCHIVE);
        std::vector<std::string> variables{"PATH=/usr/bin:/bin", "TMPDIR=" + temporary.native()};
        std::vector<char*> argv, envp;
        for (std::string& argument : arguments) argv.push_back(argument.data());
        for (std::string& variable : variables) envp.push_back(variable.data());
        argv.push_back(nullptr);
        envp.push_back(nullptr);
        const base::UniqueFd log =
            base::open_file(directory.path() / "said", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC);
        const pid_t pid = ::fork();
        if (pid == 0) {
            for (const int signal : {SIGHUP, SIGINT, SIGTERM}) ::signal(signal, SIG_DFL);
            ::dup2(log.get(), STDOUT_FILENO);
            ::dup2(log.get(), STDERR_FILENO);
            ::execve(argv.front(), argv.data(), envp.data());
            ::_exit(127);
        }
        return pid;
    }

    static bool has_ended(pid_t pid) {
        siginfo_t info{};
        return ::waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
               info.si_pid == pid;
    }
};

TEST_P(InterruptionTest, ABuildLeavesNothing) {
    const fs::path source = directory.path() / "Python-3.13.5";
    base::make_directories(source / "Include");
    base::make_directories(source / "Modules");
    base::write_file(source / "Include/patchlevel.h", "#define PY_VERSION \"3.13.5\"\n");
    // Compilers leave such files when they are killed.
    base::write_file(source / "configure", "#!/bin/sh\n: >${TMPDIR:-/tmp}/object.s\n" + never_ending(), 0755);
    const auto packed = base::run_and_capture({.program = "tar",
                                               .args = {"-cf", "source.tar", "Python-3.13.5"},
                                               .env = {{"PATH", "/usr/bin:/bin"}},
                                               .working_directory = directory.path()});
    ASSERT_TRUE(packed.status.ok()) << packed.output;
    const base::ExitStatus status = interrupt(
        {"build", "3.13.5", "--source", directory.path() / "source.tar", "--work", work}, is_at_work);
    EXPECT_EQ(status.signal, GetParam()) << status.describe();
    expect_nothing_left();
}

/// The interpreter of the packages is what takes long here.
TEST_P(InterruptionTest, AnImportLeavesNothing) {
    const fs::path package = directory.path() / "package";
    base::make_directories(package / "DEBIAN");
    base::make_directories(package / "usr/bin");
    base::make_directories(package / "usr/lib/python3.13");
    base::write_file(package / "usr/bin/python3.13",
                     "#!/bin/sh\ncase $4 in *python_version*) echo 3.13.1; exit ;; esac\n"
                     "cd ${0%/bin/*}\n" +
                         never_ending(),
                     0755);
    base::write_file(package / "usr/lib/python3.13/os.py", "");
    base::write_file(package / "DEBIAN/control",
                     "Package: python3.13-minimal\nVersion: 3.13.1-1\nArchitecture: amd64\n"
                     "Maintainer: nobody\nDescription: none\n");
    const auto made = base::run_and_capture({.program = "dpkg-deb",
                                             .args = {"--root-owner-group", "--build", "package", "p.deb"},
                                             .env = {{"PATH", "/usr/bin:/bin"}},
                                             .working_directory = directory.path()});
    ASSERT_TRUE(made.status.ok()) << made.output;
    const base::ExitStatus status =
        interrupt({"import", directory.path() / "p.deb", "--work", work}, is_at_work);
    EXPECT_EQ(status.signal, GetParam()) << status.describe();
    expect_nothing_left();
}

TEST_P(InterruptionTest, APackLeavesNothing) {
    const fs::path tree = directory.path() / "tree";
    base::make_directories(tree / "bin");
    base::make_directories(tree / "lib/python3.13");
    base::write_file(tree / "lib/python3.13/os.py", "");
    base::write_file(tree / "bin/python3.13", "#!/bin/sh\ncd ${0%/bin/*}\n" + never_ending(), 0755);
    const base::ExitStatus status = interrupt({"pack", tree, "--version", "3.13.5", "--prepare"}, is_at_work);
    EXPECT_EQ(status.signal, GetParam()) << status.describe();
    expect_nothing_left();
}

/// The archive that is being written is in the output directory already. This one takes seconds to write, and
/// the program says nothing more once it has begun.
TEST_P(InterruptionTest, ABegunArchiveIsRemoved) {
    const fs::path tree = directory.path() / "tree";
    base::make_directories(tree / "lib");
    base::write_file(tree / "lib/zeros", "");
    fs::resize_file(tree / "lib/zeros", std::uintmax_t{512} << 20);
    const base::ExitStatus status =
        interrupt({"pack", tree, "--version", "3.13.5"}, [&] { return !names_in(output).empty(); });
    EXPECT_EQ(status.signal, GetParam()) << status.describe();
    expect_nothing_left();
}

INSTANTIATE_TEST_SUITE_P(Signals, InterruptionTest, testing::Values(SIGINT, SIGTERM),
                         [](const auto& tested) { return tested.param == SIGINT ? "SIGINT" : "SIGTERM"; });

}  // namespace
}  // namespace adder::runtime_archive
