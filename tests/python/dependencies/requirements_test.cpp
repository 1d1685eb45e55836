#include "python/dependencies/requirements.hpp"

#include "../app_directory.hpp"

#include <adder/base/format.hpp>

#include <gmock/gmock.h>
#include <support/cpu_time.hpp>

namespace adder::python {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(IncludedFilesTest, EverySpellingOfAnInclude) {
    EXPECT_THAT(included_files("flask\n"
                               "-r a.txt\n"
                               "-rb.txt\n"
                               "--requirement c.txt\n"
                               "--requirement=d.txt\r\n"
                               "-c e.txt   # why\n"
                               "--constraint f.txt\n"
                               "# -r no.txt\n"
                               "-r \\\n  g.txt\n"
                               "--requirements-like no.txt\n"
                               "requests -r.txt\n"),
                ElementsAre("a.txt", "b.txt", "c.txt", "d.txt", "e.txt", "f.txt", "g.txt"));
}

class RequirementsTest : public AppDirectoryTest {};

TEST_F(RequirementsTest, FollowsIncludesRelativeToTheIncludingFile) {
    file("requirements.txt", "-r requirements/base.txt\n");
    file("requirements/base.txt", "-r more.txt\n-c ../limits.txt\nflask\n");
    file("requirements/more.txt", "-r base.txt\n");  // a circle is read once
    file("limits.txt");
    EXPECT_THAT(names(), ElementsAre("requirements.txt", "requirements/base.txt", "requirements/more.txt",
                                     "limits.txt"));
}

/// A chain of 30,000 files exhausted the stack.
TEST_F(RequirementsTest, AChainOfFilesEndsAtTheLimit) {
    const auto chain = [&](int length) {
        file("requirements.txt", "-r r0.txt\n");
        for (int i = 0; i < length; ++i)
            file(base::format("r{}.txt", i), base::format("-r r{}.txt\n", i + 1));
        file(base::format("r{}.txt", length), "six==1.17.0\n");
        return error();
    };
    EXPECT_EQ(chain(900), "no error");
    EXPECT_THAT(chain(2000), HasSubstr("spread over more than 1000 files"));
}

TEST_F(RequirementsTest, MoreLocalPackagesThanAnybodyHasAreRefused) {
    std::string text;
    for (int i = 0; i < 100'000; ++i) text += base::format("-e ./p{}\n", i);
    file("requirements.txt", text);
    EXPECT_THAT(error(), HasSubstr("name more than 1000 packages of its own"));
}

TEST_F(RequirementsTest, MoreTextThanAnybodyHasIsRefused) {
    const std::string long_comment = "#" + std::string(12u << 20, 'x') + "\n";
    file("requirements.txt", "-r a.txt\n-r b.txt\n-r c.txt\n");
    for (const char* name : {"a.txt", "b.txt", "c.txt"}) file(name, long_comment);
    EXPECT_THAT(error(), HasSubstr("files that say what to install are too large"));
    EXPECT_THAT(error(), HasSubstr("at most 32 MiB of them"));
}

TEST_F(RequirementsTest, AMillionLinesAreReadInNoTime) {
    std::string text;
    for (int i = 0; i < 1'000'000; ++i) text += i % 2 == 0 ? "six==1.17\n" : "-r more.txt\n";
    file("requirements.txt", text);
    file("more.txt", "idna==3.11\n");
    const test::CpuWatch watch;
    EXPECT_EQ(error(), "no error");
    EXPECT_LT(watch.seconds(), test::linear_time);
}

TEST_F(RequirementsTest, IsLockedWhenEverythingHasAHash) {
    file("requirements.txt",
         "# made by a tool\n--index-url https://x\na==1 \\\n  --hash=sha256:00\nb==2 --hash=sha256:00\n");
    EXPECT_TRUE(project().is_locked);
    file("requirements.txt", "a==1 --hash=sha256:00\nb==2\n");
    EXPECT_FALSE(project().is_locked);
}

TEST_F(RequirementsTest, OpenVersionsAreTold) {
    const auto is_told = [&](const std::string& text) {
        file("requirements.txt", text);
        const Project found = project();
        return !found.advice.empty() && found.advice[0].title == "requirements.txt leaves versions open.";
    };
    file("base.txt", "flask\n");
    file("limits.txt", "flask==3.1.3\n");
    file("lib/setup.py", "x\n");
    for (const char* open :
         {"flask", "flask>=3", "flask==3.1.3\nsix", "-r base.txt", "flask ; python_version == '3.13'"})
        EXPECT_TRUE(is_told(open)) << open;
    for (const char* closed : {"", "flask==3.1.3", "flask===3.1.3 ; os_name == 'posix'",
                               "x @ git+https://h/x", "-e ./lib", "./lib", "-r base.txt\n-c limits.txt"})
        EXPECT_FALSE(is_told(closed)) << closed;
}

TEST_F(RequirementsTest, AMissingIncludeIsNamedWithWhoIncludesIt) {
    file("requirements.txt", "-r missing.txt\n");
    EXPECT_THAT(error(), testing::AllOf(HasSubstr("'missing.txt' does not exist"),
                                        HasSubstr("requirements.txt includes it with -r or -c")));
}

TEST_F(RequirementsTest, TextThatIsNotUtf8IsNamed) {
    file("requirements.txt",
         "\xff\xfe"
         "f\0l\0");
    EXPECT_THAT(error(), HasSubstr("requirements.txt is not UTF-8 text."));
}

TEST_F(RequirementsTest, SeveralFilesMayBeNamed) {
    file("requirements/base.txt", "-r more.txt\n");
    file("requirements/more.txt");
    file("web.txt", "-c limits.txt\n");
    file("limits.txt");
    settings_.pip_requirements = {"requirements/base.txt", "./web.txt"};
    EXPECT_THAT(names(),
                ElementsAre("requirements/base.txt", "web.txt", "requirements/more.txt", "limits.txt"));
    EXPECT_THAT(install_requirements(project(), {"/venv", "/app"}).front().args,
                ElementsAre("pip", "install", "--python", "/venv/bin/python", "--requirements",
                            "requirements/base.txt", "--requirements", "web.txt"));
    settings_.pip_requirements = {"nope.txt"};
    EXPECT_THAT(error(), AllOf(HasSubstr("'nope.txt' does not exist"),
                               HasSubstr("BP_PIP_REQUIREMENT names it, relative to the app's directory")));
}

TEST_F(RequirementsTest, LocalPackagesAndConstraintsCount) {
    file(
        "requirements.txt",
        "-e ./in-place[x]\n./copied ; python_version > '3'\nnamed @ file:named\nwheels/x-1-py3-none-any.whl\n"
        "six\n-e git+https://h/x\nurl @ https://h/x.whl\n");
    file("in-place/pyproject.toml");
    for (const char* name : {"copied/a.py", "named/a.py", "wheels/x-1-py3-none-any.whl", "limits.txt"})
        file(name);
    settings_.constraints = {"limits.txt"};
    EXPECT_THAT(names(), ElementsAre("requirements.txt", "limits.txt", "in-place/pyproject.toml", "copied/",
                                     "named/", "wheels/x-1-py3-none-any.whl"));
}

TEST_F(RequirementsTest, WheelsInVendorTakeThePlaceOfTheIndex) {
    file("requirements.txt", "six\n");
    file("vendor/README");
    EXPECT_FALSE(project().is_vendored());
    file("vendor/six-1-py3-none-any.whl", "1");
    const base::Sha256Digest before = fingerprint();
    EXPECT_TRUE(project().is_vendored());
    EXPECT_THAT(install_requirements(project(), {"/venv", "/app"}).front().args,
                testing::IsSupersetOf({"--no-index", "--find-links", "vendor"}));
    file("vendor/six-2-py3-none-any.whl", "1");
    EXPECT_NE(fingerprint(), before);
}

TEST_F(RequirementsTest, TheCommandNamesTheFile) {
    file("requirements.txt", "-r more.txt\n");
    file("more.txt", "six\n");
    EXPECT_THAT(
        install_requirements(project(), {"/venv", "/app"}).front().args,
        ElementsAre("pip", "install", "--python", "/venv/bin/python", "--requirements", "requirements.txt"));
    EXPECT_THAT(
        resolve_requirements(project(), "/python"),
        testing::AllOf(testing::Contains("requirements.txt"), testing::Not(testing::Contains("more.txt"))));
}

}  // namespace
}  // namespace adder::python
