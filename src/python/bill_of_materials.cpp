#include "cyclonedx.hpp"
#include "spdx.hpp"
#include "syft.hpp"

#include <adder/base/error.hpp>
#include <adder/fetch/percent_encoding.hpp>
#include <adder/fetch/url.hpp>
#include <adder/python/bill_of_materials.hpp>
#include <adder/python/packages.hpp>

#include <algorithm>

namespace adder::python {

namespace {

/// Components under their purls, each once, and edges between them alone.
void put_in_order(BillOfMaterials& bill) {
    std::ranges::stable_sort(bill.components, {}, &Component::purl);
    const auto is_twin = [](const Component& a, const Component& b) { return a.purl == b.purl; };
    bill.components.erase(std::unique(bill.components.begin(), bill.components.end(), is_twin),
                          bill.components.end());
    for (Component& component : bill.components) {
        std::vector<std::string>& edges = component.depends_on;
        std::ranges::sort(edges);
        edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
        std::erase_if(edges, [&](const std::string& purl) {
            return purl == component.purl ||
                   !std::ranges::binary_search(bill.components, purl, {}, &Component::purl);
        });
    }
}

}  // namespace

std::vector<cnb::Sbom> sboms_of(BillOfMaterials bill) {
    put_in_order(bill);
    return {{cnb::SbomFormat::cyclonedx, to_cyclonedx(bill)},
            {cnb::SbomFormat::spdx, to_spdx(bill)},
            {cnb::SbomFormat::syft, to_syft(bill)}};
}

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
