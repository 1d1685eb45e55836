#include <adder/base/files.hpp>
#include <adder/base/text.hpp>
#include <adder/cnb/telemetry.hpp>

#include <csignal>
#include <filesystem>
#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
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

using Phase = PhaseTrace::Phase;
using Outcome = PhaseTrace::Outcome;

const TraceIds ids{
    {0x95, 0xf2, 0xa3, 0x66, 0xa2, 0x7e, 0x16, 0x7e, 0xf9, 0x29, 0x40, 0xb5, 0x50, 0x5d, 0x64, 0x48},
    {0x00, 0x2b, 0x9c, 0xd7, 0xa8, 0xee, 0x69, 0x1b}};

PhaseTrace trace(Phase phase, Outcome outcome, std::string title = "") {
    const PhaseTrace::Time start{std::chrono::nanoseconds{1795518169588693019}};
    return {.buildpack_id = "company.com/foo-bar",
            .buildpack_version = "0.0.99",
            .buildpack_name = "Foo",
            .buildpack_homepage = "https://x.example",
            .phase = phase,
            .outcome = outcome,
            .error_title = std::move(title),
            .start = start,
            .end = start + std::chrono::nanoseconds{131725}};
}

/// The whole of it, against what libcnb.rs 0.30 writes; left out is what speaks of Rust code and threads.
TEST(TelemetryTest, IsOneSpanInOtlpJson) {
    const std::string buildpack =
        R"({"key":"buildpack_id","value":{"stringValue":"company.com/foo-bar"}},)"
        R"({"key":"buildpack_name","value":{"stringValue":"Foo"}},)"
        R"({"key":"buildpack_version","value":{"stringValue":"0.0.99"}},)"
        R"({"key":"buildpack_homepage","value":{"stringValue":"https://x.example"}})";
    EXPECT_EQ(
        to_otlp_json(trace(Phase::build, Outcome::error, "It is wrong."), ids),
        R"({"resourceSpans":[{"resource":{"attributes":[)"
        R"({"key":"service.name","value":{"stringValue":"company.com/foo-bar"}},)"
        R"({"key":"service.version","value":{"stringValue":"0.0.99"}},)" +
            buildpack +
            R"(],"droppedAttributesCount":0},)"
            R"("scopeSpans":[{"scope":{"name":"adder-cnb","version":")" ADDER_VERSION R"(","attributes":[)" +
            buildpack +
            R"(],"droppedAttributesCount":0},)"
            R"("spans":[{"traceId":"95f2a366a27e167ef92940b5505d6448","spanId":"002b9cd7a8ee691b",)"
            R"("traceState":"","parentSpanId":"","flags":257,"name":"libcnb-build","kind":1,)"
            R"("startTimeUnixNano":"1795518169588693019","endTimeUnixNano":"1795518169588824744",)"
            R"("attributes":[{"key":"failed","value":{"boolValue":true}}],"droppedAttributesCount":0,)"
            R"("events":[{"timeUnixNano":"1795518169588824744","name":"libcnb-build-error","attributes":[)"
            R"({"key":"level","value":{"stringValue":"ERROR"}},)"
            R"({"key":"error","value":{"stringValue":"It is wrong."}}],"droppedAttributesCount":0}],)"
            R"("droppedEventsCount":0,"links":[],"droppedLinksCount":0,)"
            R"("status":{"message":"It is wrong.","code":2}}],"schemaUrl":""}],"schemaUrl":""}]})");
}

struct OutcomeCase {
    const char* name;
    Phase phase;
    Outcome outcome;
    const char* event;
    const char* failed;
    const char* level;
    const char* status;
};
class TelemetryOutcomeTest : public testing::TestWithParam<OutcomeCase> {};

TEST_P(TelemetryOutcomeTest, IsNamedAsLibcnbRsNamesIt) {
    const OutcomeCase& expected = GetParam();
    const std::string json = to_otlp_json(trace(expected.phase, expected.outcome, "It is wrong."), ids);
    EXPECT_THAT(json, HasSubstr(std::string{"\"name\":\""} + expected.event + "\""));
    EXPECT_THAT(json,
                HasSubstr(std::string{"\"key\":\"failed\",\"value\":{\"boolValue\":"} + expected.failed));
    EXPECT_THAT(json,
                HasSubstr(std::string{"\"key\":\"level\",\"value\":{\"stringValue\":\""} + expected.level));
    EXPECT_THAT(json, HasSubstr(std::string{"\"status\":"} + expected.status + "}"));
    const bool has_title = json.find("It is wrong.") != std::string::npos;
    EXPECT_EQ(has_title, expected.outcome == Outcome::error);
}

INSTANTIATE_TEST_SUITE_P(
    Outcomes, TelemetryOutcomeTest,
    testing::Values(OutcomeCase{"detect_passed", Phase::detect, Outcome::success, "libcnb-detect-passed",
                                "false", "INFO", R"({"message":"","code":0})"},
                    OutcomeCase{"detect_failed", Phase::detect, Outcome::not_for_us, "libcnb-detect-failed",
                                "true", "INFO", R"({"message":"","code":0})"},
                    OutcomeCase{"detect_error", Phase::detect, Outcome::error, "libcnb-detect-error", "true",
                                "ERROR", R"({"message":"It is wrong.","code":2})"},
                    OutcomeCase{"build_success", Phase::build, Outcome::success, "libcnb-build-success",
                                "false", "INFO", R"({"message":"","code":0})"},
                    OutcomeCase{"build_error", Phase::build, Outcome::error, "libcnb-build-error", "true",
                                "ERROR", R"({"message":"It is wrong.","code":2})"}),
    [](const auto& test) { return test.param.name; });

TEST(TelemetryTest, ABuildCannotBeNotForUs) {
    EXPECT_THROW(to_otlp_json(trace(Phase::build, Outcome::not_for_us), ids), std::logic_error);
}

TEST(TelemetryTest, AClockThatWentBackMakesASpanOfNoLength) {
    PhaseTrace backwards = trace(Phase::build, Outcome::success);
    backwards.end = backwards.start - std::chrono::hours{1};
    EXPECT_THAT(to_otlp_json(backwards, ids), HasSubstr("\"endTimeUnixNano\":\"1795518169588693019\""));
    backwards.start = backwards.end = PhaseTrace::Time{std::chrono::seconds{-1}};
    EXPECT_THAT(to_otlp_json(backwards, ids),
                HasSubstr("\"startTimeUnixNano\":\"0\",\"endTimeUnixNano\":\"0\""));
}

struct TitleCase {
    const char* name;
    std::string title;
    std::string written;
};
class TelemetryTitleTest : public testing::TestWithParam<TitleCase> {};

TEST_P(TelemetryTitleTest, StaysOneLineOfValidJson) {
    const std::string json = to_otlp_json(trace(Phase::build, Outcome::error, GetParam().title), ids);
    EXPECT_THAT(json, HasSubstr("\"message\":\"" + GetParam().written + "\""));
    EXPECT_THAT(json, Not(HasSubstr("\n")));
    EXPECT_TRUE(base::is_valid_utf8(json));
}

INSTANTIATE_TEST_SUITE_P(
    Texts, TelemetryTitleTest,
    testing::Values(TitleCase{"empty", "", ""}, TitleCase{"quotes", R"(a "b" \c)", R"(a \"b\" \\c)"},
                    TitleCase{"unicode", "é€🐍", "é€🐍"}, TitleCase{"lines", "a\r\nb", R"(a\\x0d\\x0ab)"},
                    TitleCase{"escape", "\x1b[2J", R"(\\x1b[2J)"},
                    TitleCase{"not_utf8", "a\xff", R"(a\\xff)"},
                    TitleCase{"truncated_utf8", "a\xe2\x82", R"(a\\xe2\\x82)"},
                    TitleCase{"huge", std::string(10'000'000, 'x'), std::string(500, 'x') + "…"}),
    [](const auto& test) { return test.param.name; });

TEST(TelemetryTest, NoFieldOfADescriptorBreaksTheLine) {
    PhaseTrace hostile = trace(Phase::build, Outcome::success);
    hostile.buildpack_id = hostile.buildpack_name = hostile.buildpack_version = hostile.buildpack_homepage =
        "\"},\n\xff";
    const std::string json = to_otlp_json(hostile, ids);
    EXPECT_THAT(json, HasSubstr(R"({"key":"buildpack_homepage","value":{"stringValue":"\"},\\x0a\\xff"}})"));
    EXPECT_THAT(json, Not(HasSubstr("\n")));
}

TEST(TelemetryTest, IdsAreNeverTheSame) {
    const TraceIds one = TraceIds::random();
    const TraceIds other = TraceIds::random();
    EXPECT_NE(one.trace, other.trace);
    EXPECT_NE(one.span, other.span);
}

struct FileNameCase {
    const char* name;
    const char* id;
    Phase phase;
    const char* file;
};
class TelemetryFileNameTest : public testing::TestWithParam<FileNameCase> {};

TEST_P(TelemetryFileNameTest, IsThatOfLibcnbRs) {
    EXPECT_EQ(telemetry_file_name(GetParam().id, GetParam().phase), GetParam().file);
}

INSTANTIATE_TEST_SUITE_P(
    Names, TelemetryFileNameTest,
    testing::Values(FileNameCase{"ours", "adder/python", Phase::detect, "adder_python-detect.jsonl"},
                    FileNameCase{"all", "company.com/foo-bar", Phase::build,
                                 "company_com_foo_bar-build.jsonl"},
                    FileNameCase{"path", "../../etc/x", Phase::build, "______etc_x-build.jsonl"}),
    [](const auto& test) { return test.param.name; });

TEST(TraceParentTest, IsWhatTraceContextSays) {
    constexpr std::string_view text = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    const auto parent = TraceParent::parse(text);
    ASSERT_TRUE(parent);
    EXPECT_EQ(parent->trace.front(), 0x4b);
    EXPECT_EQ(parent->span.back(), 0xb7);
    EXPECT_TRUE(TraceParent::parse("cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00-what-will-be"));
    for (const char* other : {"", "00", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                              "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                              "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                              "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                              "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                              "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                              "00-4bf92f3577b34da6a3ce929d0e0e47-00f067aa0ba902b7-01"}) {
        EXPECT_FALSE(TraceParent::parse(other)) << other;
    }
}

TEST(TelemetryTest, ASpanBelongsToThePlatformsTrace) {
    PhaseTrace child = trace(Phase::build, Outcome::success);
    child.parent = TraceParent::parse("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    const std::string json = to_otlp_json(child, ids);
    EXPECT_THAT(json,
                HasSubstr(R"("traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"002b9cd7a8ee691b")"));
    EXPECT_THAT(json, HasSubstr(R"("parentSpanId":"00f067aa0ba902b7","flags":769)"));
}

class TelemetryFileTest : public testing::Test {
  protected:
    void append(Outcome outcome = Outcome::success) {
        append_telemetry(file_, trace(Phase::build, outcome, "It is wrong."),
                         [this](std::string_view why) { failures_.emplace_back(why); });
    }
    std::string written() const { return base::read_file(file_); }

    base::TempDir directory_;
    fs::path telemetry_ = directory_.path() / "a/b";
    fs::path file_ = telemetry_ / "company_com_foo_bar-build.jsonl";
    std::vector<std::string> failures_;
};

TEST_F(TelemetryFileTest, EachPhaseAddsALine) {
    append();
    append(Outcome::error);
    const std::string text = written();
    const std::vector<std::string_view> lines = base::lines(text);
    ASSERT_EQ(lines.size(), 2u);
    EXPECT_THAT(lines[0], HasSubstr("libcnb-build-success"));
    EXPECT_THAT(lines[1], HasSubstr("libcnb-build-error"));
    EXPECT_TRUE(text.ends_with("}\n"));
    EXPECT_THAT(failures_, IsEmpty());
}

TEST_F(TelemetryFileTest, ProcessesDoNotMixTheirLines) {
    constexpr int processes = 4;
    constexpr std::size_t each = 50;
    for (int i = 0; i < processes; ++i) {
        if (::fork() != 0) continue;
        for (std::size_t line = 0; line < each; ++line) append();
        ::_exit(failures_.empty() ? 0 : 1);
    }
    int status = 0;
    while (::wait(&status) > 0) EXPECT_EQ(status, 0);
    const std::string text = written();
    const std::vector<std::string_view> lines = base::lines(text);
    EXPECT_EQ(lines.size(), processes * each);
    for (const std::string_view line : lines) {
        EXPECT_TRUE(line.starts_with("{\"resourceSpans\":[{") && line.ends_with("\"schemaUrl\":\"\"}]}"))
            << line;
    }
}

TEST_F(TelemetryFileTest, ALinkIsNotFollowed) {
    base::make_directories(telemetry_);
    for (const char* target : {"victim", "not-there"}) {
        fs::remove(file_);
        base::write_file(directory_.path() / "victim", "precious");
        fs::create_symlink(directory_.path() / target, file_);
        failures_.clear();
        append();
        EXPECT_THAT(failures_, ElementsAre(HasSubstr(file_.native()))) << target;
        EXPECT_EQ(base::read_file(directory_.path() / "victim"), "precious");
        EXPECT_FALSE(fs::exists(directory_.path() / "not-there"));
    }
}

TEST_F(TelemetryFileTest, ASecondNameOfAnotherFileIsNotWrittenTo) {
    base::make_directories(telemetry_);
    base::write_file(directory_.path() / "victim", "precious");
    fs::create_hard_link(directory_.path() / "victim", file_);
    append();
    EXPECT_THAT(failures_, ElementsAre(HasSubstr("several names")));
    EXPECT_EQ(base::read_file(directory_.path() / "victim"), "precious");
}

TEST_F(TelemetryFileTest, APipeIsNotWaitedFor) {
    base::make_directories(telemetry_);
    ASSERT_EQ(::mkfifo(file_.c_str(), 0600), 0);
    append();
    EXPECT_THAT(failures_, ElementsAre(HasSubstr(file_.native())));
}

TEST_F(TelemetryFileTest, ADirectoryThatCannotBeMadeIsAFailureThatIsTold) {
    base::write_file(directory_.path() / "a", "");
    append();
    EXPECT_THAT(failures_, ElementsAre(HasSubstr("cannot create the directory")));
}

/// A full disk, in small: a process that may write files of 100 bytes.
TEST_F(TelemetryFileTest, AnIncompleteLineIsToldAndNotContinued) {
    const pid_t pid = ::fork();
    if (pid == 0) {
        const ::rlimit limit{100, 100};
        ::signal(SIGXFSZ, SIG_IGN);
        ::setrlimit(RLIMIT_FSIZE, &limit);
        append();
        const bool is_told =
            failures_.size() == 1 && failures_[0].find("incomplete line") != std::string::npos;
        ::_exit(is_told ? 0 : 1);
    }
    int status = 0;
    ::waitpid(pid, &status, 0);
    EXPECT_EQ(status, 0);
    EXPECT_EQ(written().size(), 100u);
}

TEST_F(TelemetryFileTest, NothingIsEverThrown) {
    base::write_file(directory_.path() / "a", "");
    append_telemetry(file_, trace(Phase::build, Outcome::success));
    append_telemetry(file_, trace(Phase::build, Outcome::success),
                     [](std::string_view) { throw std::runtime_error("even so"); });
    append(Outcome::not_for_us);
    EXPECT_THAT(failures_, ElementsAre(HasSubstr("only a detection")));
}

}  // namespace
}  // namespace adder::cnb
