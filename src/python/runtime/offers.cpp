#include "python/runtime/offers.hpp"

#include "python/runtime/list_objections.hpp"
#include "python/runtime/messages.hpp"
#include "python/runtime/standalone.hpp"
#include "python/system/libc.hpp"
#include "runtimes/index.hpp"
#include "runtimes/signature.hpp"

#include <adder/base/files.hpp>

#include <algorithm>
#include <utility>

namespace adder::python {

namespace {

using fetch::Presence;

/// An index as it was read.
struct IndexReading {
    std::string text;
    bool is_current = true;  ///< false: the server could not be reached, this is what it said before
};

/// An index whose signature does not fit.
class NotSigned : public base::Error {
  public:
    NotSigned(const base::Error& reason, bool are_current)
        : Error{"{}", reason.message()}, are_current_{are_current} {}

    /// False if one of the two is what the server said before, and the other is not.
    bool belong_together() const { return are_current_; }

  private:
    bool are_current_;
};

/// The index's bytes, which some trusted key has signed if there are keys. Throws `NotSigned`.
IndexReading read_once(const Source& source, const std::vector<base::PublicKey>& keys, Downloads& downloads,
                       const Mirrors& mirrors) {
    const auto get = [&](std::string_view name, std::size_t limit) {
        return downloads.get_document(mirrors.replace(source.url.file_in(name)), limit);
    };
    const Downloads::Document index = get(runtimes::index_file_name, runtimes::max_index_size);
    if (keys.empty()) return {index.text, index.is_current};
    bool belong_together = index.is_current;
    try {
        const Downloads::Document signature =
            get(runtimes::signature_file_name, runtimes::max_signature_file_size);
        belong_together = index.is_current == signature.is_current;
        runtimes::require_signed(index.text, signature.text, keys);
    } catch (const fetch::NotFound&) {
        throw NotSigned{base::Error{"it has no signature"}, true};
    } catch (const runtimes::UntrustedIndex& error) {
        throw NotSigned{error, belong_together};
    }
    return {index.text, index.is_current};
}

/// An index and its signature are two files: what was changed between the reading of the two is read once
/// more before anyone is accused.
IndexReading read_index(const Source& source, const std::vector<base::PublicKey>& keys, Downloads& downloads,
                        const Mirrors& mirrors) {
    for (bool is_second = false;; is_second = true) {
        try {
            return read_once(source, keys, downloads, mirrors);
        } catch (const NotSigned& error) {
            // What a server said before need not fit what it says now: that is no sign of a change by others.
            if (!error.belong_together()) {
                throw base::Error{"its index and its signature could not be read together"};
            }
            if (is_second) throw messages::index_not_trusted(source, error.message());
        }
    }
}

/// Reads the list of an index into the offer. Throws `base::UserError` for a signed one that must not be
/// believed, and `Error` where that may be the fault of a server that could not be reached.
void read_index_into(Offer& offer, const Inquiry& inquiry, Downloads& downloads, const Services& services) {
    const Source& source = offer.source;
    const bool is_signed = inquiry.asks_for_signature(source);
    const IndexReading reading = read_index(source, is_signed ? inquiry.keys : std::vector<base::PublicKey>{},
                                            downloads, services.network.mirrors());
    runtimes::Index index = runtimes::parse_index(reading.text);
    const ListExpectation expected{is_signed, inquiry.serials.highest(source, is_signed), services.today()};
    for (const Objection& objection : objections_to(index, source, expected)) {
        if (!is_signed || !objection.is_fatal()) {
            offer.advice.push_back(objection.advice);
        } else if (!reading.is_current && objection.is_of_age()) {
            throw base::Error{"its server cannot be reached, and what it said before is outdated"};
        } else {
            throw base::UserError{objection.advice.title, objection.advice.body};
        }
    }
    if (index.stamp && !source.is_bundled()) offer.serial = index.stamp->serial;
    offer.archives = std::move(index.archives);
}

void read_list_into(Offer& offer, const Inquiry& inquiry, Downloads& downloads, const Services& services) {
    const Source& source = offer.source;
    if (source.scheme == Source::Scheme::index) {
        read_index_into(offer, inquiry, downloads, services);
        return;
    }
    const auto libc = libc_of(services.root);
    if (!source.list.empty()) {
        const std::string sums = base::read_file(source.list, runtimes::max_index_size);
        offer.archives = standalone_archives(sums, inquiry.target, libc);
        return;
    }
    const Downloads::Document sums =
        downloads.get_document(services.network.mirrors().replace(source.url.file_in(standalone_sums_name)),
                               runtimes::max_index_size);
    offer.archives = standalone_archives(sums.text, inquiry.target, libc);
}

/// Asks the source for the archive. One that does not answer, or cannot be asked in this way, has said
/// nothing.
Presence look_up(const Source& source, const PythonVersion& version, const cnb::Target& target,
                 const Services& services) {
    const fetch::Url url = url_by_name(source, version, target);
    try {
        return services.fetcher.look(services.network.mirrors().replace(url));
    } catch (const base::Error& error) {
        services.log.debug(
            base::format("It is not known whether {} is there: {}", url.display(), error.full_text()));
        return Presence::unknown;
    }
}

void look_for_newer(Offer& offer, PythonVersion version, const VersionRequest& request,
                    const cnb::Target& target, const Services& services) {
    for (unsigned more = 0; more < most_releases_to_look_for; ++more) {
        ++version.patch_number;
        if (!request.matches(version)) return;
        // That there is none is no lack: nothing says that there is one anywhere.
        if (look_up(offer.source, version, target, services) != Presence::present) return;
        offer.looked_up.insert_or_assign(version, Presence::present);
    }
}

/// The offer that the first candidate is of, if that is presumed and the source was not asked for it yet.
Offer* first_not_asked(const std::vector<Runtime>& found, std::vector<Offer>& offers) {
    const Runtime& best = found.front();
    if (!best.is_presumed) return nullptr;
    for (Offer& offer : offers) {
        if (offer.source.has_list() || offer.looked_up.contains(best.version)) continue;
        if (url_by_name(offer.source, best.version, best.target) == best.url) return &offer;
    }
    return nullptr;
}

}  // namespace

std::vector<base::PublicKey> index_keys(const Settings& settings, const KnownSources& known) {
    const bool is_persons = !settings.index_keys.empty();
    const std::string& text = is_persons ? settings.index_keys : known.index_keys;
    try {
        return text.empty() ? std::vector<base::PublicKey>{} : runtimes::parse_public_keys(text);
    } catch (const base::Error& error) {
        throw messages::bad_index_keys(
            error.message(), is_persons ? "BP_PYTHON_INDEX_KEYS" : "The buildpack's setting index-keys");
    }
}

void ask_sources(const Inquiry& inquiry, std::vector<Offer>& offers, Downloads& downloads,
                 const Services& services) {
    std::vector<Offer> known = std::exchange(offers, {});
    for (const Source& source : inquiry.sources) {
        const auto before = std::ranges::find(known, source.display(),
                                              [](const Offer& offer) { return offer.source.display(); });
        if (before != known.end()) {
            offers.push_back(std::move(*before));
            known.erase(before);
            continue;
        }
        if (source.is_bundled() && !std::filesystem::is_directory(source.url.file_path())) continue;
        if (source.is_fallback && std::ranges::any_of(offers, inquiry.has_it)) continue;
        Offer offer{source, {}, std::nullopt};
        try {
            if (source.has_list()) read_list_into(offer, inquiry, downloads, services);
        } catch (const base::UserError&) {
            throw;
        } catch (const base::Error& error) {
            offer.unreachable = base::format("{}: {}", source.url.display(), error.full_text());
            services.log.step("A source of runtimes cannot be used: {}", *offer.unreachable);
        }
        offers.push_back(std::move(offer));
    }
}

void look_for(const VersionRequest& request, const Inquiry& inquiry, std::vector<Offer>& offers,
              Downloads& downloads, const Services& services) {
    for (;;) {
        const std::vector<Runtime> found = inquiry.find(offers);
        Offer* offer = found.empty() ? nullptr : first_not_asked(found, offers);
        if (!offer) return;
        const PythonVersion expected = found.front().version;
        const Presence presence = look_up(offer->source, expected, inquiry.target, services);
        offer->looked_up.insert_or_assign(expected, presence);
        if (presence == Presence::present) {
            if (!request.is_one_release())
                look_for_newer(*offer, expected, request, inquiry.target, services);
            return;
        }
        if (presence == Presence::absent) services.log.step(messages::not_where_expected(found.front()));
        ask_sources(inquiry, offers, downloads, services);
    }
}

void look_for_alternatives(const cnb::Target& target, const KnownReleases& releases,
                           std::vector<Offer>& offers, const Services& services) {
    for (Offer& offer : offers) {
        if (offer.source.has_list() || !may_have(offer.source, target)) continue;
        for (const SeriesNumber& series : releases.maintained_series(services.today())) {
            const VersionRequest newest{series, false};
            const auto version = expected_release(offer, newest, series, releases);
            if (!version || offer.looked_up.contains(*version)) continue;
            offer.looked_up.emplace(*version, look_up(offer.source, *version, target, services));
        }
    }
}

}  // namespace adder::python
