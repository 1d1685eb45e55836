#include "command_line_fixture.hpp"

#include <gmock/gmock.h>

namespace adder::runtime_archive {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

struct UsageCase {
    const char* name;
    std::vector<std::string> arguments;
    Exit exit;
    const char* out;
    const char* error;
};

class UsageTest : public CommandLineTest, public testing::WithParamInterface<UsageCase> {};

TEST_P(UsageTest, EndsAsItShould) {
    const UsageCase& given = GetParam();
    const Result result = run(given.arguments);
    EXPECT_EQ(result.exit, given.exit) << result.error;
    EXPECT_THAT(result.out, HasSubstr(given.out));
    EXPECT_THAT(result.error, HasSubstr(given.error));
}

INSTANTIATE_TEST_SUITE_P(
    CommandLines, UsageTest,
    testing::Values(
        UsageCase{"nothing", {}, Exit::wrong_usage, "", "subcommand is required"},
        UsageCase{"help", {"--help"}, Exit::ok, "Exit codes: 0 done, 1 failed", ""},
        UsageCase{"unknown_command", {"unpack"}, Exit::wrong_usage, "", "subcommand is required"},
        UsageCase{"unknown_option", {"list", "x", "--colour"}, Exit::wrong_usage, "", "--colour"},
        UsageCase{"missing_option", {"pack", "."}, Exit::wrong_usage, "", "--version is required"},
        UsageCase{"no_version",
                  {"pack", ".", "--version", "3.13", "--output", "/nowhere"},
                  Exit::wrong_usage,
                  "",
                  "'3.13' is not a Python version"},
        UsageCase{"no_directory",
                  {"pack", "/nowhere", "--version", "3.13.5", "--output", "/nowhere"},
                  Exit::wrong_usage,
                  "",
                  "/nowhere is not a directory"},
        UsageCase{"level_out_of_range",
                  {"pack", ".", "--version", "3.13.5", "--output", "x", "--level", "23"},
                  Exit::wrong_usage,
                  "",
                  "--level"},
        UsageCase{"free_threading_came_later",
                  {"build", "3.12.9", "--free-threaded", "--output", "x"},
                  Exit::wrong_usage,
                  "",
                  "3.13 is the first"},
        UsageCase{"unknown_variant",
                  {"build", "3.13.5", "--variant", "tiny", "--output", "x"},
                  Exit::wrong_usage,
                  "",
                  "--variant"},
        UsageCase{"issuer_without_identity",
                  {"build", "3.13.5", "--sigstore-issuer", "x", "--output", "x"},
                  Exit::wrong_usage,
                  "",
                  "belong together"},
        UsageCase{"no_url", {"list", "gopher://host/"}, Exit::wrong_usage, "", "gopher"},
        UsageCase{
            "nothing_there", {"list", "/nowhere"}, Exit::failed, "", "there is no /nowhere/index.json"}),
    [](const auto& tested) { return tested.param.name; });

class CommandHelpTest : public CommandLineTest, public testing::WithParamInterface<const char*> {};

TEST_P(CommandHelpTest, SaysWhatItDoesAndShowsAnExample) {
    const Result result = run({GetParam(), "--help"});
    EXPECT_EQ(result.exit, Exit::ok);
    EXPECT_THAT(result.out, HasSubstr("Example:\n  runtime-archive "));
    EXPECT_THAT(result.out, HasSubstr(base::format("runtime-archive {} ", GetParam())));
    EXPECT_THAT(result.out, HasSubstr("--json"));
    EXPECT_THAT(result.error, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Commands, CommandHelpTest,
                         testing::Values("build", "import", "pack", "verify", "index", "list", "show",
                                         "keygen", "sign", "publish"),
                         [](const auto& tested) { return tested.param; });

/// In the words of mdoc(7): "--sha256" is `Fl -sha256`.
TEST_P(CommandHelpTest, TheManualPageKnowsEveryOption) {
    const std::string page =
        base::read_file(std::filesystem::path{ADDER_SOURCE_DIR} / "docs/runtime-archive.1");
    EXPECT_THAT(page, HasSubstr(base::format(".Cm {}\n", GetParam())));
    const std::string help = run({GetParam(), "--help"}).out;
    for (const std::string_view line : base::lines(help)) {
        const std::string_view text = base::trim(line);
        if (!text.starts_with("--")) continue;
        EXPECT_THAT(page, HasSubstr(base::format("Fl {}", text.substr(1, text.find(' ') - 1)))) << text;
    }
}

TEST_F(CommandLineTest, OptionsOfABuildThatCannotBeMeantAreRefusedAtOnce) {
    struct {
        std::vector<std::string> options;
        const char* text;
    } const cases[] = {
        {{"--configure-arg=CC=a\nb"}, "cannot be recorded in the index"},
        {{"--configure-arg", std::string(501, 'a')}, "1 to 500 bytes"},
        {{"--jit", "--free-threaded"}, "--jit has no effect with --free-threaded"},
    };
    for (const auto& given : cases) {
        std::vector<std::string> arguments{"build", "3.14.0", "--output", runtimes};
        arguments.insert(arguments.end(), given.options.begin(), given.options.end());
        const Result result = run(arguments);
        EXPECT_EQ(result.exit, Exit::wrong_usage) << result.error;
        EXPECT_THAT(result.error, HasSubstr(given.text));
    }
}

TEST_F(CommandLineTest, PackSaysWhatItMade) {
    const std::filesystem::path archive = packed_archive();
    EXPECT_EQ(archive, runtimes / "python-3.13.5-debian-12-amd64.tar.zst");
    EXPECT_TRUE(std::filesystem::exists(archive));
}

TEST_F(CommandLineTest, AVariantHasItsName) {
    packed_archive();
    const Result packed = run({"pack", directory.path() / "tree", "--version", "3.14.0", "--free-threaded",
                               "--variant", "minimal", "--output", runtimes, "--level", "3", "--distro",
                               "debian", "--distro-version", "12", "--arch", "arm64", "--json"});
    ASSERT_EQ(packed.exit, Exit::ok) << packed.error;
    EXPECT_EQ(packed.json().at("archive").at("file"), "python-3.14.0t-minimal-debian-12-arm64.tar.zst");
    EXPECT_EQ(packed.json().at("archive").at("variant"), "minimal");
    EXPECT_EQ(packed.json().at("archive").at("free_threaded"), true);
}

TEST_F(CommandLineTest, ListsWhatIsSelected) {
    packed_archive("3.13.5");
    packed_archive("3.12.9");
    const Result all = run({"list", runtimes});
    EXPECT_THAT(all.out, HasSubstr("VERSION  TARGET           SIZE"));
    EXPECT_THAT(all.out, HasSubstr("3.12.9   debian-12-amd64"));
    EXPECT_THAT(all.out, HasSubstr("python-3.13.5-debian-12-amd64.tar.zst\n"));

    const Result some =
        run({"list", "file://" + runtimes.native() + "/index.json", "--series", "3.12", "--json"});
    ASSERT_EQ(some.json().at("archives").size(), 1u);
    EXPECT_EQ(some.json().at("archives").at(0).at("version"), "3.12.9");
    EXPECT_THAT(some.error, IsEmpty());

    const Result none = run({"list", runtimes, "--target", "ubuntu"});
    EXPECT_EQ(none.exit, Exit::ok);
    EXPECT_THAT(none.out, IsEmpty());
    EXPECT_EQ(none.error, "no archives\n");
}

TEST_F(CommandLineTest, ShowsAnArchiveFromOutsideAndInside) {
    const std::filesystem::path archive = packed_archive();
    const Result shown = run({"show", archive});
    EXPECT_THAT(shown.out, HasSubstr("version  3.13.5\n"));
    EXPECT_THAT(shown.out, HasSubstr("holds    bin/python3.13;"));

    const nlohmann::json json = run({"show", archive, "--json"}).json();
    EXPECT_EQ(json.at("archive").at("sha256"), json.at("file").at("sha256"));
    EXPECT_EQ(json.at("file").at("contents").at("files"), 1);
    EXPECT_EQ(json.at("file").at("contents").at("interpreters"), nlohmann::json{"bin/python3.13"});
}

TEST_F(CommandLineTest, AnArchiveWithoutAnIndexIsShownAsWell) {
    const std::filesystem::path moved = directory.path() / "elsewhere.tar.zst";
    std::filesystem::rename(packed_archive(), moved);
    EXPECT_THAT(run({"show", moved}).out, HasSubstr("not in an index"));
    EXPECT_TRUE(run({"show", moved, "--json"}).json().at("archive").is_null());
}

TEST_F(CommandLineTest, AKeyPairSignsAnIndex) {
    packed_archive();
    const std::filesystem::path name = directory.path() / "key";
    const nlohmann::json keys = run({"keygen", name, "--json"}).json();
    const Result signed_index = run({"sign", runtimes, "--source", "here", "--json", "--key",
                                     keys.at("private_key_file").get<std::string>()});
    ASSERT_EQ(signed_index.exit, Exit::ok) << signed_index.error;
    EXPECT_EQ(signed_index.json().at("keys"), nlohmann::json::array({keys.at("public_key")}));

    runtimes::require_signed(base::read_file(runtimes / "index.json"),
                             base::read_file(runtimes / "index.json.sig"),
                             runtimes::parse_public_keys(keys.at("public_key").get<std::string>()));
}

TEST_F(CommandLineTest, AKeyMayComeFromStandardInputOnce) {
    packed_archive();
    input = base::PrivateKey::generate().pem();
    EXPECT_EQ(run({"sign", runtimes, "--source", "here", "--key", "-"}).exit, Exit::ok);
    EXPECT_EQ(run({"sign", runtimes, "--key", "-", "--key", "-"}).exit, Exit::wrong_usage);
}

TEST_F(CommandLineTest, PackingSaysThatASignatureNoLongerFits) {
    packed_archive("3.13.5");
    input = base::PrivateKey::generate().pem();
    ASSERT_EQ(run({"sign", runtimes, "--source", "here", "--key", "-"}).exit, Exit::ok);
    const Result packed =
        run({"pack", directory.path() / "tree", "--version", "3.13.6", "--output", runtimes, "--level", "3"});
    EXPECT_THAT(packed.error, HasSubstr("The signature of the index no longer fits"));
}

TEST_F(CommandLineTest, AnIndexIsMadeAnew) {
    const std::filesystem::path archive = packed_archive();
    base::remove_tree(runtimes / "index.json");
    base::write_file(runtimes / "notes.tar.zst", "what is this");
    const Result made = run({"index", runtimes, "--json"});
    EXPECT_EQ(made.exit, Exit::ok);
    EXPECT_EQ(made.json().at("added"), nlohmann::json{archive.filename().native()});
    EXPECT_EQ(made.json().at("nameless"), nlohmann::json{"notes.tar.zst"});
    EXPECT_THAT(made.error, HasSubstr("notes.tar.zst is not in the index"));

    base::remove_tree(archive);
    const Result missing = run({"index", runtimes});
    EXPECT_EQ(missing.exit, Exit::failed);
    EXPECT_THAT(missing.error, HasSubstr("--forget-missing"));
    EXPECT_EQ(run({"index", runtimes, "--forget-missing", "--json"}).json().at("archives"), 0);
}

}  // namespace
}  // namespace adder::runtime_archive
