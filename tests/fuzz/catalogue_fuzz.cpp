// Any bytes as a published catalogue; what can be read keeps its promises.

#include "fuzz.hpp"
#include "python/published_catalogue.hpp"

#include <stdexcept>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace adder::python;
    adder::fuzz::refuse_or_take([&] {
        const PublishedCatalogue published = parse_published_catalogue(adder::fuzz::text_of(data, size));
        const Catalogue catalogue = merged_catalogue({}, published);
        if (catalogue.releases.series.size() != published.series.size())
            throw std::logic_error("a series is lost");
        const auto standard = SeriesNumber::parse(catalogue.releases.default_version);
        if (!standard || !catalogue.releases.find(*standard))
            throw std::logic_error("the default is not known");
        for (std::size_t i = 1; i < catalogue.releases.series.size(); ++i) {
            if (!(catalogue.releases.series[i - 1].number() < catalogue.releases.series[i].number())) {
                throw std::logic_error("the series are not in order");
            }
        }
    });
    return 0;
}
