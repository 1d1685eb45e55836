#include "python/bills/spdx.hpp"

#include "python/bills/bill_json.hpp"

#include <adder/base/format.hpp>
#include <adder/base/text.hpp>

#include <algorithm>
#include <cctype>
#include <map>
#include <utility>

namespace adder::python {

namespace {

using nlohmann::json;

constexpr const char* not_said = "NOASSERTION";
constexpr std::string_view own_licence = "LicenseRef-";

/// Letters, digits, dots and hyphens, which is all that identifiers may have.
std::string as_identifier(std::string_view text) {
    std::string result;
    for (const char c : text) {
        const bool allowed = std::isalnum(static_cast<unsigned char>(c)) || c == '.';
        if (allowed) {
            result += c;
        } else if (!result.ends_with('-')) {
            result += '-';
        }
    }
    return result;
}

std::string id_of(std::string_view purl) {
    return base::format("SPDXRef-Package-{}-{}", as_identifier(purl.substr(purl.rfind('/') + 1)),
                        short_id_of(purl));
}

/// The licences that are on no list: identifier, text.
using OwnLicences = std::map<std::string, std::string>;

/// Notes identifiers of an expression that only its author knows.
void note_own(std::string_view expression, OwnLicences& own) {
    std::string words{expression};
    std::ranges::replace(words, '(', ' ');
    std::ranges::replace(words, ')', ' ');
    for (const std::string_view word : base::words(words)) {
        if (word.starts_with(own_licence)) {
            own.emplace(word, "Its text is in the distribution that declares it.");
        }
    }
}

std::string identifier_of(const Licence& licence, OwnLicences& own) {
    if (licence.is_expression) {
        note_own(licence.text, own);
        return licence.text;
    }
    std::string id = std::string{own_licence} + as_identifier(licence.text);
    const auto [entry, is_new] = own.emplace(id, licence.text);
    if (is_new || entry->second == licence.text) return id;
    id += "-" + short_id_of(licence.text);  // "C++" and "C#"
    own.emplace(id, licence.text);
    return id;
}

/// One expression: where several licences are declared, all of them.
std::string declared(const std::vector<Licence>& licences, OwnLicences& own) {
    std::vector<std::string> parts;
    for (const Licence& licence : licences) {
        std::string part = identifier_of(licence, own);
        const bool composed = licences.size() > 1 && part.find(' ') != std::string::npos;
        parts.push_back(composed ? "(" + part + ")" : std::move(part));
    }
    return parts.empty() ? not_said : base::join(parts, " AND ");
}

json references_of(const Component& component) {
    json references = json::array({{{"referenceCategory", "PACKAGE-MANAGER"},
                                    {"referenceType", "purl"},
                                    {"referenceLocator", component.purl}}});
    if (!component.cpe.empty()) {
        references.push_back({{"referenceCategory", "SECURITY"},
                              {"referenceType", "cpe23Type"},
                              {"referenceLocator", component.cpe}});
    }
    return references;
}

/// What there is no field for, in words.
std::string source_info(const Component& component) {
    std::vector<std::string> facts;
    if (!component.found_in.empty()) facts.push_back("found in " + component.found_in);
    if (!component.record_sha256.empty())
        facts.push_back("its RECORD has the SHA-256 " + component.record_sha256);
    if (component.source && !component.source->url.empty()) {
        facts.push_back("made from " + component.source->url +
                        (component.source->sha256.empty() ? "" : ", SHA-256 " + component.source->sha256));
    }
    for (const auto& [name, value] : component.notes) facts.push_back(name + ": " + value);
    return base::join(facts, "; ");
}

json to_json(const Component& component, OwnLicences& own) {
    const bool is_distribution = component.kind == Component::Kind::distribution;
    const bool is_had = component.artefact && !component.artefact->url.empty();
    json result{{"SPDXID", id_of(component.purl)},
                {"name", component.name},
                {"versionInfo", component.version},
                {"primaryPackagePurpose", is_distribution ? "LIBRARY" : "APPLICATION"},
                {"downloadLocation", is_had ? component.artefact->url : not_said},
                {"filesAnalyzed", false},
                {"licenseConcluded", not_said},
                {"licenseDeclared", declared(component.licences, own)},
                {"copyrightText", not_said},
                {"externalRefs", references_of(component)}};
    if (component.artefact && !component.artefact->sha256.empty()) {
        result["checksums"] =
            json::array({{{"algorithm", "SHA256"}, {"checksumValue", component.artefact->sha256}}});
    }
    add_if_known(result, "homepage", component.homepage);
    add_if_known(result, "summary", component.summary);
    add_if_known(result, "sourceInfo", source_info(component));
    return result;
}

json relationship(const std::string& from, const char* type, const std::string& to) {
    return {{"spdxElementId", from}, {"relationshipType", type}, {"relatedSpdxElement", to}};
}

}  // namespace

std::string to_spdx(const BillOfMaterials& bill) {
    OwnLicences own;
    json packages = json::array();
    json relationships = json::array();
    for (const Component& component : bill.components) {
        packages.push_back(to_json(component, own));
        relationships.push_back(relationship("SPDXRef-DOCUMENT", "DESCRIBES", id_of(component.purl)));
        for (const std::string& other : component.depends_on) {
            relationships.push_back(relationship(id_of(component.purl), "DEPENDS_ON", id_of(other)));
        }
    }
    json document{
        {"spdxVersion", "SPDX-2.3"},
        {"dataLicense", "CC0-1.0"},
        {"SPDXID", "SPDXRef-DOCUMENT"},
        {"name", bill.subject},
        {"creationInfo",
         {{"created", bill_time},
          {"creators", json::array({base::format("Tool: {}-{}", bill.author.name, bill.author.version)})}}},
        {"packages", std::move(packages)},
        {"relationships", std::move(relationships)}};
    for (const auto& [id, text] : own) {
        document["hasExtractedLicensingInfos"].push_back(
            {{"licenseId", id}, {"name", id.substr(own_licence.size())}, {"extractedText", text}});
    }
    document["documentNamespace"] =
        base::format("https://spdx.org/spdxdocs/{}-{}", as_identifier(bill.subject), uuid_of(document));
    return text_of(document);
}

}  // namespace adder::python
