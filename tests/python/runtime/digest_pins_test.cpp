#include "python/runtime/digest_pins.hpp"

#include <gtest/gtest.h>

namespace adder::python {
namespace {

const base::Sha256Digest a = base::Sha256Digest::parse(std::string(64, 'a'));
const fetch::Url url = fetch::Url::parse("https://r.example/x.tar.zst");

TEST(DigestPinsTest, LastInTheStoreBesideWhatElseIsThere) {
    cnb::TomlTable store{{"other", "kept"}};
    DigestPins pins;
    pins.pin(fetch::Url::parse("https://me:hunter2@r.example/x.tar.zst"), a);
    pins.write_to(store);
    EXPECT_EQ(store,
              cnb::parse_toml(
                  "other='kept'\n[archive-digests]\n'https://r.example/x.tar.zst'='" + a.hex() + "'", ""));
    EXPECT_EQ(DigestPins::from(store).find(url), a);
    EXPECT_EQ(DigestPins::from(store).find(fetch::Url::parse("https://r.example/y")), std::nullopt);
}

TEST(DigestPinsTest, NoneLeaveNoTrace) {
    cnb::TomlTable store{{"archive-digests", cnb::TomlTable{}}};
    DigestPins{}.write_to(store);
    EXPECT_TRUE(store.empty());
}

TEST(DigestPinsTest, AStoreOfAnotherFormIsNoFailure) {
    for (const char* toml :
         {"", "archive-digests = 1", "[archive-digests]\n'https://r.example/x.tar.zst' = 'x'",
          "[archive-digests]\n'https://r.example/x.tar.zst' = 1"}) {
        EXPECT_EQ(DigestPins::from(cnb::parse_toml(toml, "")).find(url), std::nullopt) << toml;
    }
}

}  // namespace
}  // namespace adder::python
