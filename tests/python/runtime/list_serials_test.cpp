#include "python/runtime/list_serials.hpp"

#include "python/runtime/source_text.hpp"

#include <gtest/gtest.h>

namespace adder::python {
namespace {

TEST(ListSerialsTest, TheHighestIsRememberedForEachSource) {
    const Source one = parse_source("index+https://user:secret@one.example/python");
    const Source other = parse_source("index+https://other.example/python");
    ListSerials serials;
    serials.see(one, true, 7);
    serials.see(one, true, 5);
    cnb::TomlTable store{{"series", "3.13"}};
    serials.write_to(store);
    EXPECT_TRUE(store.contains("series"));
    const auto* table = store.at("runtime-lists").get_if<cnb::TomlTable>();
    ASSERT_NE(table, nullptr);
    EXPECT_EQ(table->begin()->first.find("secret"), std::string::npos);
    const ListSerials restored = ListSerials::from(store);
    EXPECT_EQ(restored.highest(one, true), 7u);
    EXPECT_EQ(restored.highest(other, true), 0u);
}

/// Whoever can write a list that nobody signs must not have signed ones refused for ever.
TEST(ListSerialsTest, WhatNobodyHasSignedDoesNotCountForWhatIsSigned) {
    const Source source = parse_source("index+https://one.example/python");
    ListSerials serials;
    serials.see(source, false, runtimes::max_serial);
    EXPECT_EQ(serials.highest(source, true), 0u);
    EXPECT_EQ(serials.highest(source, false), runtimes::max_serial);
}

TEST(ListSerialsTest, WhatIsNoSerialIsLeftOut) {
    const Source source = parse_source("index+https://one.example/python");
    for (const char* text : {"", "-1", "0", "7x", "99999999999999999999"}) {
        const ListSerials serials =
            ListSerials::from({{"runtime-lists", cnb::TomlTable{{source.display(), text}}}});
        EXPECT_EQ(serials.highest(source, true), 0u) << text;
    }
    cnb::TomlTable store;
    ListSerials{}.write_to(store);
    EXPECT_TRUE(store.empty());
}

}  // namespace
}  // namespace adder::python
