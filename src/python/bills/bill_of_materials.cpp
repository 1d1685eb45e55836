#include "python/bills/bill_of_materials.hpp"

#include "fetch/percent_encoding.hpp"
#include "fetch/url.hpp"
#include "python/installed/packages.hpp"

#include <adder/base/error.hpp>

namespace adder::python {

std::string pypi_purl(std::string_view name, std::string_view version) {
    return base::format("pkg:pypi/{}@{}", normalised_name(name), fetch::percent_encoded(version));
}

std::string shown_url(std::string_view url) {
    try {
        const fetch::Url parsed = fetch::Url::parse(url);
        return parsed.scheme() == fetch::Url::Scheme::file ? "" : parsed.display();
    } catch (const base::Error&) {
        return "";
    }
}

}  // namespace adder::python
