#include "python/dependencies/pdm_lock.hpp"

#include <adder/base/error.hpp>

#include <gmock/gmock.h>
#include <support/errors.hpp>

namespace adder::python {
namespace {

using testing::HasSubstr;

const std::string head = "[metadata]\nstrategy = [\"inherit_metadata\"]\n";

std::string requirements_of(const std::string& packages, const std::set<std::string>& groups = {"default"}) {
    return requirements_of_pdm_lock(head + packages, groups, "/app");
}

std::string package(const std::string& rest) {
    return "[[package]]\nname = \"demo\"\nversion = \"1.0\"\ngroups = [\"default\"]\n" + rest;
}

struct PdmLockCase {
    const char* name;
    const char* package;
    const char* requirement;
};

void PrintTo(const PdmLockCase& tested, std::ostream* out) { *out << tested.name; }

class PdmLockTest : public testing::TestWithParam<PdmLockCase> {};

TEST_P(PdmLockTest, IsWrittenAsARequirement) {
    EXPECT_EQ(requirements_of(package(GetParam().package)), GetParam().requirement + std::string{"\n"});
}

INSTANTIATE_TEST_SUITE_P(
    , PdmLockTest,
    testing::Values(
        PdmLockCase{"a_version", "", "demo==1.0"},
        PdmLockCase{"its_extras", "extras = [\"a\", \"b\"]", "demo[a,b]==1.0"},
        PdmLockCase{"where_it_is_needed", "marker = \"sys_platform == \\\"win32\\\"\"",
                    "demo==1.0 ; sys_platform == \"win32\""},
        PdmLockCase{
            "its_hashes",
            "files = [\n{file = \"a.whl\", hash = \"sha256:11\"},\n{file = \"b\", hash = \"sha256:22\"},\n]",
            "demo==1.0 \\\n    --hash=sha256:11 \\\n    --hash=sha256:22"},
        PdmLockCase{
            "an_archive",
            "url = \"https://h/demo.whl\"\nfiles = [{url = \"https://h/demo.whl\", hash = \"sha256:11\"}]",
            "demo==1.0 \\\n    --hash=sha256:11"},
        PdmLockCase{"a_directory", "path = \"./libs/demo\"", "demo @ file:///app/libs/demo"},
        PdmLockCase{"a_directory_in_place", "path = \"./libs/demo\"\neditable = true", "-e /app/libs/demo"},
        PdmLockCase{
            "a_repository",
            "git = \"https://h/demo.git\"\nref = \"main\"\nrevision = \"abc\"\nsubdirectory = \"below\"",
            "demo @ git+https://h/demo.git@abc#subdirectory=below"}),
    [](const auto& tested) { return tested.param.name; });

TEST(RequirementsOfPdmLockTest, HaveTheGroupsThatAreAskedFor) {
    const std::string packages =
        package("") + "[[package]]\nname = \"tests\"\nversion = \"2\"\ngroups = [\"dev\", \"ci\"]\n";
    EXPECT_EQ(requirements_of(packages), "demo==1.0\n");
    EXPECT_EQ(requirements_of(packages, {"default", "ci"}), "demo==1.0\ntests==2\n");
}

TEST(RequirementsOfPdmLockTest, AreNotMadeOfWhatDoesNotSayEnough) {
    const auto error_of = [](const std::string& lock) {
        return test::shown_error([&] { requirements_of_pdm_lock(lock, {}, "/app"); });
    };
    EXPECT_THAT(error_of("[metadata]\nstrategy = [\"cross_platform\"]\n"),
                testing::AllOf(HasSubstr("pdm.lock does not say where each package is needed."),
                               HasSubstr("pdm lock --strategy inherit_metadata")));
    EXPECT_THAT(error_of("<<<<<<< HEAD\n"), HasSubstr("pdm.lock is not valid TOML."));
}

}  // namespace
}  // namespace adder::python
