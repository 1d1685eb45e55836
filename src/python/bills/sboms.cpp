#include "python/bills/sboms.hpp"

#include "python/bills/cyclonedx.hpp"
#include "python/bills/spdx.hpp"
#include "python/bills/syft.hpp"

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

cnb::WantedSboms wanted_sboms(const std::optional<BillAuthor>& author, std::string_view reason) {
    return {author ? std::string{bill_version} : "", std::string{reason}};
}

std::vector<cnb::Sbom> sboms_of(BillOfMaterials bill) {
    put_in_order(bill);
    return {{cnb::SbomFormat::cyclonedx, to_cyclonedx(bill)},
            {cnb::SbomFormat::spdx, to_spdx(bill)},
            {cnb::SbomFormat::syft, to_syft(bill)}};
}

}  // namespace adder::python
