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
