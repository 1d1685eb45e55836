#include "runtime_archive/inspection/verify.hpp"

#include "../command_line_fixture.hpp"
#include "runtime_archive/archives/archive_directory.hpp"
#include "runtime_archive/archives/pack.hpp"
#include "runtime_archive/inspection/machine.hpp"

#include <gmock/gmock.h>

namespace adder::runtime_archive {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

/// "digest passed, unpacks failed, …"
std::string outcomes(const Verification& verification) {
    std::vector<std::string> words;
    for (const Check& check : verification.checks) {
        const char* word = check.outcome == Outcome::passed   ? "passed"
                           : check.outcome == Outcome::failed ? "failed"
                                                              : "skipped";
        words.push_back(check.name + " " + word);
    }
    return base::join(words, ", ");
}

class VerifyTest : public CommandLineTest {
  protected:
    /// An archive for this machine whose `python` is a shell script.
    fs::path archive_with(std::string_view script) {
        const fs::path tree = directory.path() / "tree";
        base::make_directories(tree / "bin");
        base::write_file(tree / "bin/python", script, 0755);
        PackRequest request{
            .id = {.version = *runtimes::PythonVersion::parse("3.13.5"), .target = target_of_this_machine()}};
        request.output = runtimes;
        request.level = 1;
        base::Log log{{}, [](base::Log::Stream, std::string_view) {}};
        return pack(tree, request, log).file;
    }

    Verification verify(const fs::path& archive, std::optional<fs::path> root = std::nullopt) {
        const runtimes::Index index = read_index(archive.parent_path());
        return verify_archive(archive, index.find(archive.filename().native()), true,
                              {.root = std::move(root), .machine = target_of_this_machine()});
    }
};

TEST_F(VerifyTest, EverythingThatCanBeIsLookedAt) {
    const fs::path archive = archive_with("#!/bin/sh\n");
    EXPECT_EQ(outcomes(verify(archive)), "digest passed, unpacks passed, runs passed, libraries skipped");
    EXPECT_EQ(outcomes(verify(archive, "/")), "digest passed, unpacks passed, runs passed, libraries passed");
}

TEST_F(VerifyTest, AChangedArchiveIsNotRun) {
    const fs::path archive =
        archive_with("#!/bin/sh\ntouch " + (directory.path() / "has-run").native() + "\n");
    std::string bytes = base::read_file(archive);
    bytes[bytes.size() / 2] ^= 1;
    base::write_file(archive, bytes);
    const Verification result = verify(archive);
    EXPECT_FALSE(result.is_fit());
    EXPECT_THAT(outcomes(result), HasSubstr("digest failed"));
    EXPECT_THAT(outcomes(result), HasSubstr("runs skipped, libraries skipped"));
    EXPECT_FALSE(fs::exists(directory.path() / "has-run"));
}

TEST_F(VerifyTest, AnInterpreterThatDoesNotWorkIsUnfit) {
    const Verification result = verify(archive_with("#!/bin/sh\necho zlib does not work\n"));
    EXPECT_THAT(outcomes(result), HasSubstr("runs failed"));
    EXPECT_THAT(result.checks[2].detail, HasSubstr("zlib does not work"));
}

TEST_F(VerifyTest, WhatIsForAnotherMachineIsNotRun) {
    const fs::path archive = archive_with("#!/bin/sh\nexit 1\n");
    const runtimes::Index index = read_index(runtimes);
    const Verification result =
        verify_archive(archive, &index.archives[0], true, {.machine = {"linux", "arm64", "alpine", "3.20"}});
    EXPECT_EQ(outcomes(result), "digest passed, unpacks passed, runs skipped, libraries skipped");
    EXPECT_THAT(result.checks[2].detail, HasSubstr("this machine is alpine-3.20-arm64"));
}

TEST_F(VerifyTest, MissingLibrariesAreNamed) {
    const fs::path tree = directory.path() / "tree";
    base::make_directories(tree / "lib");
    fs::copy_file("/bin/true", tree / "lib/program");
    const Verification result = verify(archive_with("#!/bin/sh\n"), directory.path());
    EXPECT_THAT(outcomes(result), HasSubstr("libraries failed"));
    EXPECT_THAT(result.checks[3].detail, HasSubstr("libc.so.6, which lib/program needs"));
}

TEST_F(VerifyTest, AnArchiveThatIsNotListedIsUnfitOnlyWhereThereIsAnIndex) {
    const fs::path archive = archive_with("#!/bin/sh\n");
    const VerifyRequest request{.machine = target_of_this_machine()};
    EXPECT_FALSE(verify_archive(archive, nullptr, true, request).is_fit());
    const Verification result = verify_archive(archive, nullptr, false, request);
    EXPECT_TRUE(result.is_fit());
    EXPECT_EQ(outcomes(result), "digest skipped, unpacks passed, runs passed, libraries skipped");
}

TEST_F(VerifyTest, TheIndexIsLookedAtWithItsSignatureAndFiles) {
    const fs::path archive = archive_with("#!/bin/sh\n");
    const base::PrivateKey key = base::PrivateKey::generate();
    EXPECT_EQ(outcomes(verify_index(runtimes, {})), "schema passed, signature skipped, files passed");
    EXPECT_EQ(outcomes(verify_index(runtimes, {key.public_key()})),
              "schema passed, signature failed, files passed");
    base::write_file(runtimes / "index.json.sig",
                     runtimes::sign(base::read_file(runtimes / "index.json"), {}));
    EXPECT_THAT(outcomes(verify_index(runtimes, {key.public_key()})), HasSubstr("signature failed"));
    fs::remove(archive);
    EXPECT_THAT(outcomes(verify_index(runtimes, {})), HasSubstr("files failed"));
    base::write_file(runtimes / "index.json", "{}");
    EXPECT_THAT(outcomes(verify_index(runtimes, {})), HasSubstr("schema failed"));
}

TEST_F(VerifyTest, TheCommandTellsUnfitFromImpossible) {
    const fs::path archive = archive_with("#!/bin/sh\n");
    const fs::path name = directory.path() / "key";
    ASSERT_EQ(run({"keygen", name}).exit, Exit::ok);
    ASSERT_EQ(run({"sign", runtimes, "--key", name.native() + ".key"}).exit, Exit::ok);
    const Result fit = run({"verify", runtimes, "--key", name.native() + ".pub"});
    EXPECT_EQ(fit.exit, Exit::ok) << fit.out;
    EXPECT_THAT(fit.out, HasSubstr("  ok      signature  by one of the keys\n"));
    EXPECT_THAT(fit.out, HasSubstr("  skipped libraries  no --root"));

    base::write_file(archive, "something else");
    const Result unfit = run({"verify", archive, "--json"});
    EXPECT_EQ(unfit.exit, Exit::unfit);
    EXPECT_EQ(unfit.json().at("fit"), false);
    EXPECT_EQ(unfit.json().at("files").at(0).at("checks").at(0).at("outcome"), "failed");

    EXPECT_EQ(run({"verify", "/nowhere"}).exit, Exit::failed);
    EXPECT_EQ(run({"verify", archive, "--key", "nonsense"}).exit, Exit::wrong_usage);
}

}  // namespace
}  // namespace adder::runtime_archive
