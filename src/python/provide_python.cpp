#include "steps.hpp"

#include <adder/python/advice.hpp>
#include <adder/python/offers.hpp>
#include <adder/python/resolve.hpp>

#include <utility>

namespace adder::python {

RuntimeLayer provide_python(const Job& job, const RequestedPython& requested, DigestPins& pins,
                            cnb::TomlTable& store, Downloads& downloads,
                            const std::function<void()>& while_materialising) {
    const VersionRequest& request = requested.request;
    const cnb::Target& target = job.context.target;
    const Date today = job.services.today();
    warn(job.log(), requested.advice, job.settings.ignored_warnings);
    refuse_end_of_life(request, job.catalogue, today);

    const auto has_it = [&](const Offer& offer) { return has(offer, request, target, job.catalogue, today); };
    const std::vector<Offer> offers =
        ask(sources_to_ask(job.settings, job.catalogue, job.context.buildpack_directory),
            index_keys(job.settings, job.catalogue), target, has_it, downloads, job.services);
    std::vector<Runtime> runtimes = resolve(request, target, job.catalogue, offers, today);
    const Runtime& chosen = runtimes.front();
    job.log().step("{} from {} → {}", request.text(), request.origin, chosen.name());
    if (requested.note) job.log().step(*requested.note);
    record_series(store, SeriesNumber::of(chosen.version));
    warn(job.log(), advice_on(chosen, request, job.catalogue, offers, today), job.settings.ignored_warnings);

    RuntimeLayer python{job.context.layers, std::move(runtimes), request, job.types, pins,
                        downloads,          job.services};
    if (!python.is_current()) {
        while_materialising();
        python.materialise();
    }
    if (python.is_current()) job.log().step("Reused from the previous image");
    return python;
}

}  // namespace adder::python
