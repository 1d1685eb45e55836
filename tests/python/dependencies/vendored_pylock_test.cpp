#include "python/dependencies/vendored_pylock.hpp"

#include <gtest/gtest.h>

namespace adder::python {
namespace {

struct VendoredPylockCase {
    const char* name;
    const char* locked;
    const char* vendored;
};

void PrintTo(const VendoredPylockCase& tested, std::ostream* out) { *out << tested.name; }

class VendoredPylockTest : public testing::TestWithParam<VendoredPylockCase> {};

TEST_P(VendoredPylockTest, TakesFilesOfTheDirectory) {
    const auto lock_of = [](const std::string& package) {
        return cnb::parse_toml("lock-version = \"1.0\"\n[[packages]]\nname = \"demo\"\n" + package,
                               "pylock.toml");
    };
    const cnb::TomlTable vendored = with_vendored_files(
        lock_of(GetParam().locked), {"demo-1-py3-none-any.whl", "demo-1+cpu-py3-none-any.whl"}, "/app/vendor",
        "/app/locks");
    EXPECT_EQ(cnb::to_toml_text(vendored), cnb::to_toml_text(lock_of(GetParam().vendored)));
    EXPECT_EQ(cnb::parse_toml(cnb::to_toml_text(vendored), "written"), vendored);
}

INSTANTIATE_TEST_SUITE_P(
    , VendoredPylockTest,
    testing::Values(
        VendoredPylockCase{
            "a_wheel",
            R"(index = "https://pypi.org/simple"
wheels = [{ url = "https://h/demo-1-py3-none-any.whl#x", upload-time = 2024-12-04T17:35:26Z, size = 3, hashes = { sha256 = "1" } }])",
            R"(wheels = [{ path = "/app/vendor/demo-1-py3-none-any.whl", hashes = { sha256 = "1" } }])"},
        VendoredPylockCase{
            "of_several_files_the_one_that_is_there",
            R"(sdist = { url = "https://h/demo-1.tar.gz", hashes = { sha256 = "1" } }
wheels = [{ url = "https://h/demo-1-cp39.whl", hashes = { sha256 = "2" } },
          { url = "https://h/demo-1-py3-none-any.whl", hashes = { sha256 = "3" } }])",
            R"(wheels = [{ path = "/app/vendor/demo-1-py3-none-any.whl", hashes = { sha256 = "3" } }])"},
        VendoredPylockCase{"of_none_all",
                           R"(sdist = { url = "https://h/demo-2.tar.gz", hashes = { sha256 = "1" } }
wheels = [{ url = "https://h/demo-2-py3.whl", hashes = { sha256 = "2" } }])",
                           R"(sdist = { path = "/app/vendor/demo-2.tar.gz", hashes = { sha256 = "1" } }
wheels = [{ path = "/app/vendor/demo-2-py3.whl", hashes = { sha256 = "2" } }])"},
        VendoredPylockCase{
            "a_name_of_its_own",
            R"(wheels = [{ name = "demo-1-py3-none-any.whl", url = "https://h/1234", hashes = {} }])",
            R"(wheels = [{ name = "demo-1-py3-none-any.whl", path = "/app/vendor/demo-1-py3-none-any.whl", hashes = {} }])"},
        VendoredPylockCase{"a_local_version",
                           R"(wheels = [{ url = "https://h/demo-1%2Bcpu-py3-none-any.whl", hashes = {} }])",
                           R"(wheels = [{ path = "/app/vendor/demo-1+cpu-py3-none-any.whl", hashes = {} }])"},
        VendoredPylockCase{"a_path_is_relative_to_the_lock",
                           R"(wheels = [{ path = "../wheels/demo-1.whl", hashes = {} }])",
                           R"(wheels = [{ path = "/app/wheels/demo-1.whl", hashes = {} }])"},
        VendoredPylockCase{"a_directory", R"(directory = { path = "../lib", editable = true })",
                           R"(directory = { path = "/app/lib", editable = true })"},
        VendoredPylockCase{"an_archive",
                           R"(archive = { url = "https://h/demo-1-py3-none-any.whl", hashes = {} })",
                           R"(archive = { path = "/app/vendor/demo-1-py3-none-any.whl", hashes = {} })"},
        VendoredPylockCase{"an_archive_of_elsewhere",
                           R"(archive = { url = "https://h/demo-2.zip", hashes = {} })",
                           R"(archive = { url = "https://h/demo-2.zip", hashes = {} })"},
        VendoredPylockCase{"a_repository",
                           R"(vcs = { type = "git", url = "https://h/demo.git", commit-id = "1" })",
                           R"(vcs = { type = "git", url = "https://h/demo.git", commit-id = "1" })"}),
    [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace adder::python
