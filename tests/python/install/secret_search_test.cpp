#include "python/install/secret_search.hpp"

#include <adder/base/files.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::python {
namespace {

namespace fs = std::filesystem;

class SecretSearchTest : public testing::Test {
  protected:
    void write(const std::string& file, std::string_view text) const {
        base::make_directories((place() / file).parent_path());
        base::write_file(place() / file, text);
    }
    const fs::path& place() const { return directory_.path(); }
    /// Which file has the secret; "" if none has.
    std::string found(const Secret& secret) const {
        const auto found = find_secret(place(), {secret});
        return found ? found->file.lexically_relative(place()).native() + " " + found->origin : "";
    }

    base::TempDir directory_;
};

TEST_F(SecretSearchTest, FindsEveryForm) {
    const Secret secret{"s3cret/of-builder", "a binding", "me"};
    for (const char* text : {"s3cret/of-builder", "url = http://me:s3cret%2Fof-builder@host/x.git",
                             "Basic bWU6czNjcmV0L29mLWJ1aWxkZXI="}) {
        write("a/b.txt", std::string{"\0before "} + text);
        EXPECT_EQ(found(secret), "a/b.txt a binding") << text;
    }
    write("a/b.txt", "s3cret of-builder");
    EXPECT_EQ(found(secret), "");
}

TEST_F(SecretSearchTest, FindsItWhereverAStreamIsCut) {
    const std::string secret = "s3cret-of-builder";
    for (const std::size_t at :
         {0u, (64u << 10) - 5u, (64u << 10) - 1u, (128u << 10) - 16u, (1u << 20) - 3u}) {
        write("large", std::string(at, 'x') + secret + std::string(100'000, 'y'));
        EXPECT_EQ(found({secret, "it"}), "large it") << at;
    }
}

/// Django's forms have `password1`; that somebody's password is that must not stop a build.
TEST_F(SecretSearchTest, ASimpleOneOnlyWhereItIsOne) {
    write("forms.py", "fields = ('username', 'password1', 'password')");
    EXPECT_EQ(found({"password1", "it", "me"}), "");
    EXPECT_EQ(found({"password", "it", "me"}), "");
    for (const char* text :
         {"https://me:password1@host/", "https://password1@host/", "Basic bWU6cGFzc3dvcmQx"}) {
        write("config", text);
        EXPECT_EQ(found({"password1", "it", "me"}), "config it") << text;
    }
}

TEST_F(SecretSearchTest, TheFirstFileIsNamedAndLinksAreNotFollowed) {
    const base::TempDir elsewhere;
    base::write_file(elsewhere.path() / "file", "s3cret-of-builder");
    fs::create_symlink(elsewhere.path() / "file", place() / "a");
    fs::create_symlink(elsewhere.path(), place() / "b");
    EXPECT_EQ(found({"s3cret-of-builder", "it"}), "");
    write("d", "s3cret-of-builder");
    write("c", "s3cret-of-builder");
    EXPECT_EQ(found({"s3cret-of-builder", "it"}), "c it");
    EXPECT_EQ(find_secret(place() / "d", {{"s3cret-of-builder", "it"}})->file, place() / "d");
    EXPECT_FALSE(find_secret(place() / "none", {{"s3cret-of-builder", "it"}}));
}

TEST_F(SecretSearchTest, VersionControlIsRemovedWithThatOfSubmodules) {
    for (const char* file : {"src/a/.git/config", "src/a/code.py", "src/a/sub/.git", "src/b/.hg/hgrc",
                             "src/b/.gitignore", "src/own/.git/config"})
        write(file, "x");
    remove_version_control(place(), {place() / "src/own/.git"});
    for (const char* file : {"src/a/code.py", "src/b/.gitignore", "src/own/.git/config"})
        EXPECT_TRUE(fs::exists(place() / file)) << file;
    for (const char* file : {"src/a/.git", "src/a/sub/.git", "src/b/.hg"})
        EXPECT_FALSE(fs::exists(place() / file)) << file;
    remove_version_control(place() / "none");
}

}  // namespace
}  // namespace adder::python
