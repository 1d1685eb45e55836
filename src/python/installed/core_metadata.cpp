#include "python/installed/core_metadata.hpp"

#include "python/installed/packages.hpp"

#include <adder/base/format.hpp>
#include <adder/base/text.hpp>

#include <algorithm>
#include <cctype>

namespace adder::python {

namespace {

/// As the specification has it for labels of project URLs.
std::string normalised_label(std::string_view label) {
    std::string result;
    for (const char c : base::to_lower(label)) {
        if (std::isalnum(static_cast<unsigned char>(c))) result += c;
    }
    return result;
}

std::pair<std::string, std::string> labelled_url(std::string_view text) {
    const std::size_t comma = std::min(text.find(','), text.size());
    return {std::string{base::trim(text.substr(0, comma))},
            std::string{base::trim(text.substr(std::min(comma + 1, text.size())))}};
}

/// Where a field of one value goes; null for another field.
std::string* single_field(CoreMetadata& metadata, std::string_view name) {
    if (name == "name") return &metadata.name;
    if (name == "version") return &metadata.version;
    if (name == "summary") return &metadata.summary;
    if (name == "home-page") return &metadata.home_page;
    if (name == "author") return &metadata.author;
    if (name == "author-email") return &metadata.author_email;
    if (name == "license-expression") return &metadata.licence_expression;
    if (name == "license") return &metadata.licence;
    return nullptr;
}

/// Old tools write this for what they were not told.
bool says_nothing(std::string_view value) { return value.empty() || value == "UNKNOWN"; }

}  // namespace

std::string CoreMetadata::project_url(const std::vector<std::string_view>& labels) const {
    for (const auto& [label, url] : project_urls) {
        if (std::ranges::find(labels, normalised_label(label)) != labels.end()) return url;
    }
    return {};
}

CoreMetadata parse_core_metadata(std::string_view text) {
    CoreMetadata metadata;
    std::string* continued = nullptr;
    for (const std::string_view line : base::lines(text)) {
        if (line.empty()) break;
        if (line.front() == ' ' || line.front() == '\t') {
            if (continued) *continued += base::format("\n{}", base::trim(line));
            continue;
        }
        continued = nullptr;
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos) continue;
        const std::string name = base::to_lower(line.substr(0, colon));
        const std::string_view value = base::trim(line.substr(colon + 1));
        if (says_nothing(value)) continue;
        if (std::string* field = single_field(metadata, name)) {
            *field = value;
            continued = field;
        } else if (name == "classifier") {
            metadata.classifiers.emplace_back(value);
        } else if (name == "project-url") {
            metadata.project_urls.push_back(labelled_url(value));
        } else if (name == "requires-dist") {
            metadata.requires_dist.emplace_back(value);
        }
    }
    return metadata;
}

std::string required_name(std::string_view requirement) {
    const std::string_view text = base::trim(requirement);
    const auto is_of_name = [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == '.';
    };
    return normalised_name({text.begin(), std::ranges::find_if_not(text, is_of_name)});
}

}  // namespace adder::python
