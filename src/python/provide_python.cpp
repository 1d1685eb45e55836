#include "python/app/advice.hpp"
#include "python/catalogue_channel.hpp"
#include "python/messages.hpp"
#include "python/runtime/offers.hpp"
#include "python/runtime/resolve.hpp"
#include "python/steps.hpp"

#include <utility>

namespace adder::python {

namespace {

/// What the sources have that can serve the request.
struct Supply {
    std::vector<Offer> offers;
    Resolution resolution;
};

/// True if the best candidate is listed, or the previous build's layer serves.
bool is_there_or_was_there(const Job& job, const std::vector<Runtime>& found) {
    if (found.empty()) return false;
    return !found.front().is_presumed ||
           RuntimeLayer::would_be_kept(job.context.layers, found, job.bill_author);
}

/// Says what is to be said of the lists, and remembers their serials.
void take_note_of_lists(const Job& job, const Inquiry& inquiry, const std::vector<Offer>& offers,
                        ListSerials& lists) {
    for (const Offer& offer : offers) {
        log_warnings(job.log(), offer.advice, job.facts.settings.ignored_warnings);
        if (offer.serial) lists.see(offer.source, inquiry.asks_for_signature(offer.source), *offer.serial);
    }
}

/// Asks the sources. Only if the previous build's Python does not serve any more does it look further than
/// their lists: for what sources without a list really have.
Supply find_runtimes(const Job& job, const VersionRequest& request, Memory& memory, Downloads& downloads) {
    const cnb::Target& target = job.context.target;
    const Date today = job.services.today();
    const KnownReleases& releases = job.catalogue.releases;
    const Inquiry inquiry{
        sources_to_ask(job.facts.settings, job.catalogue.runtimes, job.context.buildpack_directory),
        index_keys(job.facts.settings, job.catalogue.runtimes),
        target,
        [&](const Offer& offer) {
            return has_what_is_asked_for({releases, target, {offer}, today}, request);
        },
        [&](const std::vector<Offer>& among) {
            return candidates_for(request, {releases, target, among, today});
        },
        memory.lists};
    refuse_end_of_life(request, releases, inquiry.sources, today);

    std::vector<Offer> offers;
    ask_sources(inquiry, offers, downloads, job.services);
    for (Offer& offer : offers) offer.built_with = releases_built_with(memory.pins, offer.source, target);
    const bool is_certain = is_there_or_was_there(job, inquiry.find(offers));
    if (!is_certain) {
        look_for(request, inquiry, offers, downloads, job.services);
        if (inquiry.find(offers).empty()) look_for_alternatives(target, releases, offers, job.services);
    }
    take_note_of_lists(job, inquiry, offers, memory.lists);
    const Market market{releases, target, offers, today};
    Resolution resolution = resolve_runtime(request, market);
    const bool is_only_presumed = is_certain && resolution.runtimes.front().is_presumed;
    if (!is_only_presumed) {
        resolution.available = available_versions(request, market);
    }
    return {std::move(offers), std::move(resolution)};
}

/// How old the data are that the choice went by.
void log_age(const Job& job) {
    if (!job.catalogue.releases.date) return;
    const unsigned days = age_in_days(job.catalogue.releases, job.services.today());
    if (days > days_until_data_are_old) {
        job.log().step(messages::data_are_old(*job.catalogue.releases.date, days));
    } else {
        job.log().debug(messages::data_are_of(*job.catalogue.releases.date));
    }
}

}  // namespace

RuntimeLayer provide_python(const Job& job, const RequestedPython& requested, Memory& memory,
                            Downloads& downloads, const std::function<void()>& while_materialising) {
    const VersionRequest& request = requested.request;
    log_warnings(job.log(), requested.advice, job.facts.settings.ignored_warnings);
    auto [offers, resolution] = find_runtimes(job, request, memory, downloads);
    const Runtime chosen = resolution.runtimes.front();
    job.log().step("{} from {} → {}", request.text(), request.origin.text(), chosen.name());
    for (const auto& note : {requested.note, resolution.note}) {
        if (note) job.log().step(*note);
    }
    log_age(job);
    record_series(memory.store, SeriesNumber::of(chosen.version));
    log_warnings(job.log(),
                 advice_on(chosen, request,
                           {job.catalogue.releases, job.context.target, offers, job.services.today()}),
                 job.facts.settings.ignored_warnings);

    RuntimeLayer python =
        RuntimeLayer::open(job.context.layers, {std::move(resolution), job.types, job.bill_author},
                           memory.pins, downloads, job.services);
    if (!python.is_current()) {
        while_materialising();
        python.materialise();
    }
    if (python.is_current()) job.log().step("Reused from the previous image");
    return python;
}

}  // namespace adder::python
