#include "python/bills/distributions.hpp"

#include "fetch/percent_encoding.hpp"
#include "python/installed/core_metadata.hpp"
#include "python/installed/packages.hpp"
#include "python/installed/record.hpp"

#include <adder/base/digest.hpp>
#include <adder/base/files.hpp>
#include <adder/base/text.hpp>

#include <algorithm>
#include <map>

#include <nlohmann/json.hpp>

namespace adder::python {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::vector<fs::path> descriptions_in(const fs::path& site_packages) {
    std::vector<fs::path> directories;
    std::error_code missing;
    for (const fs::directory_entry& entry : fs::directory_iterator{site_packages, missing}) {
        const fs::path& path = entry.path();
        const bool names_a_version = path.stem().native().find('-') != std::string::npos;
        if (path.extension() == ".dist-info" && names_a_version) directories.push_back(path);
    }
    std::ranges::sort(directories);
    return directories;
}

CoreMetadata metadata_in(const fs::path& dist_info) {
    CoreMetadata metadata;
    try {
        metadata = parse_core_metadata(base::read_file_if_present(dist_info / "METADATA").value_or(""));
    } catch (const base::Error&) {}  // its name and version are known all the same
    const std::string stem = dist_info.stem();
    const std::size_t hyphen = stem.find('-');
    if (metadata.name.empty()) metadata.name = stem.substr(0, hyphen);
    if (metadata.version.empty()) metadata.version = stem.substr(hyphen + 1);
    return metadata;
}

/// Of a repository, which may be reached by ssh.
std::string shown_repository(const std::string& url) {
    constexpr std::string_view ssh = "ssh://";
    if (!url.starts_with(ssh)) return shown_url(url);
    const std::size_t path = std::min(url.find('/', ssh.size()), url.size());
    const std::size_t user = url.rfind('@', path);
    const std::size_t host = user != std::string::npos && user > ssh.size() ? user + 1 : ssh.size();
    return base::printable(std::string{ssh} + url.substr(host));
}

/// "git+https://git.example.com/shop.git@COMMIT", as SPDX and package URLs write it; empty for a repository
/// that is a local directory.
std::string commit_url(const json& direct_url) {
    const std::string repository = shown_repository(direct_url.at("url").get<std::string>());
    const json& vcs = direct_url.at("vcs_info");
    if (repository.empty()) return {};
    return base::format("{}+{}@{}", vcs.at("vcs").get<std::string>(), repository,
                        vcs.at("commit_id").get<std::string>());
}

std::string sha256_of(const json& archive_info) {
    std::string digest = archive_info.value("hash", "");
    if (const auto hashes = archive_info.find("hashes"); hashes != archive_info.end())
        digest = "sha256=" + hashes->value("sha256", "");
    if (!digest.starts_with("sha256=")) return {};
    try {
        return base::Sha256Digest::parse(digest.substr(7)).hex();
    } catch (const base::Error&) {
        return {};
    }
}

/// Where it came from when that was no index (PEP 610).
void add_origin(Component& component, const json& direct_url) {
    const std::string url = direct_url.at("url").get<std::string>();
    if (direct_url.contains("vcs_info")) {
        component.artefact = Artefact{commit_url(direct_url), {}};
        component.notes.emplace_back("commit", direct_url["vcs_info"].at("commit_id").get<std::string>());
        if (!component.artefact->url.empty())
            component.purl += "?vcs_url=" + fetch::percent_encoded(component.artefact->url);
    } else if (const auto archive = direct_url.find("archive_info"); archive != direct_url.end()) {
        component.artefact = Artefact{shown_url(url), sha256_of(*archive)};
        if (!component.artefact->url.empty()) {
            component.purl += "?download_url=" + fetch::percent_encoded(component.artefact->url);
        } else {
            component.notes.emplace_back("installed from",
                                         "the file " + base::printable(url.substr(url.rfind('/') + 1)));
        }
    } else {
        component.notes.emplace_back("installed from", "a directory of the app");
    }
    if (const auto below = direct_url.find("subdirectory"); below != direct_url.end())
        component.notes.emplace_back("subdirectory", below->get<std::string>());
}

void read_origin(Component& component, const fs::path& dist_info) {
    try {
        const auto text = base::read_file_if_present(dist_info / "direct_url.json");
        if (!text) return;
        Component with_origin = component;
        add_origin(with_origin, json::parse(*text));
        component = std::move(with_origin);
    } catch (const json::exception&) {  // written by a tool that means something else by it
    } catch (const base::Error&) {}
}

void read_record(Component& component, const fs::path& dist_info) {
    if (const auto record = base::read_file_if_present(dist_info / "RECORD", record_limit))
        component.record_sha256 = base::sha256(*record).hex();
}

Component describe(const fs::path& dist_info, const CoreMetadata& metadata, const fs::path& environment) {
    const std::string homepage =
        metadata.home_page.empty() ? metadata.project_url({"homepage"}) : metadata.home_page;
    Component component{
        .name = metadata.name,
        .version = metadata.version,
        .purl = pypi_purl(metadata.name, metadata.version),
        .summary = metadata.summary,
        .author = metadata.author,
        .author_email = metadata.author_email,
        .licences = declared_licences(metadata),
        .homepage = shown_url(homepage),
        .repository = shown_url(metadata.project_url({"source", "repository", "sourcecode", "github"})),
        .found_in = dist_info.lexically_relative(environment)};
    read_origin(component, dist_info);
    read_record(component, dist_info);
    return component;
}

}  // namespace

std::vector<Component> distributions_in(const fs::path& environment) {
    std::vector<Component> components;
    std::vector<std::vector<std::string>> requirements;
    std::map<std::string, std::string> purls;
    for (const fs::path& dist_info : descriptions_in(site_packages_of(environment))) {
        CoreMetadata metadata = metadata_in(dist_info);
        components.push_back(describe(dist_info, metadata, environment));
        purls.emplace(normalised_name(metadata.name), components.back().purl);
        requirements.push_back(std::move(metadata.requires_dist));
    }
    for (std::size_t at = 0; at < components.size(); ++at) {
        for (const std::string& requirement : requirements[at]) {
            const auto found = purls.find(required_name(requirement));
            if (found != purls.end()) components[at].depends_on.push_back(found->second);
        }
    }
    std::ranges::stable_sort(components, {}, &Component::purl);
    return components;
}

}  // namespace adder::python
