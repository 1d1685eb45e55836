#include "runtimes/signature.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/errors.hpp>

namespace adder::runtimes {
namespace {

using base::PrivateKey;
using base::PublicKey;
using testing::ElementsAre;
using testing::HasSubstr;

std::vector<PrivateKey> keys(std::size_t count) {
    std::vector<PrivateKey> keys;
    while (keys.size() < count) keys.push_back(PrivateKey::generate());
    return keys;
}

const std::string index_text = "{\"schema\": 1, \"archives\": []}\n";

TEST(IndexSignatureTest, HoldsForTheseBytesOnly) {
    const auto key = keys(1);
    const std::string file = sign(index_text, key);
    EXPECT_NO_THROW(require_signed(index_text, file, {key[0].public_key()}));
    EXPECT_THROW(require_signed(index_text + " ", file, {key[0].public_key()}), UntrustedIndex);
    EXPECT_THROW(require_signed("", file, {key[0].public_key()}), UntrustedIndex);
}

TEST(IndexSignatureTest, AnyTrustedKeyOfSeveralIsEnough) {
    const auto signing = keys(2);
    const auto other = keys(1);
    const std::string file = sign(index_text, signing);
    EXPECT_NO_THROW(require_signed(index_text, file, {signing[0].public_key()}));
    EXPECT_NO_THROW(require_signed(index_text, file, {other[0].public_key(), signing[1].public_key()}));
    EXPECT_THAT(test::error_text([&] { require_signed(index_text, file, {other[0].public_key()}); }),
                HasSubstr(other[0].public_key().base64()));
    EXPECT_THROW(require_signed(index_text, file, {}), UntrustedIndex);
}

TEST(SignatureFileTest, CommentsBlankLinesAndWindowsLineEndsAreFine) {
    const auto signing = keys(1);
    const base::Signature signature = signing[0].sign(base::as_bytes(index_text));
    EXPECT_THAT(parse_signatures("# ours\r\n\r\n  " + signature.base64() + "\r\n"), ElementsAre(signature));
    EXPECT_THAT(parse_signatures(signature.base64()), ElementsAre(signature));
}

TEST(SignatureFileTest, ANameIsAClaimUntilTheSignatureIsChecked) {
    const auto signing = keys(2);
    const std::string file = sign(index_text, signing);
    const auto named = parse_named_signatures(file);
    ASSERT_EQ(named.size(), 2u);
    EXPECT_EQ(named[0].key, signing[0].public_key());
    EXPECT_TRUE(named[1].is_of(index_text));
    EXPECT_FALSE(named[1].is_of(index_text + " "));
    EXPECT_FALSE((NamedSignature{named[0].signature, named[1].key}.is_of(index_text)));
    EXPECT_FALSE(NamedSignature{named[0].signature}.is_of(index_text));
    EXPECT_EQ(to_text(named), file);
}

TEST(SignatureFileTest, ANameIsForTheNextSignatureOnly) {
    const auto signing = keys(1);
    const std::string one = sign(index_text, signing);
    const auto named = parse_named_signatures(one + signing[0].sign(base::as_bytes(index_text)).base64() +
                                              "\n# Ed25519, public key nonsense\n" +
                                              signing[0].sign(base::as_bytes(index_text)).base64());
    ASSERT_EQ(named.size(), 3u);
    EXPECT_TRUE(named[0].key);
    EXPECT_FALSE(named[1].key);
    EXPECT_FALSE(named[2].key);
}

struct BadFile {
    const char* name;
    std::string text;
    const char* message;
};
class BadSignatureFileTest : public testing::TestWithParam<BadFile> {};

TEST_P(BadSignatureFileTest, IsOneErrorThatIsNoVerdict) {
    try {
        require_signed(index_text, GetParam().text, {});
        FAIL() << "accepted";
    } catch (const UntrustedIndex& error) {
        FAIL() << error.message();
    } catch (const base::Error& error) {
        EXPECT_THAT(error.full_text(), HasSubstr(GetParam().message));
    }
}

INSTANTIATE_TEST_SUITE_P(Files, BadSignatureFileTest,
                         testing::Values(BadFile{"empty", "", "holds no signature"},
                                         BadFile{"comments", "# x\n", "holds no signature"},
                                         BadFile{"html", "# x\n<html>\n", "line 2 of the signature file"},
                                         BadFile{"short_one", "AAAA\n", "line 1 of the signature file"},
                                         BadFile{"raw_bytes", std::string(64, '\x80'),
                                                 "line 1 of the signature file"},
                                         BadFile{"huge", std::string(max_signature_file_size + 1, '#'),
                                                 "has more than 65536 bytes"}),
                         [](const auto& test) { return test.param.name; });

TEST(PublicKeysTest, AreBase64OrPemInAnyOrder) {
    const auto three = keys(3);
    const std::string text = "\n" + three[0].public_key().base64() + "  " + three[1].public_key().pem() +
                             three[2].public_key().base64() + "\n";
    EXPECT_THAT(parse_public_keys(text),
                ElementsAre(three[0].public_key(), three[1].public_key(), three[2].public_key()));
    EXPECT_TRUE(parse_public_keys(" \n").empty());
}

TEST(PublicKeysTest, OneThatIsNoneIsNamed) {
    const auto one = keys(1);
    EXPECT_THAT(test::error_text([&] { parse_public_keys(one[0].public_key().base64() + " wrong"); }),
                HasSubstr("'wrong' is no public key"));
    EXPECT_THAT(test::error_text([&] { parse_public_keys(one[0].pem()); }),
                HasSubstr("this is a private key"));
    EXPECT_THROW(parse_public_keys("-----BEGIN PUBLIC KEY-----\nMCow"), base::Error);
}

}  // namespace
}  // namespace adder::runtimes
