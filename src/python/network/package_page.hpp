#pragma once

#include "fetch/fetcher.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace adder::python {

/// A file that a project's page of a simple repository API lists.
struct ListedFile {
    std::string link;    ///< relative to the page, or a URL
    std::string sha256;  ///< in hexadecimal digits; may be empty
    bool is_yanked = false;

    /// The part of the link that is the file's name.
    std::string_view name() const;
};

/// What such a page lists: PEP 503 (HTML) or PEP 691 (JSON). Throws `base::Error` for JSON of another form.
std::vector<ListedFile> files_on(const fetch::Page& page);

/// The page of a project on an index.
fetch::Page project_page(fetch::Fetcher& fetcher, std::string_view index, std::string_view project);

}  // namespace adder::python
