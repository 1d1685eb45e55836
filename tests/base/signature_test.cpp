#include <adder/base/files.hpp>
#include <adder/base/process.hpp>
#include <adder/base/signature.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/errors.hpp>

namespace adder::base {
namespace {

using testing::HasSubstr;

// RFC 8032, section 7.1, test 2, with the key in PKCS #8 (RFC 8410).
constexpr const char* rfc_private =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEIEzNCJso/5banbbDRuwRTg9bijGfNaumJNqM9u1PuKb7\n"
    "-----END PRIVATE KEY-----\n";
constexpr const char* rfc_public = "PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=";
constexpr const char* rfc_signature =
    "kqAJqfDUyrhyDoILX2QlQKKye1QWUD+Ps3YiI+vbadoIWsHkPhWZbkWPNhPQ8R2MOHsurrQwKu6wDSkWErsMAA==";

TEST(SignatureTest, IsTheRfcs) {
    const PrivateKey key = PrivateKey::parse(rfc_private);
    EXPECT_EQ(key.public_key().base64(), rfc_public);
    EXPECT_EQ(key.sign(as_bytes("\x72")).base64(), rfc_signature);
}

TEST(SignatureTest, HoldsForItsMessageAndKeyOnly) {
    const PrivateKey key = PrivateKey::generate();
    const Signature signature = key.sign(as_bytes("message"));
    EXPECT_TRUE(key.public_key().verifies(signature, as_bytes("message")));
    EXPECT_FALSE(key.public_key().verifies(signature, as_bytes("messages")));
    EXPECT_FALSE(PrivateKey::generate().public_key().verifies(signature, as_bytes("message")));
    Signature::Bytes damaged = signature.bytes();
    damaged[10] ^= std::byte{1};
    EXPECT_FALSE(key.public_key().verifies(Signature{damaged}, as_bytes("message")));
    EXPECT_FALSE(key.public_key().verifies(Signature{Signature::Bytes{}}, as_bytes("message")));
}

TEST(SignatureTest, AnEmptyMessageHasOne) {
    const PrivateKey key = PrivateKey::generate();
    EXPECT_TRUE(key.public_key().verifies(key.sign({}), {}));
}

TEST(SignatureTest, Base64IsTakenOnlyAsItIsWritten) {
    const Signature signature = PrivateKey::generate().sign(as_bytes("x"));
    const std::string text = signature.base64();
    EXPECT_EQ(Signature::from_base64(text), signature);
    const std::string unused_bits = text.substr(0, 85) + static_cast<char>(text[85] + 1) + "==";
    for (const std::string& other :
         {std::string{}, text + "=", text.substr(0, 86), text + "\n", " " + text.substr(1),
          std::string(88, '!'), std::string(88, 'A'), unused_bits}) {
        EXPECT_EQ(Signature::from_base64(other), std::nullopt) << other;
    }
}

TEST(KeyTest, SurvivesItsPem) {
    const PrivateKey key = PrivateKey::generate();
    EXPECT_EQ(PrivateKey::parse(key.pem()).public_key(), key.public_key());
    EXPECT_EQ(PublicKey::parse(key.public_key().pem()), key.public_key());
    EXPECT_EQ(PublicKey::parse(" " + key.public_key().base64() + "\n"), key.public_key());
}

/// The formats are those of the openssl program, in both directions.
TEST(KeyTest, OpensslReadsAndWritesTheSame) {
    const TempDir directory;
    const auto openssl = [&](std::vector<std::string> args) {
        const Captured result = run_and_capture({.program = "openssl",
                                                 .args = std::move(args),
                                                 .env = {{"PATH", "/usr/bin:/bin"}},
                                                 .working_directory = directory.path()});
        EXPECT_TRUE(result.status.ok()) << result.output;
    };
    const auto file = [&](const char* name) { return read_file(directory.path() / name); };
    openssl({"genpkey", "-algorithm", "ed25519", "-out", "key"});
    openssl({"pkey", "-in", "key", "-pubout", "-out", "public"});
    write_file(directory.path() / "message", "message");
    openssl({"pkeyutl", "-sign", "-rawin", "-inkey", "key", "-in", "message", "-out", "signature"});

    const PrivateKey key = PrivateKey::parse(file("key"));
    EXPECT_EQ(key.pem(), file("key"));
    EXPECT_EQ(PublicKey::parse(file("public")), key.public_key());
    EXPECT_EQ(key.public_key().pem(), file("public"));
    EXPECT_EQ(as_text(key.sign(as_bytes("message")).bytes()), file("signature"));
}

struct BadKey {
    const char* name;
    std::string text;
    const char* message;
};
class BadKeyTest : public testing::TestWithParam<BadKey> {};

TEST_P(BadKeyTest, IsOneError) {
    EXPECT_THAT(test::error_text([] { PublicKey::parse(GetParam().text); }), HasSubstr(GetParam().message));
}

constexpr const char* x25519_public =
    "-----BEGIN PUBLIC KEY-----\n"
    "MCowBQYDK2VuAyEAdQZIzSVeOHLhKkOF3YFi2i54TZkUQUPFSgFe2Bv3wWQ=\n"
    "-----END PUBLIC KEY-----\n";

INSTANTIATE_TEST_SUITE_P(
    Texts, BadKeyTest,
    testing::Values(BadKey{"empty", "", "'' is no public key"}, BadKey{"short_one", "AAAA", "no public key"},
                    BadKey{"escape", "\x1b[2J", "'\\x1b[2J' is no public key"},
                    BadKey{"cut_off", "-----BEGIN PUBLIC KEY-----\nMCow", "no public key"},
                    BadKey{"private_key", rfc_private, "this is a private key"},
                    BadKey{"another_kind", x25519_public, "another kind than Ed25519"},
                    BadKey{"huge", "-----BEGIN " + std::string(1 << 20, 'A'), "no public key"}),
    [](const auto& test) { return test.param.name; });

TEST(KeyTest, APrivateKeyThatCannotBeUsedIsOneError) {
    EXPECT_THAT(test::error_text([] { PrivateKey::parse(""); }), HasSubstr("no private key in PEM"));
    EXPECT_THAT(test::error_text([] { PrivateKey::parse(std::string(1 << 20, 'A')); }),
                HasSubstr("too large"));
    EXPECT_THAT(test::error_text([] { PrivateKey::parse("-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIGb\n"); }),
                HasSubstr("is encrypted"));
    EXPECT_THAT(test::error_text([] { PrivateKey::parse(PrivateKey::generate().public_key().pem()); }),
                HasSubstr("no private key in PEM"));
}

}  // namespace
}  // namespace adder::base
