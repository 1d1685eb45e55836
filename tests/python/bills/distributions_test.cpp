#include "python/bills/distributions.hpp"

#include <adder/base/digest.hpp>
#include <adder/base/files.hpp>
#include <adder/base/format.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::python {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

/// A virtual environment of directories as installers leave them.
class DistributionsTest : public testing::Test {
  protected:
    void write(const std::string& dist_info, const std::string& file, std::string_view text) const {
        base::make_directories(site_ / dist_info);
        base::write_file(site_ / dist_info / file, text);
    }
    std::vector<std::string> purls() const {
        std::vector<std::string> result;
        for (const Component& component : distributions_in(environment_.path()))
            result.push_back(component.purl);
        return result;
    }
    Component only() const {
        const std::vector<Component> components = distributions_in(environment_.path());
        EXPECT_EQ(components.size(), 1u);
        return components.at(0);
    }
    /// One that was installed from what that says.
    Component installed_from(std::string_view direct_url) const {
        write("hello-2.0.dist-info", "METADATA", "Name: hello\nVersion: 2.0\n");
        write("hello-2.0.dist-info", "direct_url.json", direct_url);
        return only();
    }

    base::TempDir environment_;
    fs::path site_ = environment_.path() / "lib/python3.13/site-packages";
};

TEST_F(DistributionsTest, WithoutAnEnvironmentThereAreNone) {
    EXPECT_THAT(distributions_in(environment_.path()), IsEmpty());
    EXPECT_THAT(distributions_in("/nonexistent"), IsEmpty());
}

TEST_F(DistributionsTest, AreWhatTheySayOfThemselves) {
    const std::string record =
        "flask/__init__.py,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,0\n"
        "flask/__pycache__/__init__.cpython-313.pyc,,\n"
        "../../../bin/flask,sha256=abc,300\nflask-3.1.3.dist-info/RECORD,,\n";
    write("flask-3.1.3.dist-info", "RECORD", record);
    write("flask-3.1.3.dist-info", "METADATA",
          "Metadata-Version: 2.4\nName: Flask\nVersion: 3.1.3\nSummary: A framework.\n"
          "License-Expression: BSD-3-Clause\nMaintainer-email: Pallets <contact@palletsprojects.com>\n"
          "Project-URL: Homepage, https://user:secret@flask.example.com/\n"
          "Project-URL: Source, https://github.com/pallets/flask/\n\n# Flask\n");
    const Component flask = only();
    EXPECT_EQ(flask.name, "Flask");
    EXPECT_EQ(flask.version, "3.1.3");
    EXPECT_EQ(flask.purl, "pkg:pypi/flask@3.1.3");
    EXPECT_EQ(flask.summary, "A framework.");
    EXPECT_THAT(flask.licences, ElementsAre(Licence{"BSD-3-Clause", true}));
    EXPECT_EQ(flask.homepage, "https://flask.example.com/");
    EXPECT_EQ(flask.repository, "https://github.com/pallets/flask/");
    EXPECT_EQ(flask.found_in, "lib/python3.13/site-packages/flask-3.1.3.dist-info");
    EXPECT_EQ(flask.record_sha256, base::sha256(record).hex());
    EXPECT_EQ(flask.artefact, std::nullopt);
}

TEST_F(DistributionsTest, NeedOthersThatAreInstalled) {
    write("a-1.dist-info", "METADATA",
          "Name: A\nVersion: 1\nRequires-Dist: B.c>=1\nRequires-Dist: windows-only; sys_platform == 'win32'\n"
          "Requires-Dist: d[x]; extra == 'y'\n");
    write("b_c-1.dist-info", "METADATA", "Name: b_c\nVersion: 1\n");
    write("d-1.dist-info", "METADATA", "Name: d\nVersion: 1\n");
    const std::vector<Component> components = distributions_in(environment_.path());
    ASSERT_EQ(components.size(), 3u);
    EXPECT_THAT(components[0].depends_on, ElementsAre("pkg:pypi/b-c@1", "pkg:pypi/d@1"));
    EXPECT_THAT(components[1].depends_on, IsEmpty());
}

TEST_F(DistributionsTest, ThatSayNothingAreKnownByTheirDirectories) {
    write("typing_extensions-4.16.0.dist-info", "INSTALLER", "uv");
    write("broken-1.0.dist-info", "METADATA", std::string(5u << 20, 'x'));
    base::make_directories(site_ / "no_version.dist-info");
    base::make_directories(site_ / "typing_extensions");
    EXPECT_THAT(purls(), ElementsAre("pkg:pypi/broken@1.0", "pkg:pypi/typing-extensions@4.16.0"));
}

TEST_F(DistributionsTest, VersionsArePartsOfUrls) {
    write("x-1!2+local.dist-info", "METADATA", "Name: x\nVersion: 1!2.0+local\n");
    EXPECT_THAT(purls(), ElementsAre("pkg:pypi/x@1%212.0%2Blocal"));
}

TEST_F(DistributionsTest, FromARepository) {
    const Component hello = installed_from(
        R"({"url": "https://builder:secret@git.example.com/hello.git", "subdirectory": "python",
            "vcs_info": {"vcs": "git", "requested_revision": "v2.0", "commit_id": "1a2b"}})");
    EXPECT_EQ(hello.artefact, (Artefact{"git+https://git.example.com/hello.git@1a2b", ""}));
    EXPECT_EQ(hello.purl,
              "pkg:pypi/hello@2.0?vcs_url=git%2Bhttps%3A%2F%2Fgit.example.com%2Fhello.git%401a2b");
    EXPECT_THAT(hello.notes, ElementsAre(Pair("commit", "1a2b"), Pair("subdirectory", "python")));
}

TEST_F(DistributionsTest, FromARepositoryBySsh) {
    const auto url = [&](const std::string& repository) {
        return installed_from(
                   base::format(R"({{"url": "{}", "vcs_info": {{"vcs": "git", "commit_id": "1a2b"}}}})",
                                repository))
            .artefact->url;
    };
    EXPECT_EQ(url("ssh://git@git.example.com:22/hello.git"), "git+ssh://git.example.com:22/hello.git@1a2b");
    EXPECT_EQ(url("ssh://git:pass@word@git.example.com/x@y.git"), "git+ssh://git.example.com/x@y.git@1a2b");
    EXPECT_EQ(url("ssh://git.example.com/hello.git"), "git+ssh://git.example.com/hello.git@1a2b");
    EXPECT_EQ(url("file:///srv/hello.git"), "");
}

TEST_F(DistributionsTest, FromAnArchive) {
    const std::string digest(64, 'a');
    const Component old = installed_from(
        R"({"url": "https://files.example.com/hello-2.0.whl?token=s3cret", "archive_info": {"hash": "sha256=)" +
        digest + "\"}}");
    EXPECT_EQ(old.artefact, (Artefact{"https://files.example.com/hello-2.0.whl?token=***", digest}));
    const Component local = installed_from(
        R"({"url": "file:///workspace/wheels/hello-2.0.whl", "archive_info": {"hashes": {"sha256": ")" +
        digest + "\"}}}");
    EXPECT_EQ(local.artefact, (Artefact{"", digest}));
    EXPECT_EQ(local.purl, "pkg:pypi/hello@2.0");
    EXPECT_THAT(local.notes, ElementsAre(Pair("installed from", "the file hello-2.0.whl")));
    EXPECT_EQ(installed_from(R"({"url": "https://e.example/x.whl", "archive_info": {"hash": "md5=1"}})")
                  .artefact->sha256,
              "");
}

TEST_F(DistributionsTest, FromADirectory) {
    const Component hello = installed_from(R"({"url": "file:///workspace/hello", "dir_info": {}})");
    EXPECT_EQ(hello.artefact, std::nullopt);
    EXPECT_THAT(hello.notes, Contains(Pair("installed from", "a directory of the app")));
}

TEST_F(DistributionsTest, AnOriginThatCannotBeReadIsNone) {
    for (const char* text : {"", "[", "[]", "{}", R"({"url": 1})", R"({"url": "x", "vcs_info": {}})",
                             R"({"url": "x", "archive_info": {"hash": "sha256=zz"}, "subdirectory": 1})"}) {
        const Component hello = installed_from(text);
        EXPECT_EQ(hello.artefact, std::nullopt) << text;
        EXPECT_THAT(hello.notes, IsEmpty()) << text;
        EXPECT_EQ(hello.purl, "pkg:pypi/hello@2.0") << text;
    }
}

}  // namespace
}  // namespace adder::python
