#include "python/dependencies/vendor.hpp"

#include "../app_directory.hpp"

#include <utility>

#include <gmock/gmock.h>

namespace adder::python {
namespace {

using testing::ElementsAre;

class VendorTest : public AppDirectoryTest {};

TEST_F(VendorTest, EveryManagersLockIsServed) {
    const std::vector<std::pair<std::string, std::string>> locks{
        {"uv.lock", "pyproject.toml"}, {"pylock.toml", "pylock.toml"}, {"poetry.lock", "pyproject.toml"},
        {"Pipfile.lock", "Pipfile"},   {"pdm.lock", "pyproject.toml"}, {"requirements.txt", "setup.py"}};
    file("vendor/six-1-py3-none-any.whl", "1");
    for (const auto& [lock, beside] : locks) {
        SCOPED_TRACE(lock);
        file(lock, lock == "Pipfile.lock" ? "{}" : "");
        if (beside != lock) file(beside);
        EXPECT_TRUE(project().is_vendored());
        EXPECT_THAT(vendored_files(project()), ElementsAre("six-1-py3-none-any.whl"));
        const base::Sha256Digest before = fingerprint();
        file("vendor/idna-1.tar.gz");
        EXPECT_NE(fingerprint(), before);
        for (const std::string& name : {lock, beside, std::string{"vendor/idna-1.tar.gz"}})
            std::filesystem::remove(directory_.path() / name);
    }
}

TEST_F(VendorTest, OtherThingsInADirectoryOfThatNameDoNotCount) {
    file("requirements.txt", "six\n");
    file("vendor/README");
    file("vendor/old/six-1-py3-none-any.whl");
    EXPECT_FALSE(project().is_vendored());
    EXPECT_TRUE(vendored_files(project()).empty());
}

TEST_F(VendorTest, AFileThatIsNamedByItsPathIsThereForItself) {
    file("uv.lock", "source = { path = \"vendor/ours-1-py3-none-any.whl\" }\n");
    file("pyproject.toml");
    file("vendor/ours-1-py3-none-any.whl");
    EXPECT_FALSE(project().is_vendored());
    file("vendor/six-1-py3-none-any.whl");
    EXPECT_THAT(vendored_files(project()), ElementsAre("six-1-py3-none-any.whl"));
}

TEST(HasVendoredToolTest, AtTheVersionThatIsWanted) {
    Project project{
        .vendored = {{"poetry-2.5.1-py3-none-any.whl", 1}, {"poetry_core-2.5.0-py3-none-any.whl", 1}}};
    EXPECT_TRUE(has_vendored_tool(project, "Poetry", "2.5.1"));
    EXPECT_FALSE(has_vendored_tool(project, "Poetry", "2.5"));
    EXPECT_FALSE(has_vendored_tool(project, "PDM", "2.5.1"));
    project.vendored.clear();
    EXPECT_FALSE(has_vendored_tool(project, "Poetry", "2.5.1"));
}

TEST(InstallFromVendorTest, HashesAreCheckedWhateverIsSetUp) {
    const ToolCommand command = install_from_vendor({"/venv", "/app", "/scratch"});
    EXPECT_TRUE(command.by_uv);
    EXPECT_THAT(command.args,
                ElementsAre("pip", "install", "--no-deps", "--no-index", "--find-links", "vendor", "--python",
                            "/venv/bin/python", "--requirements", "/scratch/requirements-of-lock.txt"));
    EXPECT_THAT(command.without, testing::Contains("UV_NO_VERIFY_HASHES"));
}

}  // namespace
}  // namespace adder::python
