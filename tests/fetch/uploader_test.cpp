#include "fetch/uploader.hpp"

#include "fetcher_fixture.hpp"
#include "support/errors.hpp"
#include "support/object_store.hpp"
#include "support/test_certificate.hpp"

#include <adder/base/files.hpp>

#include <gmock/gmock.h>

namespace adder::fetch {
namespace {

using test::Answer;
using test::error_text;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class UploaderTest : public FetcherTest {
  protected:
    UploaderTest() {
        server.serve("/", [this](const test::Request& request) { return store.answer(request); });
        base::write_file(file, body);
    }

    PutResult put(const std::string& path, bool only_if_absent = true) {
        Uploader uploader{options()};
        return uploader.put(Url::parse(server.url(path)), {.file = file, .only_if_absent = only_if_absent});
    }

    std::optional<Stored> look(const std::string& path) {
        return Uploader{options()}.look(Url::parse(server.url(path)));
    }

    base::TempDir directory;
    std::filesystem::path file = directory.path() / "file";
    test::ObjectStore store;
};

TEST_F(UploaderTest, PutsAFileWhole) {
    Uploader uploader{options()};
    std::pair<std::uint64_t, std::uint64_t> last;
    const Url url = Url::parse(server.url("/dir/a+2.tar.zst"));
    EXPECT_EQ(uploader.look(url), std::nullopt);
    EXPECT_EQ(uploader.put(url, {.file = file, .content_type = "application/zstd", .only_if_absent = true},
                           [&](std::uint64_t done, std::uint64_t total) { last = {done, total}; }),
              PutResult::done);
    EXPECT_EQ(store.objects.at("/dir/a+2.tar.zst"), body);
    EXPECT_EQ(last, (std::pair<std::uint64_t, std::uint64_t>{body.size(), body.size()}));
    EXPECT_EQ(server.requests().back().headers.at("content-type"), "application/zstd");
    EXPECT_EQ(uploader.look(url)->size, body.size());
}

TEST_F(UploaderTest, AnEmptyFileIsAFile) {
    base::write_file(file, "");
    EXPECT_EQ(put("/empty"), PutResult::done);
    EXPECT_EQ(look("/empty")->size, 0u);
}

TEST_F(UploaderTest, WhatIsThereStaysIfItMayOnlyBeNew) {
    store.objects["/x"] = "old";
    EXPECT_EQ(put("/x"), PutResult::refused_by_condition);
    EXPECT_EQ(store.objects["/x"], "old");
    EXPECT_EQ(put("/x", false), PutResult::done);
    EXPECT_EQ(store.objects["/x"], body);
}

TEST_F(UploaderTest, WhatHasChangedMeanwhileIsNotReplaced) {
    store.objects["/index"] = "first";
    Uploader uploader{options()};
    const Url url = Url::parse(server.url("/index"));
    const std::string etag = uploader.look(url)->etag;
    store.objects["/index"] = "second";
    EXPECT_EQ(uploader.put(url, {.file = file, .only_if_etag = etag}), PutResult::refused_by_condition);
    EXPECT_EQ(uploader.put(url, {.file = file, .only_if_etag = uploader.look(url)->etag}), PutResult::done);
}

TEST_F(UploaderTest, TriesAgainFromTheBeginningWhatMayPass) {
    server.on("/x", {Answer::status(503), Answer::reset(), Answer::status(429).header("Retry-After", "7"),
                     Answer::by_handler()});
    EXPECT_EQ(put("/x"), PutResult::done);
    EXPECT_EQ(store.objects.at("/x"), body);
    // Of a kept connection that is reset, a newer libcurl makes another by itself.
    EXPECT_TRUE(slept.size() == 2 || slept.size() == 3) << slept.size();
    EXPECT_EQ(slept.back(), std::chrono::seconds{7});
}

TEST_F(UploaderTest, TwoAtTheSameTimeAreTriedAgain) {
    server.on("/x", {Answer::status(409, "<Code>ConditionalRequestConflict</Code>"), Answer::by_handler()});
    EXPECT_EQ(put("/x"), PutResult::done);
}

TEST_F(UploaderTest, GivesUpAfterSomeAttempts) {
    server.on("/x", Answer::status(500, "<Code>InternalError</Code>"));
    EXPECT_THAT(error_text([&] { put("/x"); }),
                AllOf(HasSubstr("cannot put"), HasSubstr("4 attempts failed, the last with: HTTP status 500"),
                      HasSubstr("InternalError")));
}

TEST_F(UploaderTest, ARefusalIsFinalAndSaysWhatTheServerSays) {
    store.authorization = "Bearer right";
    EXPECT_THAT(error_text([&] { put("/x"); }),
                AllOf(HasSubstr("cannot put"), HasSubstr("HTTP status 403: <Code>AccessDenied</Code>")));
    EXPECT_TRUE(slept.empty());
}

TEST_F(UploaderTest, ARefusalCannotWriteOnATerminal) {
    server.on("/x", Answer::status(403, "\x1b[2J" + std::string(10'000, 'x')));
    const std::string text = error_text([&] { put("/x"); });
    EXPECT_THAT(text, AllOf(HasSubstr("\\x1b[2J"), Not(HasSubstr("\x1b"))));
    EXPECT_LT(text.size(), 1000u);
}

TEST_F(UploaderTest, CredentialsAreSentAndNotShown) {
    store.authorization = "Bearer secret-token";
    FetcherOptions with = options();
    with.credentials.bearers = {{.host = "127.0.0.1", .token = "secret-token"}};
    const Url url = Url::parse(server.url("/x"));
    EXPECT_EQ(Uploader{with}.put(url, {.file = file}), PutResult::done);
    with.credentials.bearers = {{.host = "127.0.0.1", .token = "secret-wrong"}};
    EXPECT_THAT(error_text([&] { Uploader{with}.put(url, {.file = file}); }), Not(HasSubstr("secret")));
    store.authorization = "Basic dXNlcjpwYXNz";  // user:pass
    std::string with_user = server.url("/x");
    with_user.insert(with_user.find("//") + 2, "user:pass@");
    EXPECT_EQ(Uploader{options()}.put(Url::parse(with_user), {.file = file}), PutResult::done);
}

TEST_F(UploaderTest, ARedirectIsNamedAndNotFollowed) {
    server.on("/x", Answer::redirect("https://elsewhere.example/x", 307));
    EXPECT_THAT(error_text([&] { put("/x"); }),
                HasSubstr("HTTP status 307, which leads to https://elsewhere.example/x"));
}

TEST_F(UploaderTest, NotToBeAllowedToLookIsNotAbsence) {
    server.on("/x", Answer::status(403));
    EXPECT_THAT(error_text([&] { look("/x"); }), HasSubstr("cannot look at"));
    server.on("/gone", Answer::status(410));
    EXPECT_EQ(look("/gone"), std::nullopt);
}

TEST_F(UploaderTest, PlainHttpIsForThisMachineOnly) {
    EXPECT_THROW(Uploader{options()}.put(Url::parse("http://store.example/x"), {.file = file}), InsecureUrl);
    EXPECT_THROW(Uploader{options()}.look(Url::parse("http://store.example/x")), InsecureUrl);
}

TEST_F(UploaderTest, NothingGoesToAServerThatIsNotTrusted) {
    test::HttpServer secure{test::self_signed_certificate()};
    const Url url = Url::parse(secure.url("/x"));
    EXPECT_THROW(Uploader{options()}.put(url, {.file = file}), UntrustedServer);
    EXPECT_TRUE(secure.requests().empty());
}

TEST_F(UploaderTest, AFileThatCannotBeReadIsAnError) {
    EXPECT_THROW(Uploader{options()}.put(Url::parse(server.url("/x")), {.file = directory.path() / "none"}),
                 base::SystemError);
    EXPECT_TRUE(server.requests().empty());
}

TEST_F(UploaderTest, OneConnectionServesPutsAndLooks) {
    Uploader uploader{options()};
    for (const char* path : {"/a", "/b"}) {
        const Url url = Url::parse(server.url(path));
        EXPECT_EQ(uploader.look(url), std::nullopt);
        EXPECT_EQ(uploader.put(url, {.file = file, .only_if_absent = true}), PutResult::done);
        EXPECT_EQ(uploader.look(url)->size, body.size());
    }
}

}  // namespace
}  // namespace adder::fetch
