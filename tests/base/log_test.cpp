#include <adder/base/log.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::base {
namespace {

using testing::ElementsAre;

struct Written {
    std::vector<std::string> out;
    std::vector<std::string> error;

    Log::Writer writer() {
        return [this](Log::Stream stream, std::string_view line) {
            (stream == Log::Stream::out ? out : error).emplace_back(line);
        };
    }
};

TEST(LogTest, SectionsHoldStepsAndStepsHoldDetails) {
    Written written;
    Log log{{.colour = false}, written.writer()};
    log.title("Adder");
    log.section("Python");
    log.step("{} → {}", "3.13", "3.13.5");
    log.detail("more");
    log.output("tool says");
    log.debug("not shown");
    EXPECT_THAT(written.out,
                ElementsAre("Adder", "", "Python", "  3.13 → 3.13.5", "    more", "    tool says"));
    EXPECT_THAT(written.error, ElementsAre());
}

TEST(LogTest, ALevelHidesWhatIsBelowIt) {
    for (const auto& [level, shown_out, shown_error] :
         {std::tuple{Log::Level::error, 0u, 3u}, std::tuple{Log::Level::warning, 0u, 6u},
          std::tuple{Log::Level::info, 1u, 6u}, std::tuple{Log::Level::debug, 2u, 6u}}) {
        Written written;
        Log log{{.colour = false, .level = level}, written.writer()};
        log.step("a step");
        log.debug("a detail");
        log.warning("a warning", "");
        log.error("an error", "");
        EXPECT_EQ(written.out.size(), shown_out);
        EXPECT_EQ(written.error.size(), shown_error);
    }
}

TEST(LogTest, ErrorsStandOut) {
    Written written;
    Log log{{.colour = false}, written.writer()};
    log.error("It failed.", "Because.\n\nDo this.");
    EXPECT_THAT(written.error, ElementsAre("", "! It failed.", "!", "! Because.", "!", "! Do this.", ""));
}

/// Files of apps, names of directories and what tools write end up in it.
TEST(LogTest, NothingInItControlsATerminal) {
    Written written;
    Log log{{.colour = true}, written.writer()};
    const std::string bad =
        "a\x1b]52;c;eA==\x07\r\n\xc2\x9b"
        "31m\xe2\x80\xae"
        "b\x1b[31mc\x1b[0m\xff";
    log.title(bad);
    log.section(bad);
    log.step("{}", bad);
    log.detail(bad);
    log.output(bad);
    log.warning(bad, bad);
    log.error(bad, bad);
    std::vector<std::string> lines = written.out;
    lines.insert(lines.end(), written.error.begin(), written.error.end());
    for (std::string line : lines) {
        for (const char* ours : {"\x1b[1m", "\x1b[1;36m", "\x1b[33m", "\x1b[31m", "\x1b[0m"}) {
            for (std::size_t at = line.find(ours); at != std::string::npos; at = line.find(ours))
                line.erase(at, std::string_view{ours}.size());
        }
        for (const char* control : {"\x1b", "\x07", "\r", "\n", "\xc2\x9b", "\xe2\x80\xae", "\xff"})
            EXPECT_EQ(line.find(control), std::string::npos) << line;
    }
    EXPECT_EQ(written.out[4], "    a\\x1b]52;c;eA==\\x07\\x0d\\x0a\\x9b31m\\u202ebc\\xff");
}

TEST(LogTest, ColourEndsWithEachLine) {
    Written written;
    Log log{{.colour = true}, written.writer()};
    log.section("Python");
    log.warning("Look.", "Here.");
    for (const std::string& line : written.error) {
        if (!line.empty()) {
            EXPECT_THAT(line, testing::EndsWith("\x1b[0m"));
        }
    }
    EXPECT_THAT(written.out.back(), testing::StartsWith("\x1b["));
}

TEST(LogTest, VerboseShowsDebugLines) {
    Written written;
    Log log{{.colour = false, .level = Log::Level::debug}, written.writer()};
    log.debug("x");
    EXPECT_THAT(written.out, ElementsAre("    [debug] x"));
}

TEST(StopwatchTest, DurationsForPeople) {
    EXPECT_EQ(Stopwatch::human_duration(0.041), "0.04 s");
    EXPECT_EQ(Stopwatch::human_duration(3.21), "3.2 s");
    EXPECT_EQ(Stopwatch::human_duration(72.0), "1 min 12 s");
}

}  // namespace
}  // namespace adder::base
