#include "python/bills/bill_of_materials.hpp"

#include "python/bills/sboms.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace adder::python {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::StartsWith;

Component flask() {
    return {.name = "Flask",
            .version = "3.1.3",
            .purl = "pkg:pypi/flask@3.1.3",
            .summary = "A framework",
            .licences = {{"BSD-3-Clause", true}},
            .homepage = "https://flask.example.com/",
            .found_in = "lib/python3.13/site-packages/flask-3.1.3.dist-info",
            .record_sha256 = std::string(64, 'b'),
            .depends_on = {"pkg:pypi/werkzeug@3.1.9", "pkg:pypi/werkzeug@3.1.9", "pkg:pypi/gone@1",
                           "pkg:pypi/flask@3.1.3"}};
}

Component werkzeug() {
    return {.name = "Werkzeug",
            .version = "3.1.9",
            .purl = "pkg:pypi/werkzeug@3.1.9",
            .licences = {{"MIT", true}, {"Our License", false}}};
}

Component python() {
    return {.kind = Component::Kind::interpreter,
            .name = "python",
            .version = "3.13.5",
            .purl = "pkg:generic/python@3.13.5",
            .cpe = "cpe:2.3:a:python:python:3.13.5:*:*:*:*:*:*:*",
            .artefact = Artefact{"https://r.example/python.tar.zst", std::string(64, 'a')},
            .source = Artefact{"https://python.example/source.tar.xz", std::string(64, 'c')},
            .notes = {{"build", "1"}}};
}

json written(cnb::SbomFormat format, std::vector<Component> components = {flask(), werkzeug(), python()}) {
    for (const cnb::Sbom& sbom : sboms_of({"venv", {"Adder", "0.1.0"}, std::move(components)})) {
        if (sbom.format == format) return json::parse(sbom.contents);
    }
    return {};
}

TEST(BillOfMaterialsTest, IsTheSameWhateverTheOrder) {
    std::vector<Component> components{flask(), werkzeug(), python()};
    const std::vector<cnb::Sbom> sboms = sboms_of({"venv", {"Adder", "0.1.0"}, components});
    EXPECT_EQ(sboms.size(), 3u);
    std::ranges::reverse(components);
    components.push_back(flask());
    const std::vector<cnb::Sbom> again = sboms_of({"venv", {"Adder", "0.1.0"}, components});
    for (std::size_t at = 0; at < sboms.size(); ++at) EXPECT_EQ(again[at].contents, sboms[at].contents);
}

TEST(BillOfMaterialsTest, AsCycloneDx) {
    const json bill = written(cnb::SbomFormat::cyclonedx);
    EXPECT_EQ(bill["specVersion"], "1.6");
    EXPECT_THAT(bill["serialNumber"].get<std::string>(),
                MatchesRegex("urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
    EXPECT_EQ(bill["metadata"]["timestamp"], "1980-01-01T00:00:01Z");
    ASSERT_EQ(bill["components"].size(), 3u);
    const json& interpreter = bill["components"][0];
    EXPECT_EQ(interpreter["type"], "platform");
    EXPECT_EQ(interpreter["hashes"][0]["content"], std::string(64, 'a'));
    EXPECT_EQ(interpreter["externalReferences"][0]["type"], "distribution");
    EXPECT_EQ(interpreter["externalReferences"][1]["type"], "source-distribution");
    EXPECT_EQ(interpreter["properties"][0]["name"], "adder:build");
    const json& flask = bill["components"][1];
    EXPECT_EQ(flask["licenses"][0]["expression"], "BSD-3-Clause");
    EXPECT_EQ(flask["components"][0]["hashes"][0]["content"], std::string(64, 'b'));
    EXPECT_FALSE(flask.contains("hashes"));
    EXPECT_EQ(bill["components"][2]["licenses"][0]["license"]["id"], "MIT");
    EXPECT_EQ(bill["components"][2]["licenses"][1]["license"]["name"], "Our License");
    EXPECT_EQ(bill["dependencies"][1]["dependsOn"], json::array({"pkg:pypi/werkzeug@3.1.9"}));
}

TEST(BillOfMaterialsTest, AsSpdx) {
    const json bill = written(cnb::SbomFormat::spdx);
    EXPECT_EQ(bill["spdxVersion"], "SPDX-2.3");
    EXPECT_THAT(bill["documentNamespace"].get<std::string>(), StartsWith("https://spdx.org/spdxdocs/venv-"));
    const json& python = bill["packages"][0];
    EXPECT_EQ(python["downloadLocation"], "https://r.example/python.tar.zst");
    EXPECT_EQ(python["checksums"][0]["checksumValue"], std::string(64, 'a'));
    EXPECT_EQ(python["externalRefs"][1]["referenceType"], "cpe23Type");
    EXPECT_THAT(python["sourceInfo"].get<std::string>(),
                HasSubstr("made from https://python.example/source.tar.xz, SHA-256 ccc"));
    const json& flask = bill["packages"][1];
    EXPECT_THAT(flask["SPDXID"].get<std::string>(),
                MatchesRegex("SPDXRef-Package-flask-3\\.1\\.3-[0-9a-f]{16}"));
    EXPECT_EQ(flask["downloadLocation"], "NOASSERTION");
    EXPECT_EQ(bill["packages"][2]["licenseDeclared"], "MIT AND LicenseRef-Our-License");
    EXPECT_EQ(bill["hasExtractedLicensingInfos"][0]["licenseId"], "LicenseRef-Our-License");
    EXPECT_EQ(bill["hasExtractedLicensingInfos"][0]["extractedText"], "Our License");
    std::size_t edges = 0;
    for (const json& relationship : bill["relationships"]) {
        if (relationship["relationshipType"] != "DEPENDS_ON") continue;
        ++edges;
        EXPECT_EQ(relationship["spdxElementId"], flask["SPDXID"]);
        EXPECT_EQ(relationship["relatedSpdxElement"], bill["packages"][2]["SPDXID"]);
    }
    EXPECT_EQ(edges, 1u);
}

TEST(BillOfMaterialsTest, LicencesThatOnlyTheirAuthorsKnowAreDeclaredInSpdx) {
    Component ours = werkzeug();
    ours.licences = {{"(MIT OR LicenseRef-Ours) AND LicenseRef-Yours", true}, {"C++", false}, {"C#", false}};
    const json bill = written(cnb::SbomFormat::spdx, {ours});
    EXPECT_THAT(bill["packages"][0]["licenseDeclared"].get<std::string>(),
                MatchesRegex("\\(\\(MIT OR LicenseRef-Ours\\) AND LicenseRef-Yours\\) AND LicenseRef-C- AND "
                             "LicenseRef-C--[0-9a-f]{16}"));
    std::vector<std::string> texts;
    for (const json& info : bill["hasExtractedLicensingInfos"]) texts.push_back(info["extractedText"]);
    EXPECT_THAT(texts,
                ElementsAre("C++", "C#", HasSubstr("in the distribution"), HasSubstr("in the distribution")));
    EXPECT_FALSE(written(cnb::SbomFormat::spdx, {flask()}).contains("hasExtractedLicensingInfos"));
}

TEST(BillOfMaterialsTest, AsSyft) {
    const json bill = written(cnb::SbomFormat::syft);
    const json& python = bill["artifacts"][0];
    EXPECT_EQ(python["type"], "binary");
    EXPECT_EQ(python["cpes"][0]["cpe"], "cpe:2.3:a:python:python:3.13.5:*:*:*:*:*:*:*");
    const json& flask = bill["artifacts"][1];
    EXPECT_EQ(flask["metadataType"], "python-package");
    EXPECT_EQ(flask["metadata"]["sitePackagesRootPath"], "/lib/python3.13/site-packages");
    EXPECT_FALSE(flask["metadata"].contains("files")) << "the list would be most of the bill";
    EXPECT_EQ(bill["artifactRelationships"].size(), 1u);
    EXPECT_EQ(bill["artifactRelationships"][0]["child"], flask["id"]);
    EXPECT_EQ(bill["artifactRelationships"][0]["parent"], bill["artifacts"][2]["id"]);
}

TEST(BillOfMaterialsTest, WhatIsNotUtf8IsReplaced) {
    Component broken = flask();
    broken.summary = "caf\xe9";
    EXPECT_EQ(written(cnb::SbomFormat::cyclonedx, {broken})["components"][0]["description"], "caf\uFFFD");
}

TEST(BillOfMaterialsTest, ShownUrlsHaveNoCredentials) {
    EXPECT_EQ(shown_url("https://user:secret@e.example/x?token=secret"), "https://e.example/x?token=***");
    for (const char* url : {"", "UNKNOWN", "file:///srv/x", "git@e.example:x.git", "https://a b/"}) {
        EXPECT_EQ(shown_url(url), "") << url;
    }
}

}  // namespace
}  // namespace adder::python
