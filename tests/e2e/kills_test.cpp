// R2: builds that are killed (SIGKILL to all of their processes), and a normal build on what they left: its
// result is the same as if nothing had happened.
//
//     ADDER_E2E_KILLS  how many (6)
//     ADDER_E2E_SEED   what the points are drawn from (1)

#include "killed_builds.hpp"
#include "tools.hpp"

#include <adder/base/error.hpp>
#include <adder/base/text.hpp>

#include <array>
#include <cstdio>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::test {
namespace {

constexpr const char* some_packages = "requests==2.32.3\nclick==8.1.8\nsix==1.17.0\n";
constexpr const char* other_packages =
    "requests==2.32.3\nclick==8.1.8\nitsdangerous==2.2.0\nblinker==1.9.0\n";

/// Draws points over the whole of a build, half of them where directories change: there it matters most.
class KillPoints {
  public:
    KillPoints(unsigned seed, std::chrono::microseconds duration) : random_{seed}, duration_{duration} {}

    KillPoint next() {
        if (std::bernoulli_distribution{0.5}(random_)) {
            return {.after = std::chrono::microseconds{below(duration_.count())}};
        }
        static constexpr std::array<std::pair<const char*, int>, 3> calls{
            {{"rename", 30}, {"remove", 400}, {"make", 150}}};
        const auto& [call, most] = calls.at(static_cast<std::size_t>(below(calls.size())));
        return {.call = base::format("{}:{}", call, 1 + below(most))};
    }

  private:
    std::int64_t below(std::int64_t limit) {
        return std::uniform_int_distribution<std::int64_t>{0, limit - 1}(random_);
    }

    std::mt19937 random_;
    std::chrono::microseconds duration_;
};

/// What differs, by path; empty if nothing does.
std::string differences(const Result& expected, const Result& actual) {
    std::string text;
    const auto note = [&](const std::string& where, const char* what) { text += where + " " + what + "\n"; };
    for (const auto& [name, tree] : expected) {
        const auto found = actual.find(name);
        if (found == actual.end()) {
            note(name, "is missing");
            continue;
        }
        for (const auto& [path, entry] : tree) {
            const auto other = found->second.find(path);
            if (other == found->second.end())
                note(name + "/" + path, "is missing");
            else if (other->second != entry)
                note(name + "/" + path, "differs");
        }
        for (const auto& [path, entry] : found->second) {
            if (!tree.contains(path)) note(name + "/" + path, "is left over");
        }
    }
    for (const auto& [name, tree] : actual) {
        if (!expected.contains(name)) note(name, "is left over");
    }
    return text;
}

class KillsTest : public testing::Test {
  protected:
    /// A build to compare with, and how long it takes.
    std::chrono::microseconds build() {
        const auto start = std::chrono::steady_clock::now();
        builds_.build();
        return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() -
                                                                     start);
    }

    template <typename Prepare>
    void kill_again_and_again(std::chrono::microseconds duration, const Result& previous,
                              const Result& expected, const Prepare& prepare) {
        const unsigned count = (number_setting("ADDER_E2E_KILLS", 6) + 1) / 2;
        KillPoints points{number_setting("ADDER_E2E_SEED", 1), duration};
        unsigned killed = 0;
        unsigned spared = 0;  // done before the point was reached: other builds make more calls
        unsigned same = 0;
        while (killed < count && spared < 10 * count) {
            const KillPoint point = points.next();
            prepare();
            ++(builds_.build_and_kill(point) ? killed : spared);
            builds_.build();
            const std::string different = differences(expected, builds_.result(previous));
            EXPECT_EQ(different, "") << "killed " << point.text();
            same += different.empty() ? 1 : 0;
        }
        EXPECT_EQ(killed, count);
        std::printf(
            "R2: %u builds killed, %u done before that; %u of the next ones ended as if undisturbed\n",
            killed, spared, same);
        RecordProperty("killed", static_cast<int>(killed));
        RecordProperty("same", static_cast<int>(same));
    }

    KilledBuilds builds_;
};

TEST_F(KillsTest, AFirstBuild) {
    builds_.require(some_packages);
    const auto duration = build();
    const Result expected = builds_.result();
    kill_again_and_again(duration, {}, expected, [&] { builds_.forget_everything(); });
}

TEST_F(KillsTest, ARebuildWithOtherDependencies) {
    builds_.require(some_packages);
    build();
    const Result previous = builds_.result();
    builds_.restore();
    builds_.remember();
    builds_.require(other_packages);
    const auto duration = build();
    const Result expected = builds_.result(previous);
    kill_again_and_again(duration, previous, expected, [&] { builds_.go_back(); });
}

}  // namespace
}  // namespace adder::test
