#include "python/bills/cyclonedx.hpp"

#include "python/bills/bill_json.hpp"

namespace adder::python {

namespace {

using nlohmann::json;

/// An expression stands alone, or as one of the licences that are known by their identifiers.
json licences_of(const std::vector<Licence>& licences) {
    if (licences.size() == 1 && licences.front().is_expression)
        return json::array({{{"expression", licences.front().text}, {"acknowledgement", "declared"}}});
    json result = json::array();
    for (const Licence& licence : licences) {
        result.push_back(
            {{"license",
              {{licence.is_expression ? "id" : "name", licence.text}, {"acknowledgement", "declared"}}}});
    }
    return result;
}

json hashes_of(const std::string& sha256) { return json::array({{{"alg", "SHA-256"}, {"content", sha256}}}); }

void add_reference(json& references, const char* type, const Artefact& artefact) {
    if (artefact.url.empty()) return;
    json reference{{"type", type}, {"url", artefact.url}};
    if (!artefact.sha256.empty()) reference["hashes"] = hashes_of(artefact.sha256);
    references.push_back(std::move(reference));
}

json references_of(const Component& component) {
    json references = json::array();
    if (component.artefact) add_reference(references, "distribution", *component.artefact);
    if (component.source) add_reference(references, "source-distribution", *component.source);
    add_reference(references, "website", {component.homepage, ""});
    add_reference(references, "vcs", {component.repository, ""});
    return references;
}

json properties_of(const Component& component) {
    json properties = json::array();
    for (const auto& [name, value] : component.notes) {
        properties.push_back({{"name", "adder:" + name}, {"value", value}});
    }
    return properties;
}

void add_unless_empty(json& object, const char* key, json values) {
    if (!values.empty()) object[key] = std::move(values);
}

json to_json(const Component& component) {
    json result{{"type", component.kind == Component::Kind::interpreter ? "platform" : "library"},
                {"bom-ref", component.purl},
                {"name", component.name},
                {"version", component.version},
                {"purl", component.purl}};
    add_if_known(result, "description", component.summary);
    add_if_known(result, "cpe", component.cpe);
    add_unless_empty(result, "licenses", licences_of(component.licences));
    if (component.artefact && !component.artefact->sha256.empty())
        result["hashes"] = hashes_of(component.artefact->sha256);
    add_unless_empty(result, "externalReferences", references_of(component));
    add_unless_empty(result, "properties", properties_of(component));
    if (!component.found_in.empty())
        result["evidence"]["occurrences"] = json::array({{{"location", component.found_in}}});
    if (!component.record_sha256.empty()) {
        result["components"] = json::array({{{"type", "file"},
                                             {"bom-ref", component.purl + "#RECORD"},
                                             {"name", component.found_in + "/RECORD"},
                                             {"hashes", hashes_of(component.record_sha256)}}});
    }
    return result;
}

}  // namespace

std::string to_cyclonedx(const BillOfMaterials& bill) {
    json components = json::array();
    json dependencies = json::array();
    for (const Component& component : bill.components) {
        components.push_back(to_json(component));
        dependencies.push_back({{"ref", component.purl}, {"dependsOn", component.depends_on}});
    }
    const json tool{{"type", "application"}, {"name", bill.author.name}, {"version", bill.author.version}};
    json document{{"$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json"},
                  {"bomFormat", "CycloneDX"},
                  {"specVersion", "1.6"},
                  {"version", 1},
                  {"metadata",
                   {{"timestamp", bill_time},
                    {"tools", {{"components", json::array({tool})}}},
                    {"component", {{"type", "file"}, {"bom-ref", bill.subject}, {"name", bill.subject}}}}},
                  {"components", std::move(components)},
                  {"dependencies", std::move(dependencies)}};
    document["serialNumber"] = "urn:uuid:" + uuid_of(document);
    return text_of(document);
}

}  // namespace adder::python
