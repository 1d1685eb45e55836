#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace adder::python {

/// What a distribution says of itself (its `METADATA`, of the core metadata specification). Fields that it
/// does not have are empty.
struct CoreMetadata {
    std::string name;
    std::string version;
    std::string summary;
    std::string home_page;
    std::string author;
    std::string author_email;
    std::string licence_expression;        ///< PEP 639
    std::string licence;                   ///< free text, at times a whole licence
    std::vector<std::string> classifiers;  ///< "License :: OSI Approved :: MIT License"
    std::vector<std::pair<std::string, std::string>> project_urls;  ///< label, URL
    std::vector<std::string> requires_dist;

    /// The first of the project's URLs with one of these labels, which are written as the specification
    /// normalises them: lower-case, without spaces and punctuation. Empty if there is none.
    std::string project_url(const std::vector<std::string_view>& labels) const;
};

/// Reads the header; the description after it does not count. Lines that are no field are passed over.
CoreMetadata parse_core_metadata(std::string_view text);

/// The normalised name at the head of a requirement: "flask" of "Flask[async]>=3; extra == 'web'".
std::string required_name(std::string_view requirement);

}  // namespace adder::python
