#include "fetch/errors.hpp"

#include <gtest/gtest.h>

namespace adder::fetch {
namespace {

std::string text(std::vector<std::string> attempts) {
    return NetworkError{Url::parse("https://user:secret@x.example/f"), std::move(attempts)}.message();
}

TEST(NetworkErrorTest, OneAttemptIsItsReason) {
    EXPECT_EQ(text({"reset"}), "cannot fetch https://x.example/f: reset");
}

TEST(NetworkErrorTest, AttemptsThatFailedAlikeAreToldOnce) {
    EXPECT_EQ(text({"reset", "reset", "reset"}),
              "cannot fetch https://x.example/f\n3 attempts failed; 1 to 3: reset");
    EXPECT_EQ(text({"no name", "reset", "reset", "no name"}),
              "cannot fetch https://x.example/f\n4 attempts failed; 1: no name; 2 to 3: reset; 4: no name");
}

}  // namespace
}  // namespace adder::fetch
