#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/process.hpp>
#include <adder/cnb/exec_d.hpp>
#include <adder/cnb/toml.hpp>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <stdexcept>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace adder::cnb {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

struct Pipe {
    Pipe() {
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC) != 0) throw base::SystemError{errno, "cannot make a pipe"};
        reading.reset(ends[0]);
        writing.reset(ends[1]);
    }
    std::string read_all() const {
        std::string text;
        char buffer[4096];
        while (const ssize_t count = ::read(reading.get(), buffer, sizeof buffer)) {
            if (count < 0) throw base::SystemError{errno, "cannot read a pipe"};
            text.append(buffer, static_cast<std::size_t>(count));
        }
        return text;
    }
    base::UniqueFd reading;
    base::UniqueFd writing;
};

struct Ran {
    int code;
    std::string output;  ///< what came out of file descriptor 3
    std::string error;
};

enum class Output { pipe, read_only, closed };

/// Runs the program as the launcher does: a process of its own, a pipe at its file descriptor 3.
Ran run(const ExecDFunction& variables, Output output = Output::pipe) {
    Pipe out;
    Pipe error;
    const pid_t pid = ::fork();
    if (pid == 0) {
        ::dup2(error.writing.get(), STDERR_FILENO);
        ::dup2(output == Output::read_only ? out.reading.get() : out.writing.get(), 3);
        if (output == Output::closed) ::close(3);
        const char* const argv[] = {"/layers/x/exec.d/10-test", nullptr};
        const char* const envp[] = {"HOME=/home/app", "PATH=/usr/bin:/bin", nullptr};
        ::_exit(exec_d_main({1, argv, envp}, variables));
    }
    if (pid < 0) throw base::SystemError{errno, "cannot fork"};
    out.writing.reset();
    error.writing.reset();
    Ran ran{0, out.read_all(), error.read_all()};
    int status = 0;
    ::waitpid(pid, &status, 0);
    ran.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return ran;
}

Ran run_with(std::string name, std::string value) {
    return run([&](const base::Environment&) { return base::Environment{{name, value}}; });
}

TEST(ExecDTest, WritesVariablesThatDependOnTheEnvironment) {
    const Ran ran = run([](const base::Environment& env) {
        return base::Environment{{"WEB_CONCURRENCY", "4"},
                                 {"CACHE", env.find("HOME").value_or("") + "/cache"}};
    });
    EXPECT_EQ(ran.output, "CACHE = \"/home/app/cache\"\nWEB_CONCURRENCY = \"4\"\n");
    EXPECT_EQ(ran.error, "");
    EXPECT_EQ(ran.code, 0);
}

TEST(ExecDTest, NoVariablesAreNoOutput) {
    const Ran ran = run([](const base::Environment&) { return base::Environment{}; });
    EXPECT_EQ(ran.output, "");
    EXPECT_EQ(ran.code, 0);
}

struct ValueCase {
    const char* name;
    std::string value;
};
class ExecDValueTest : public testing::TestWithParam<ValueCase> {};

TEST_P(ExecDValueTest, ArrivesUnchanged) {
    const Ran ran = run_with("V", GetParam().value);
    EXPECT_EQ(ran.error, "");
    ASSERT_EQ(ran.code, 0);
    EXPECT_EQ(parse_toml(ran.output, "output"), (TomlTable{{"V", GetParam().value}}));
}

INSTANTIATE_TEST_SUITE_P(Texts, ExecDValueTest,
                         testing::Values(ValueCase{"empty", ""}, ValueCase{"spaces", "  a b  "},
                                         ValueCase{"quotes", R"("a" 'b' """c""" '''d''')"},
                                         ValueCase{"backslashes", R"(C:\new\u0041)"},
                                         ValueCase{"toml", "x\"\nY = \"1"}, ValueCase{"lines", "a\nb\r\nc\n"},
                                         ValueCase{"controls", "\x01\t\x1b[0m\x7f"},
                                         ValueCase{"unicode", "é€🐍"}, ValueCase{"number", "1"},
                                         ValueCase{"json", R"({"a": ["b"]})"},
                                         ValueCase{"huge", std::string(1u << 20, 'x')}),
                         [](const auto& test) { return test.param.name; });

struct NameCase {
    const char* name;
    std::string variable;
    bool is_allowed;
};
class ExecDNameTest : public testing::TestWithParam<NameCase> {};

TEST_P(ExecDNameTest, HasLettersDigitsUnderscoresAndHyphens) {
    const Ran ran = run_with(GetParam().variable, "hunter2");
    if (GetParam().is_allowed) {
        EXPECT_EQ(ran.output, GetParam().variable + " = \"hunter2\"\n");
        EXPECT_EQ(ran.code, 0);
    } else {
        EXPECT_EQ(ran.output, "");
        EXPECT_THAT(ran.error, HasSubstr("cannot be set: a name has"));
        EXPECT_THAT(ran.error, Not(HasSubstr("hunter2")));
        EXPECT_EQ(ran.code, 1);
    }
}

INSTANTIATE_TEST_SUITE_P(Names, ExecDNameTest,
                         testing::Values(NameCase{"upper", "FOO", true}, NameCase{"lower", "foo_bar", true},
                                         NameCase{"hyphen", "FOO-bar", true}, NameCase{"digits", "123", true},
                                         NameCase{"empty", "", false}, NameCase{"space", "FOO BAR", false},
                                         NameCase{"dot", "FOO.BAR", false},
                                         NameCase{"slash", "FOO/BAR", false},
                                         NameCase{"equals", "FOO=", false}, NameCase{"line", "FOO\n", false},
                                         NameCase{"umlaut", "FÜCHSCHEN", false}, NameCase{"fox", "🦊", false},
                                         NameCase{"nul", std::string{"FOO\0", 4}, false}),
                         [](const auto& test) { return test.param.name; });

TEST(ExecDTest, AValueThatIsNoTextIsRefusedWithoutBeingShown) {
    for (const std::string& value : {std::string{"hunter2\xff"}, std::string{"hunter2\0x", 9}}) {
        const Ran ran = run_with("TOKEN", value);
        EXPECT_EQ(ran.output, "");
        EXPECT_THAT(ran.error, HasSubstr("10-test: the value of TOKEN "));
        EXPECT_THAT(ran.error, Not(HasSubstr("hunter2")));
        EXPECT_EQ(ran.code, 1);
    }
}

TEST(ExecDTest, OneBadVariableKeepsAllFromBeingWritten) {
    const Ran ran =
        run([](const base::Environment&) { return base::Environment{{"A", "1"}, {"B", "\xff"}}; });
    EXPECT_EQ(ran.output, "");
    EXPECT_EQ(ran.code, 1);
}

struct ThrowCase {
    const char* name;
    std::function<void()> action;
    const char* shown;
};
class ExecDErrorTest : public testing::TestWithParam<ThrowCase> {};

TEST_P(ExecDErrorTest, IsToldOnStandardError) {
    const Ran ran = run([](const base::Environment&) {
        GetParam().action();
        return base::Environment{{"A", "1"}};
    });
    EXPECT_EQ(ran.output, "");
    EXPECT_EQ(ran.error, GetParam().shown);
    EXPECT_EQ(ran.code, 1);
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, ExecDErrorTest,
    testing::Values(ThrowCase{"user", [] { throw base::UserError("It is wrong.", "Mend it."); },
                              "10-test: It is wrong.\nMend it.\n"},
                    ThrowCase{"error", [] { throw base::Error("no memory limit"); },
                              "10-test: no memory limit\n"},
                    ThrowCase{"fault", [] { throw std::logic_error("oops"); },
                              "10-test: oops (a fault in the buildpack that made this image)\n"}),
    [](const auto& test) { return test.param.name; });

TEST(ExecDTest, WithoutALauncherItSaysWhoRunsIt) {
    const base::TempDir directory;
    const Ran ran = run(
        [&](const base::Environment&) {
            base::write_file(directory.path() / "was-run", "");
            return base::Environment{};
        },
        Output::closed);
    EXPECT_THAT(ran.error, HasSubstr("10-test: file descriptor 3 is not open."));
    EXPECT_THAT(ran.error, HasSubstr("run by the launcher"));
    EXPECT_EQ(ran.code, 1);
    EXPECT_FALSE(fs::exists(directory.path() / "was-run"));
}

TEST(ExecDTest, OutputThatCannotBeWrittenIsAnError) {
    const Ran ran =
        run([](const base::Environment&) { return base::Environment{{"A", "1"}}; }, Output::read_only);
    EXPECT_THAT(ran.error, HasSubstr("cannot write"));
    EXPECT_EQ(ran.code, 1);
}

TEST(ExecDTest, ProgramsItRunsDoNotHoldTheLaunchersPipe) {
    const Ran ran = run([](const base::Environment& env) {
        const base::Captured child = base::run_and_capture(
            {.program = "sh", .args = {"-c", "echo 'B = \"1\"' >&3"}, .env = env, .working_directory = {}});
        return base::Environment{{"CHILD_WROTE", child.status.ok() ? "yes" : "no"}};
    });
    EXPECT_EQ(ran.output, "CHILD_WROTE = \"no\"\n");
}

class ExecDInstallTest : public testing::Test {
  protected:
    ExecDInstallTest() {
        base::write_file(program_, "#!/bin/sh\necho ran\n", 0600);
        base::make_directories(layer_);
    }
    void install(const std::vector<ExecDProgram>& programs) { install_exec_d(programs, layer_); }
    std::vector<std::string> installed() const {
        std::vector<std::string> files;
        for (const fs::directory_entry& entry : fs::recursive_directory_iterator{layer_}) {
            if (entry.is_regular_file()) files.push_back(entry.path().lexically_relative(layer_));
        }
        std::sort(files.begin(), files.end());
        return files;
    }

    base::TempDir directory_;
    fs::path program_ = directory_.path() / "program";
    fs::path layer_ = directory_.path() / "layer";
};

TEST_F(ExecDInstallTest, CopiesForAllAndForOneProcess) {
    install({{"10-all", program_}, {"20-web", program_, "web"}, {"10-all", program_, "worker"}});
    EXPECT_THAT(installed(), ElementsAre("exec.d/10-all", "exec.d/web/20-web", "exec.d/worker/10-all"));
    EXPECT_EQ(base::read_file(layer_ / "exec.d/web/20-web"), base::read_file(program_));
}

TEST_F(ExecDInstallTest, IsExecutableWhateverTheSourceAndTheMask) {
    const mode_t before = ::umask(0077);
    install({{"a", program_}});
    ::umask(before);
    EXPECT_EQ(fs::status(layer_ / "exec.d/a").permissions(), fs::perms{0755});
    const base::Captured ran = base::run_and_capture({.program = layer_ / "exec.d/a",
                                                      .args = {},
                                                      .env = {{"PATH", "/usr/bin:/bin"}},
                                                      .working_directory = {}});
    EXPECT_EQ(ran.output, "ran\n");
}

TEST_F(ExecDInstallTest, ReplacesWhatIsThere) {
    install({{"a", program_}});
    base::write_file(program_, "new");
    install({{"a", program_}});
    EXPECT_EQ(base::read_file(layer_ / "exec.d/a"), "new");
}

TEST_F(ExecDInstallTest, NoProgramsAreNoDirectory) {
    install({});
    EXPECT_FALSE(fs::exists(layer_ / "exec.d"));
}

struct BadPlaceCase {
    const char* name;
    std::vector<std::pair<std::string, std::optional<std::string>>> programs;  ///< name, process type
};
class ExecDPlaceTest : public ExecDInstallTest, public testing::WithParamInterface<BadPlaceCase> {};

TEST_P(ExecDPlaceTest, IsAMistakeOfTheCaller) {
    std::vector<ExecDProgram> programs{{"good", program_}};
    for (const auto& [name, process] : GetParam().programs) programs.push_back({name, program_, process});
    EXPECT_THROW(install(programs), std::logic_error);
    EXPECT_THAT(installed(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    Bad, ExecDPlaceTest,
    testing::Values(BadPlaceCase{"empty", {{"", {}}}}, BadPlaceCase{"slash", {{"a/b", {}}}},
                    BadPlaceCase{"parent", {{"..", {}}}}, BadPlaceCase{"hidden", {{".a", {}}}},
                    BadPlaceCase{"absolute", {{"/a", {}}}}, BadPlaceCase{"empty_process", {{"a", ""}}},
                    BadPlaceCase{"process_is_parent", {{"a", ".."}}},
                    BadPlaceCase{"process_is_self", {{"a", "."}}},
                    BadPlaceCase{"no_process_type", {{"a", "w b"}}},
                    BadPlaceCase{"process_slash", {{"a", "w/b"}}},
                    BadPlaceCase{"twice", {{"a", {}}, {"a", {}}}},
                    BadPlaceCase{"twice_for_a_process", {{"a", "web"}, {"a", "web"}}},
                    BadPlaceCase{"named_like_a_process", {{"web", {}}, {"a", "web"}}}),
    [](const auto& test) { return test.param.name; });

TEST_F(ExecDInstallTest, AMissingProgramIsNamedBeforeAnythingIsCopied) {
    base::write_file(directory_.path() / "empty", "");
    ASSERT_EQ(::mkfifo((directory_.path() / "pipe").c_str(), 0600), 0);
    for (const char* file : {"nowhere", "empty", "pipe", "layer"}) {
        try {
            install({{"good", program_}, {"bad", directory_.path() / file}});
            ADD_FAILURE() << "no error for " << file;
        } catch (const base::Error& error) {
            EXPECT_THAT(error.message(), HasSubstr("the exec.d program bad "));
            EXPECT_THAT(error.message(), HasSubstr((directory_.path() / file).native()));
        }
    }
    EXPECT_THAT(installed(), IsEmpty());
}

}  // namespace
}  // namespace adder::cnb
