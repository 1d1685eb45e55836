#include "runtime_archive/archives/keys.hpp"

#include "runtimes/index.hpp"
#include "support/errors.hpp"

#include <adder/base/files.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

namespace adder::runtime_archive {
namespace {

namespace fs = std::filesystem;
using test::error_text;
using testing::HasSubstr;

mode_t mode_of(const fs::path& file) {
    struct stat status{};
    EXPECT_EQ(::stat(file.c_str(), &status), 0);
    return status.st_mode & 0777;
}

TEST(KeysTest, APairFitsAndOnlyItsOwnerReadsThePrivateKey) {
    const base::TempDir directory;
    const mode_t umask_before = ::umask(0);
    const KeyFiles files = generate_key_files(directory.path() / "key");
    ::umask(umask_before);
    EXPECT_EQ(files.private_key, directory.path() / "key.key");
    EXPECT_EQ(mode_of(files.private_key), 0600u);
    EXPECT_EQ(mode_of(files.public_key), 0644u);
    const auto keys = parse_private_keys({{"file", base::read_file(files.private_key)}});
    EXPECT_EQ(keys.at(0).public_key(), files.key);
    EXPECT_EQ(runtimes::parse_public_keys(base::read_file(files.public_key)), std::vector{files.key});
}

TEST(KeysTest, AKeyIsNeverOverwritten) {
    for (const char* existing : {"key.key", "key.pub"}) {
        const base::TempDir directory;
        base::write_file(directory.path() / existing, "mine");
        EXPECT_THAT(error_text([&] { generate_key_files(directory.path() / "key"); }),
                    HasSubstr("a key is never overwritten"));
        EXPECT_EQ(base::read_file(directory.path() / existing), "mine");
        EXPECT_EQ(std::distance(fs::directory_iterator{directory.path()}, {}), 1);
    }
}

TEST(KeysTest, WhatIsNoPrivateKeyIsNamed) {
    EXPECT_THAT(error_text([] { parse_private_keys({{"old.key", "nonsense"}}); }), HasSubstr("old.key"));
}

class SignIndexTest : public testing::Test {
  protected:
    std::vector<base::PrivateKey> keys() {
        std::vector<base::PrivateKey> keys;
        keys.push_back(base::PrivateKey::generate());
        keys.push_back(base::PrivateKey::generate());
        return keys;
    }
    static Signing signing(std::vector<base::PrivateKey> keys) {
        return {.keys = std::move(keys), .stamp = {.source = "here"}};
    }
    base::TempDir directory;
    const fs::path index = directory.path() / "index.json";
};

TEST_F(SignIndexTest, EachKeySignsTheExactBytesInOrder) {
    base::write_file(index, to_json(runtimes::Index{}) + " ");
    const Signing both = signing(keys());
    std::uint64_t serial = 0;
    for (const fs::path& named : {directory.path(), index}) {
        const SignedIndex made = sign_index(named, both);
        EXPECT_EQ(made.signature_file, directory.path() / "index.json.sig");
        EXPECT_EQ(made.stamp, (runtimes::IndexStamp{++serial, "1970-04-01", "here"}));
        const std::string text = base::read_file(index);
        EXPECT_EQ(runtimes::parse_index(text).stamp, made.stamp);
        const auto signatures = runtimes::parse_signatures(base::read_file(made.signature_file));
        ASSERT_GE(signatures.size(), 2u);
        EXPECT_TRUE(both.keys[0].public_key().verifies(signatures[0], base::as_bytes(text)));
        EXPECT_TRUE(both.keys[1].public_key().verifies(signatures[1], base::as_bytes(text)));
    }
}

TEST_F(SignIndexTest, AnotherKeysSignatureIsLostOnlyIfThatIsSaid) {
    base::write_file(index, to_json(runtimes::Index{}));
    const Signing first = signing(keys());
    Signing second = signing(keys());
    sign_index(index, first);
    const std::string before = base::read_file(index);
    EXPECT_THAT(error_text([&] { sign_index(index, second); }),
                HasSubstr(first.keys[0].public_key().base64()));
    EXPECT_EQ(base::read_file(index), before);
    second.retired = public_keys_of(first.keys);
    EXPECT_NO_THROW(sign_index(index, second));
}

TEST_F(SignIndexTest, NothingButAnIndexIsSigned) {
    base::write_file(index, "{}");
    EXPECT_THAT(error_text([&] { sign_index(index, signing(keys())); }), HasSubstr("schema"));
    base::write_file(directory.path() / "letter.txt", "I owe you");
    EXPECT_THAT(error_text([&] { sign_index(directory.path() / "letter.txt", signing(keys())); }),
                HasSubstr("neither a directory nor called index.json"));
    base::remove_tree(index);
    EXPECT_THAT(error_text([&] { sign_index(directory.path(), signing(keys())); }), HasSubstr("index.json"));
    EXPECT_FALSE(fs::exists(directory.path() / "index.json.sig"));
}

}  // namespace
}  // namespace adder::runtime_archive
