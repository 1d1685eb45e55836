#include "runtime_archive/source/obtain.hpp"

#include "support/errors.hpp"
#include "support/http_server.hpp"

#include <adder/base/files.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::runtime_archive {
namespace {

using fetch::Url;
using test::Answer;
using test::error_text;
using testing::HasSubstr;

class ObtainTest : public testing::Test {
  protected:
    Obtained obtain(const std::string& from) {
        base::Log log{{}, [](base::Log::Stream, std::string_view) {}};
        fetch::FetcherOptions options;
        options.sleep = [](std::chrono::milliseconds) {};
        return runtime_archive::obtain(from, directory.path(), options, log);
    }

    base::TempDir directory;
    test::HttpServer server;
};

TEST_F(ObtainTest, AUrlIsFetchedAlsoWhenItBreaks) {
    server.on("/a/Python-3.13.5.tar.xz", {Answer::ok("a tarball").cut_after(3), Answer::ok("a tarball")});
    const Obtained obtained = obtain(server.url("/a/Python-3.13.5.tar.xz"));
    EXPECT_EQ(base::read_file(obtained.file), "a tarball");
    EXPECT_EQ(obtained.source.name, "Python-3.13.5.tar.xz");
    EXPECT_EQ(obtained.source.url, server.url("/a/Python-3.13.5.tar.xz"));
    EXPECT_EQ(obtained.source.sha256, base::sha256("a tarball"));
    EXPECT_TRUE(obtained.from_network);
}

TEST_F(ObtainTest, AFileStaysWhereItIs) {
    const std::filesystem::path file = directory.path() / "Python.tar.xz";
    base::write_file(file, "a tarball");
    EXPECT_EQ(obtain(file).file, file);
    EXPECT_FALSE(obtain(file).from_network);
    EXPECT_THAT(error_text([&] { obtain(directory.path() / "nothing"); }), HasSubstr("there is no file"));
    EXPECT_NO_THROW(require_digest(obtain(file), base::sha256("a tarball")));
    EXPECT_THAT(error_text([&] { require_digest(obtain(file), base::sha256("another")); }),
                HasSubstr("while checking"));
}

TEST(ObtainUrlTest, AUrlEndsInAFilesName) {
    EXPECT_EQ(file_name_of(Url::parse("https://host/a/cpython-3.13.1%2B20241219.tar.gz?x=1")),
              "cpython-3.13.1+20241219.tar.gz");
    EXPECT_THAT(error_text([] { file_name_of(Url::parse("https://host/a/")); }),
                HasSubstr("does not end in"));
    EXPECT_THAT(error_text([] { file_name_of(Url::parse("https://host/a%2Fb")); }),
                HasSubstr("does not end in"));
}

TEST(ObtainUrlTest, OnlyUrlsWithoutSecretsAreShown) {
    EXPECT_EQ(public_text(Url::parse("https://host/a.tar.xz")), "https://host/a.tar.xz");
    for (const char* url : {"https://user:secret@host/a", "https://host/a?token=1", "file:///a"}) {
        EXPECT_EQ(public_text(Url::parse(url)), std::nullopt);
    }
}

}  // namespace
}  // namespace adder::runtime_archive
