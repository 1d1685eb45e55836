#include "runtime_archive/archives/vouching.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::runtime_archive {
namespace {

using base::PrivateKey;
using runtimes::NamedSignature;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const std::string index_text = "{\"schema\": 1, \"archives\": []}\n";
const std::string next_text = index_text + "\n";

std::vector<PrivateKey> keys(std::size_t count) {
    std::vector<PrivateKey> keys;
    while (keys.size() < count) keys.push_back(PrivateKey::generate());
    return keys;
}

/// A signature by one key.
NamedSignature signature_by(const PrivateKey& key, const std::string& text) {
    return {key.sign(base::as_bytes(text)), key.public_key()};
}

runtimes::IndexEntry entry(const char* version, const char* contents) {
    const runtimes::ArchiveId id{.version = *runtimes::PythonVersion::parse(version),
                                 .target = {"linux", "amd64", "debian", "12"}};
    return {.id = id, .file = archive_file_name(id), .size = 10, .sha256 = base::sha256(contents)};
}

TEST(VouchingTest, OnlyAKeysOwnSignatureOfTheTextCounts) {
    const auto both = keys(2);
    EXPECT_TRUE(is_signed_by_any({index_text, {signature_by(both[0], index_text)}}, public_keys_of(both)));
    EXPECT_FALSE(is_signed_by_any({index_text, {signature_by(both[0], next_text)}}, public_keys_of(both)));
    EXPECT_FALSE(is_signed_by_any({index_text, {signature_by(both[0], index_text)}}, {both[1].public_key()}));
    EXPECT_FALSE(is_signed_by_any({index_text, {}}, public_keys_of(both)));
}

TEST(VouchingTest, AnEntryThatDiffersInAnyDetailIsAnother) {
    runtimes::IndexEntry relabelled = entry("3.13.5", "a");
    relabelled.id.version = *runtimes::PythonVersion::parse("3.13.9");
    EXPECT_THAT(entries_beside({{entry("3.13.5", "a")}}, {entry("3.13.5", "a")}), IsEmpty());
    EXPECT_THAT(entries_beside({{relabelled}}, {entry("3.13.5", "a")}), ElementsAre(relabelled));
    EXPECT_THAT(entries_beside({{entry("3.13.4", "b"), entry("3.13.5", "a")}}, {entry("3.13.5", "a")}),
                ElementsAre(entry("3.13.4", "b")));
}

TEST(VouchingTest, SignersThatWouldBeLostAreNamed) {
    const auto two = keys(2);
    const StandingIndex standing{index_text,
                                 {signature_by(two[0], index_text), signature_by(two[1], index_text)}};
    EXPECT_THAT(signers_beside(standing, public_keys_of(two)), IsEmpty());
    EXPECT_THAT(signers_beside(standing, {two[1].public_key()}), ElementsAre(two[0].public_key().base64()));
}

TEST(VouchingTest, ASignatureOfAnEarlierIndexIsNobodysLoss) {
    const auto two = keys(2);
    const StandingIndex standing{index_text,
                                 {signature_by(two[0], next_text), signature_by(two[1], index_text)}};
    EXPECT_THAT(signers_beside(standing, {two[1].public_key()}), IsEmpty());
}

TEST(VouchingTest, ASignatureWithoutANameIsALossUnlessItsKeyStays) {
    const auto one = keys(1);
    const StandingIndex standing{index_text, {{one[0].sign(base::as_bytes(index_text))}}};
    EXPECT_THAT(signers_beside(standing, {}), ElementsAre(HasSubstr("does not name")));
    EXPECT_THAT(signers_beside(standing, {one[0].public_key()}), IsEmpty());
}

TEST(VouchingTest, SignaturesServeReadersOfBothIndexes) {
    const auto two = keys(2);
    const StandingIndex standing{index_text,
                                 {signature_by(two[0], index_text), signature_by(two[1], index_text)}};
    EXPECT_THAT(with_standing({signature_by(two[1], next_text)}, standing, {}),
                ElementsAre(signature_by(two[1], next_text), signature_by(two[0], index_text),
                            signature_by(two[1], index_text)));
    EXPECT_THAT(with_standing({signature_by(two[1], next_text)}, standing, {two[0].public_key()}),
                ElementsAre(signature_by(two[1], next_text), signature_by(two[1], index_text)));
    EXPECT_THAT(with_standing(standing.signatures, standing, {}), SizeIs(2));
}

TEST(VouchingTest, TheFileStaysSmallAndKeepsWhatIsOfTheStandingIndex) {
    const auto one = keys(1);
    StandingIndex standing{index_text, {}};
    for (int i = 0; i < 40; ++i) {
        standing.signatures.push_back(signature_by(one[0], "an earlier one " + std::to_string(i)));
    }
    standing.signatures.push_back(signature_by(one[0], index_text));
    const auto file = with_standing({signature_by(one[0], next_text)}, standing, {});
    EXPECT_THAT(file, SizeIs(17));
    EXPECT_EQ(file[1], signature_by(one[0], index_text));
}

}  // namespace
}  // namespace adder::runtime_archive
