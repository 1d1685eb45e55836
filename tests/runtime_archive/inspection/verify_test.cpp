#include "runtime_archive/inspection/verify.hpp"

#include "../command_line_fixture.hpp"
#include "runtime_archive/archives/archive_directory.hpp"
#include "runtime_archive/archives/pack.hpp"
#include "runtime_archive/inspection/machine.hpp"
#include "support/object_store.hpp"

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
    const auto look = [&](const std::vector<base::PublicKey>& keys) {
        return verify_index(read_index_files(runtimes), keys,
                            [&](const std::string& file) { return fs::exists(runtimes / file); });
    };
    EXPECT_EQ(outcomes(look({}).verification), "schema passed, signature skipped, files passed");
    EXPECT_EQ(outcomes(look({key.public_key()}).verification),
              "schema passed, signature failed, files passed");
    base::write_file(runtimes / "index.json.sig",
                     runtimes::sign(base::read_file(runtimes / "index.json"), {}));
    EXPECT_THAT(outcomes(look({key.public_key()}).verification), HasSubstr("signature failed"));
    fs::remove(archive);
    EXPECT_THAT(outcomes(look({}).verification), HasSubstr("files failed"));
    base::write_file(runtimes / "index.json", "{}");
    EXPECT_THAT(outcomes(look({}).verification), HasSubstr("schema failed"));
}

/// Checking a mirror with a key must not run what the mirror has put in the place of the archives.
TEST_F(VerifyTest, NothingIsRunOfAnIndexThatNoneOfTheKeysHasSigned) {
    const fs::path marker = directory.path() / "has-run";
    const fs::path archive = archive_with("#!/bin/sh\ntouch " + marker.native() + "\n");
    const fs::path name = directory.path() / "key";
    ASSERT_EQ(run({"keygen", name}).exit, Exit::ok);
    const std::string key = name.native() + ".pub";
    for (const std::string& signatures : {std::string{}, std::string{"not a signature\n"}}) {
        if (!signatures.empty()) base::write_file(runtimes / "index.json.sig", signatures);
        for (const fs::path& what : {runtimes, archive}) {
            const Result result = run({"verify", what, "--key", key, "--run"});
            EXPECT_EQ(result.exit, Exit::unfit);
            EXPECT_THAT(result.out, HasSubstr("FAILED  signature"));
            EXPECT_THAT(result.out, HasSubstr("skipped runs       the index is not signed"));
            EXPECT_FALSE(fs::exists(marker));
        }
    }
    fs::remove(runtimes / "index.json");
    EXPECT_EQ(run({"verify", archive, "--key", key, "--run"}).exit, Exit::unfit);
    EXPECT_FALSE(fs::exists(marker));
}

TEST_F(VerifyTest, OfTwoArchivesOfOneDirectoryNeitherIsRun) {
    const fs::path marker = directory.path() / "has-run";
    const fs::path archive = archive_with("#!/bin/sh\ntouch " + marker.native() + "\n");
    const fs::path name = directory.path() / "key";
    ASSERT_EQ(run({"keygen", name}).exit, Exit::ok);
    const Result result = run({"verify", archive, archive, "--key", name.native() + ".pub"});
    EXPECT_EQ(result.exit, Exit::unfit);
    EXPECT_FALSE(fs::exists(marker));
}

TEST_F(VerifyTest, WithoutAKeyNothingIsRunUnlessAskedFor) {
    const fs::path marker = directory.path() / "has-run";
    archive_with("#!/bin/sh\ntouch " + marker.native() + "\n");
    const Result looked_at = run({"verify", runtimes});
    EXPECT_EQ(looked_at.exit, Exit::ok) << looked_at.out;
    EXPECT_THAT(looked_at.out, HasSubstr("skipped runs       no --key vouches for it (--run runs it all the "
                                         "same, with your rights)"));
    EXPECT_FALSE(fs::exists(marker));
    EXPECT_EQ(run({"verify", runtimes, "--run"}).exit, Exit::ok);
    EXPECT_TRUE(fs::exists(marker));
}

TEST_F(VerifyTest, ServersAndObjectStoresAreReadAsDirectoriesAre) {
    const fs::path marker = directory.path() / "has-run";
    const fs::path archive = archive_with("#!/bin/sh\ntouch " + marker.native() + "\n");
    const fs::path name = directory.path() / "key";
    ASSERT_EQ(run({"keygen", name}).exit, Exit::ok);
    ASSERT_EQ(run({"sign", runtimes, "--key", name.native() + ".key", "--source", "here"}).exit, Exit::ok);
    test::ObjectStore store;
    for (const fs::directory_entry& file : fs::directory_iterator{runtimes}) {
        store.objects["/bucket/dir/" + file.path().filename().native()] = base::read_file(file.path());
    }
    test::HttpServer server;
    server.serve("/", [&](const test::Request& request) { return store.answer(request); });
    const std::string key = name.native() + ".pub";
    const std::string file_name = archive.filename();

    env.set("AWS_ENDPOINT_URL", server.url());
    env.set("AWS_ACCESS_KEY_ID", "id");
    env.set("AWS_SECRET_ACCESS_KEY", "secret");
    for (const std::string& place :
         {server.url("/bucket/dir"), server.url("/bucket/dir/index.json"),
          server.url("/bucket/dir/" + file_name), std::string{"s3://bucket/dir"}}) {
        fs::remove(marker);
        const Result fit = run({"verify", place, "--key", key});
        EXPECT_EQ(fit.exit, Exit::ok) << fit.out << fit.error;
        EXPECT_THAT(fit.out, HasSubstr("ok      signature"));
        EXPECT_THAT(fit.out, HasSubstr("ok      runs"));
        EXPECT_TRUE(fs::exists(marker)) << place;
    }

    fs::remove(marker);
    store.objects["/bucket/dir/index.json"] += " ";
    const Result changed = run({"verify", server.url("/bucket/dir"), "--key", key});
    EXPECT_EQ(changed.exit, Exit::unfit) << changed.error;
    EXPECT_THAT(changed.out, HasSubstr("FAILED  signature"));
    EXPECT_FALSE(fs::exists(marker));

    store.objects["/bucket/dir/index.json"].pop_back();
    store.objects["/bucket/dir/" + file_name] += "more than the index says";
    const Result longer = run({"verify", server.url("/bucket/dir"), "--key", key});
    EXPECT_EQ(longer.exit, Exit::unfit) << longer.error;
    EXPECT_THAT(longer.out, HasSubstr("FAILED  digest"));
    EXPECT_FALSE(fs::exists(marker));

    store.objects.erase("/bucket/dir/" + file_name);
    const Result missing = run({"verify", server.url("/bucket/dir"), "--key", key});
    EXPECT_EQ(missing.exit, Exit::unfit) << missing.error;
    EXPECT_THAT(missing.out, HasSubstr("FAILED  files"));
}

TEST_F(VerifyTest, TheCommandTellsUnfitFromImpossible) {
    const fs::path archive = archive_with("#!/bin/sh\n");
    const fs::path name = directory.path() / "key";
    ASSERT_EQ(run({"keygen", name}).exit, Exit::ok);
    ASSERT_EQ(run({"sign", runtimes, "--key", name.native() + ".key", "--source", "here"}).exit, Exit::ok);
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
