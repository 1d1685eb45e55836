#include "runtime_archive/archives/destination.hpp"

#include "support/errors.hpp"
#include "support/http_server.hpp"
#include "support/object_store.hpp"

#include <adder/base/files.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::runtime_archive {
namespace {

namespace fs = std::filesystem;
using test::Answer;
using test::error_text;
using testing::HasSubstr;

/// A directory and a server do the same.
class DestinationTest : public testing::TestWithParam<const char*> {
  protected:
    DestinationTest() {
        server.serve("/", [this](const test::Request& request) { return store.answer(request); });
        base::write_file(file, "an archive");
    }

    std::unique_ptr<Destination> destination() {
        if (GetParam() == std::string_view{"directory"})
            return directory_destination(scratch.path() / "there");
        return http_destination(fetch::Url::parse(server.url("/there/")), {});
    }

    base::TempDir scratch;
    const fs::path file = scratch.path() / "file";
    test::ObjectStore store;
    test::HttpServer server;
};

TEST_P(DestinationTest, TakesAFileOnce) {
    const auto there = destination();
    EXPECT_EQ(there->size_of("a+2"), std::nullopt);
    EXPECT_EQ(there->digest_of("a+2"), std::nullopt);
    EXPECT_TRUE(there->put_new("a+2", file, {}));
    EXPECT_EQ(there->size_of("a+2"), 10u);
    EXPECT_EQ(there->digest_of("a+2"), base::sha256("an archive"));
    base::write_file(file, "another");
    EXPECT_FALSE(there->put_new("a+2", file, {}));
    EXPECT_EQ(there->digest_of("a+2"), base::sha256("an archive"));
}

TEST_P(DestinationTest, ReplacesADocument) {
    const auto there = destination();
    EXPECT_FALSE(there->read("index.json", 100));
    EXPECT_TRUE(there->replace("index.json", "one", std::nullopt));
    const auto one = there->read("index.json", 100);
    ASSERT_TRUE(one);
    EXPECT_EQ(one->text, "one");
    EXPECT_TRUE(there->replace("index.json", "two", one));
    EXPECT_EQ(there->read("index.json", 100)->text, "two");
    EXPECT_THAT(error_text([&] { there->read("index.json", 2); }), HasSubstr("index.json"));
}

INSTANTIATE_TEST_SUITE_P(Kinds, DestinationTest, testing::Values("directory", "server"),
                         [](const auto& tested) { return tested.param; });

class ServerTest : public testing::Test {
  protected:
    std::unique_ptr<Destination> destination() {
        return http_destination(fetch::Url::parse(server.url("/")), {});
    }
    test::HttpServer server;
};

TEST_F(ServerTest, WhatChangedMeanwhileIsNotReplaced) {
    test::ObjectStore store;
    server.serve("/", [&](const test::Request& request) { return store.answer(request); });
    const auto there = destination();
    there->replace("index.json", "one", std::nullopt);
    const auto before = there->read("index.json", 100);
    store.objects["/index.json"] = "somebody else's";
    EXPECT_FALSE(there->replace("index.json", "two", before));
    EXPECT_FALSE(there->replace("index.json", "two", std::nullopt));
    EXPECT_EQ(store.objects.at("/index.json"), "somebody else's");
}

TEST_F(ServerTest, AWeakETagIsNoCondition) {
    server.on("/index.json", Answer::status(200));
    EXPECT_TRUE(destination()->replace("index.json", "two", Document{"one", "W/\"1\""}));
    const test::Request request = server.requests().back();
    EXPECT_FALSE(request.headers.contains("if-match"));
    EXPECT_EQ(request.body, "two");
}

TEST_F(ServerTest, ForbiddenIsNotAbsent) {
    server.on("/index.json", Answer::status(403));
    EXPECT_THAT(error_text([&] { destination()->read("index.json", 100); }), HasSubstr("list the bucket"));
    EXPECT_THAT(error_text([&] { destination()->size_of("index.json"); }), HasSubstr("403"));
}

}  // namespace
}  // namespace adder::runtime_archive
