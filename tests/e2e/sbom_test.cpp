// The bills of materials of real images: what they say is what is installed, their formats' own schemas take
// them, and they are the same in every build.

#include "private_servers.hpp"
#include "python_project.hpp"
#include "runtimes.hpp"
#include "runtimes/index.hpp"
#include "tools.hpp"

#include <adder/base/format.hpp>
#include <adder/base/process.hpp>
#include <adder/base/text.hpp>

#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace adder::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;
using Texts = std::map<std::string, std::string>;

constexpr const char* as_installed = R"(
import importlib.metadata as m
print(*sorted(f"{d.name.lower().replace('_', '-')}@{d.version}" for d in m.distributions()))
)";

/// Flask and gunicorn from the index, `hello` from a repository, `greeter` from a directory of the app.
class SbomStoryTest : public testing::Test {
  protected:
    SbomStoryTest() {
        project_.write(".python-version", newest_runtime().series + "\n");
        project_.write("requirements.txt", base::format("flask==3.1.3\ngunicorn\n"
                                                        "hello @ git+{}@{}\n./greeter\n",
                                                        server_.url(), server_.commit()));
        project_.write("greeter/greeter.py", "");
        project_.write(
            "greeter/pyproject.toml",
            "[build-system]\nrequires = [\"setuptools\"]\nbuild-backend = \"setuptools.build_meta\"\n"
            "[project]\nname = \"Greeter\"\nversion = \"1.0+local\"\nlicense = {text = \"Ours\"}\n"
            "dependencies = [\"hello\"]\n");
        project_.bind("repository", {{"type", "git-credentials"},
                                     {"url", server_.place()},
                                     {"username", account_name},
                                     {"password", account_password}});
    }

    std::string build() {
        const Outcome outcome = project_.build();
        EXPECT_EQ(outcome.code, 0) << outcome.output;
        return outcome.output;
    }

    static fs::path bill_of(const Rootfs& rootfs, const fs::path& layers, const std::string& layer,
                            const std::string& format) {
        return rootfs.file(layers / "sbom/launch/adder_python" / layer / ("sbom." + format + ".json"));
    }
    json bill(const std::string& layer, const std::string& format = "cdx") const {
        const Rootfs rootfs = project_.rootfs();
        return json::parse(base::read_file(bill_of(rootfs, project_.layers(), layer, format), 64u << 20));
    }
    /// All bills in the image, by layer and file.
    Texts bills() const {
        const Rootfs rootfs = project_.rootfs();
        const fs::path directory = rootfs.file(project_.layers() / "sbom/launch/adder_python");
        Texts texts;
        std::error_code none;
        for (const auto& entry : fs::recursive_directory_iterator{directory, none}) {
            if (entry.is_regular_file())
                texts[entry.path().lexically_relative(directory)] = base::read_file(entry.path(), 64u << 20);
        }
        return texts;
    }

    void expect_what_is_installed_and_nothing_else() const;
    void expect_where_things_came_from_and_what_they_need() const;
    void expect_the_python_and_its_archive() const;
    void expect_what_the_formats_ask_for() const;

    GitServer server_;
    PythonProject project_{{{"app.py", "import flask\napp = flask.Flask(__name__)\n"}}};
};

const json& component(const json& bill, std::string_view name) {
    for (const json& component : bill.at("components")) {
        if (component.at("name") == name) return component;
    }
    throw base::Error{"{} is not in the bill of materials", name};
}

std::set<std::string> properties_of(const json& component) {
    std::set<std::string> properties;
    for (const json& property : component.value("properties", json::array()))
        properties.insert(property.at("name").get<std::string>() + "=" +
                          property.at("value").get<std::string>());
    return properties;
}

void SbomStoryTest::expect_what_is_installed_and_nothing_else() const {
    const json cyclonedx = bill("venv");
    std::set<std::string> listed;
    for (const json& component : cyclonedx.at("components")) {
        const std::string purl = component.at("purl");
        EXPECT_THAT(purl, StartsWith("pkg:pypi/"));
        listed.insert(base::to_lower(component.at("name").get<std::string>()) + "@" +
                      component.at("version").get<std::string>());
    }
    const std::string installed = project_.rootfs().run({"python", "-c", as_installed});
    std::set<std::string> expected;
    for (const std::string_view word : base::words(installed)) expected.emplace(word);
    EXPECT_EQ(listed, expected);

    std::set<std::string> in_syft;
    const json syft = bill("venv", "syft");
    for (const json& artifact : syft.at("artifacts"))
        in_syft.insert(base::to_lower(artifact.at("name").get<std::string>()) + "@" +
                       artifact.at("version").get<std::string>());
    EXPECT_EQ(in_syft, expected);
    EXPECT_THAT(bill("venv", "spdx").at("packages"), SizeIs(expected.size()));
}

void SbomStoryTest::expect_where_things_came_from_and_what_they_need() const {
    const json venv = bill("venv");
    const json& hello = component(venv, "hello");
    const std::string commit = "git+" + server_.url() + "@" + server_.commit();
    EXPECT_EQ(hello.at("externalReferences").at(0).at("url"), commit);
    EXPECT_THAT(hello.at("purl").get<std::string>(), StartsWith("pkg:pypi/hello@2.0?vcs_url=git%2Bhttp"));
    EXPECT_THAT(properties_of(hello), Contains("adder:commit=" + server_.commit()));

    const json& greeter = component(venv, "Greeter");
    EXPECT_EQ(greeter.at("purl"), "pkg:pypi/greeter@1.0%2Blocal");
    EXPECT_EQ(greeter.at("licenses").at(0).at("license").at("name"), "Ours");
    EXPECT_THAT(properties_of(greeter), Contains("adder:installed from=a directory of the app"));
    const json& flask = component(venv, "Flask");
    EXPECT_EQ(flask.at("licenses").at(0).at("expression"), "BSD-3-Clause");

    for (const json& dependency : venv.at("dependencies")) {
        if (dependency.at("ref") == greeter.at("bom-ref")) {
            EXPECT_THAT(dependency.at("dependsOn"), ElementsAre(hello.at("bom-ref")));
        }
        if (dependency.at("ref") == flask.at("bom-ref")) {
            EXPECT_THAT(dependency.at("dependsOn"), Contains(component(venv, "Werkzeug").at("bom-ref")));
        }
    }
    // The digest of RECORD is the one of the file in the image, which has those of all others.
    const json& record = flask.at("components").at(0);
    const std::string path = (project_.layers() / "adder_python/venv" / record.at("name").get<std::string>());
    EXPECT_THAT(project_.rootfs().run({"sha256sum", path}),
                StartsWith(record.at("hashes").at(0).at("content").get<std::string>()));
}

void SbomStoryTest::expect_the_python_and_its_archive() const {
    const json runtime = bill("python");
    const json& python = component(runtime, "python");
    const runtimes::Index index =
        runtimes::parse_index(base::read_file(required_path("ADDER_E2E_RUNTIMES") / "index.json"));
    const runtimes::IndexEntry* entry = index.find(newest_runtime().file);
    ASSERT_NE(entry, nullptr);
    EXPECT_EQ(python.at("version"), newest_runtime().version);
    EXPECT_EQ(python.at("hashes").at(0).at("content"), entry->sha256.hex());
    EXPECT_EQ(python.at("cpe"),
              base::format("cpe:2.3:a:python:python:{}:*:*:*:*:*:*:*", newest_runtime().version));
    EXPECT_THAT(properties_of(python), Contains("adder:archive=" + newest_runtime().file));
    ASSERT_TRUE(entry->source);
    EXPECT_THAT(properties_of(python), Contains("adder:source=" + entry->source->name));
}

void SbomStoryTest::expect_what_the_formats_ask_for() const {
    const Rootfs rootfs = project_.rootfs();
    const fs::path validators = required_path("ADDER_E2E_SBOM_VALIDATORS");
    std::vector<std::string> args{fs::path{ADDER_SOURCE_DIR} / "tests/e2e/sbom/validate.py",
                                  validators / "syft.json"};
    for (const char* layer : {"python", "venv"}) {
        for (const char* format : {"cdx", "spdx", "syft"})
            args.push_back(bill_of(rootfs, project_.layers(), layer, format));
    }
    const base::Captured result = base::run_and_capture({.program = (validators / "bin/python").native(),
                                                         .args = args,
                                                         .env = {{"PATH", "/usr/bin:/bin"}},
                                                         .working_directory = {}});
    EXPECT_TRUE(result.status.ok()) << result.output;
    EXPECT_EQ(result.output, "");
}

TEST_F(SbomStoryTest, SaysWhatIsInTheImage) {
    build();
    expect_what_is_installed_and_nothing_else();
    expect_where_things_came_from_and_what_they_need();
    expect_the_python_and_its_archive();
    expect_what_the_formats_ask_for();
    for (const auto& [file, text] : bills()) {
        EXPECT_THAT(text, Not(HasSubstr(account_password))) << file;
        EXPECT_THAT(text, Not(HasSubstr(project_.layers().native()))) << file;
    }
}

TEST_F(SbomStoryTest, StaysWithReusedLayersAndIsTheSameWhenTheyAreMadeAgain) {
    build();
    const Texts first = bills();
    EXPECT_THAT(first, SizeIs(6));
    EXPECT_THAT(build(), HasSubstr("unchanged: reused from the previous image"));
    EXPECT_TRUE(bills() == first);

    project_.set("BP_DISABLE_SBOM", "true");
    for (int time = 0; time < 2; ++time) {
        EXPECT_THAT(build(), HasSubstr("unchanged: reused from the previous image"));
        EXPECT_THAT(bills(), IsEmpty());
    }
    project_.set("BP_DISABLE_SBOM", "false");
    EXPECT_THAT(build(), AllOf(HasSubstr("Not reusing Python: it has no bill of materials"),
                               HasSubstr("Not reusing them: they have no bill of materials")));
    for (const auto& [file, text] : bills()) EXPECT_EQ(text, first.at(file)) << file;
}

TEST(ImageLabelsStoryTest, AreWhatTheVariablesSay) {
    PythonProject project{{{"app.py", "print('hello')\n"}}};
    project.set("BP_PYTHON_VERSION", newest_runtime().series);
    project.set("BP_OCI_TITLE", "The shop");
    project.set("BP_OCI_REF_NAME", "v1");
    project.set("BP_IMAGE_LABELS", "team=web note=\"two words\"");
    const Outcome build = project.build();
    ASSERT_EQ(build.code, 0) << build.output;
    const Image image = project.image();
    EXPECT_EQ(image.label("org.opencontainers.image.title"), "The shop");
    EXPECT_EQ(image.label("org.opencontainers.image.ref.name"), "v1");
    EXPECT_EQ(image.label("team"), "web");
    EXPECT_EQ(image.label("note"), "two words");
}

}  // namespace
}  // namespace adder::test
