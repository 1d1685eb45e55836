#pragma once

#include "python/catalogue.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace adder::python {

/// What an operator says of Python's series, so that an installed buildpack follows new releases: a JSON
/// document, docs/operating.md.
struct PublishedCatalogue {
    std::uint64_t serial = 0;  ///< raised by each publication: a lower one is an older one
    Date issued;
    Date expires;  ///< the last day on which it is to be believed
    std::string default_version;
    std::vector<Series> series;  ///< oldest first
};

inline constexpr std::size_t max_catalogue_size = 1u << 20;

/// Throws `base::Error` that names the place ("line 3, column 7", "series[2].latest") for what is not such a
/// document.
PublishedCatalogue parse_published_catalogue(std::string_view json);

/// The buildpack's own data with what was published: of each series the newer patch, and every series that
/// either knows. Where they contradict each other, the one with the later date is right. If it names releases
/// that the buildpack does not know, sources whose list is the buildpack's own are left out.
Catalogue merged_catalogue(Catalogue own, const PublishedCatalogue& published);

}  // namespace adder::python
