#include "python/bills/syft.hpp"

#include "python/bills/bill_json.hpp"

namespace adder::python {

namespace {

using nlohmann::json;

constexpr const char* schema_version = "16.0.34";

std::string id_of(const Component& component) { return short_id_of(component.purl); }

json location(const std::string& path) { return {{"path", path}, {"accessPath", path}}; }

/// Paths are told from the layer on, as its root.
std::string rooted(const std::string& path) { return "/" + path; }

json licences_of(const Component& component) {
    json result = json::array();
    for (const Licence& licence : component.licences) {
        result.push_back({{"value", licence.text},
                          {"spdxExpression", licence.is_expression ? licence.text : ""},
                          {"type", "declared"},
                          {"urls", json::array()},
                          {"locations", json::array()}});
    }
    return result;
}

/// The directory that one is in.
std::string parent_of(const std::string& path) {
    return path.substr(0, std::min(path.rfind('/'), path.size()));
}

/// Without the list of its files: that is in the layer's `RECORD`, and would be most of the bill, which the
/// lifecycle fetches from the previous image in every build.
json python_package(const Component& component) {
    json package{{"name", component.name},
                 {"version", component.version},
                 {"author", component.author},
                 {"authorEmail", component.author_email},
                 {"platform", ""},
                 {"sitePackagesRootPath", rooted(parent_of(component.found_in))}};
    if (component.artefact && !component.artefact->url.empty())
        package["directUrlOrigin"] = {{"url", component.artefact->url}};
    return package;
}

json to_json(const Component& component) {
    const bool is_distribution = component.kind == Component::Kind::distribution;
    json cpes = json::array();
    if (!component.cpe.empty()) cpes.push_back({{"cpe", component.cpe}, {"source", "adder"}});
    json result{{"id", id_of(component)},
                {"name", component.name},
                {"version", component.version},
                {"type", is_distribution ? "python" : "binary"},
                {"foundBy", "adder"},
                {"locations", json::array()},
                {"licenses", licences_of(component)},
                {"language", is_distribution ? "python" : ""},
                {"cpes", std::move(cpes)},
                {"purl", component.purl}};
    if (!component.found_in.empty()) result["locations"].push_back(location(rooted(component.found_in)));
    if (is_distribution) {
        result["metadataType"] = "python-package";
        result["metadata"] = python_package(component);
    }
    return result;
}

}  // namespace

std::string to_syft(const BillOfMaterials& bill) {
    json artifacts = json::array();
    json relationships = json::array();
    for (const Component& component : bill.components) {
        artifacts.push_back(to_json(component));
        for (const std::string& other : component.depends_on) {  // the parent is what the child needs
            relationships.push_back(
                {{"parent", short_id_of(other)}, {"child", id_of(component)}, {"type", "dependency-of"}});
        }
    }
    json document{{"artifacts", std::move(artifacts)},
                  {"artifactRelationships", std::move(relationships)},
                  {"distro", json::object()},
                  {"descriptor", {{"name", bill.author.name}, {"version", bill.author.version}}},
                  {"schema",
                   {{"version", schema_version},
                    {"url", std::string{"https://raw.githubusercontent.com/anchore/syft/main/schema/json/"
                                        "schema-"} +
                                schema_version + ".json"}}}};
    document["source"] = {{"id", uuid_of(document)},
                          {"name", bill.subject},
                          {"version", ""},
                          {"type", "directory"},
                          {"metadata", {{"path", bill.subject}}}};
    return text_of(document);
}

}  // namespace adder::python
