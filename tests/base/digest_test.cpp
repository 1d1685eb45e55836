#include <adder/base/digest.hpp>
#include <adder/base/files.hpp>

#include <gtest/gtest.h>

namespace adder::base {
namespace {

constexpr const char* of_abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

TEST(Sha256Test, KnowsThePublishedExamples) {  // FIPS 180-4
    EXPECT_EQ(sha256("").hex(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(sha256("abc").hex(), of_abc);
}

TEST(Sha256Test, IsTheSameInPieces) {
    Sha256Sink sink;
    for (const char* piece : {"a", "", "bc"}) sink.write(as_bytes(piece));
    sink.finish();
    EXPECT_EQ(sink.digest(), sha256("abc"));
}

TEST(Sha256Test, TheDigestOfAnUnfinishedStreamIsAFaultOfTheProgram) {
    Sha256Sink sink;
    EXPECT_THROW(sink.digest(), std::logic_error);
}

TEST(Sha256Test, ReadsFiles) {
    const TempDir directory;
    write_file(directory.path() / "f", "abc");
    EXPECT_EQ(sha256_of_file(directory.path() / "f").hex(), of_abc);
}

TEST(Sha256DigestTest, ParsesWhatItPrints) {
    EXPECT_EQ(Sha256Digest::parse(of_abc), sha256("abc"));
    EXPECT_EQ(Sha256Digest::parse("sha256:BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"),
              sha256("abc"));
}

TEST(Sha256DigestTest, RefusesEverythingElse) {
    for (const std::string& text : {std::string{}, std::string{"abc"}, std::string(64, 'g'),
                                    std::string(65, '0'), "sha512:" + std::string(64, '0')}) {
        EXPECT_THROW(Sha256Digest::parse(text), Error) << text;
    }
}

}  // namespace
}  // namespace adder::base
