#pragma once

#include "python/network/downloads.hpp"
#include "python/network/services.hpp"
#include "python/runtime/list_serials.hpp"
#include "python/runtime/resolve.hpp"

#include <adder/base/signature.hpp>

#include <functional>
#include <vector>

namespace adder::python {

/// The keys that indexes must be signed with: the person's (`BP_PYTHON_INDEX_KEYS`), else the catalogue's.
/// None at all: signatures are not looked at. Throws `base::UserError` for what is no key.
std::vector<base::PublicKey> index_keys(const Settings& settings, const KnownSources& known);

/// What sources are asked.
struct Inquiry {
    std::vector<Source> sources;
    std::vector<base::PublicKey> keys;  ///< of which one must have signed each index; none: whoever wrote it
    cnb::Target target;
    std::function<bool(const Offer&)> has_it;  ///< true of an offer that makes fallbacks unnecessary
    /// The candidates among the offers, best first; only `look_for` needs it.
    std::function<std::vector<Runtime>(const std::vector<Offer>&)> find = {};
    ListSerials serials = {};  ///< of the lists that the app was built with

    /// True if a key must vouch for what the source has.
    bool asks_for_signature(const Source& source) const {
        return !keys.empty() && source.can_be_signed() && !source.is_unsigned_allowed;
    }
};

/// Reads the lists of the sources that have one and are not among `offers` yet, and adds what they offer, in
/// the order of the sources. One that cannot be read is no failure as long as another source serves; one that
/// is bundled and not there is none at all, and neither is a fallback while an offer has what is wanted. An
/// index that is not signed by a trusted key ends the build: throws `base::UserError`. So does a signed one
/// that is older than one that was seen, has expired, or is of another place; what is to be said of one that
/// nobody has signed is in the offer.
void ask_sources(const Inquiry& inquiry, std::vector<Offer>& offers, Downloads& downloads,
                 const Services& services);

/// Finds out whether the best candidate is really there, if no list says so, and whether its source has a
/// newer patch than this buildpack knows: for builds that fetch Python anyway. Asks by HEAD, and fallbacks
/// for their lists if what is expected is absent; leaves in `offers` what was learnt. What a server does not
/// say, fetching the archive will tell.
void look_for(const VersionRequest& request, const Inquiry& inquiry, std::vector<Offer>& offers,
              Downloads& downloads, const Services& services);

/// Looks for what sources without a list are expected to have of each maintained series: only what is really
/// there is advised to a person whose build fails.
void look_for_alternatives(const cnb::Target& target, const KnownReleases& releases,
                           std::vector<Offer>& offers, const Services& services);

}  // namespace adder::python
