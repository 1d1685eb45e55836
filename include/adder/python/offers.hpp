#pragma once

#include <adder/base/signature.hpp>
#include <adder/python/downloads.hpp>
#include <adder/python/resolve.hpp>
#include <adder/python/services.hpp>

#include <functional>
#include <vector>

namespace adder::python {

/// The keys that indexes must be signed with: the person's (`BP_PYTHON_INDEX_KEYS`), else the catalogue's.
/// None at all: signatures are not looked at. Throws `base::UserError` for what is no key.
std::vector<base::PublicKey> index_keys(const Settings& settings, const Catalogue& catalogue);

/// Reads the lists of the sources that have one. One that cannot be read is no failure as long as another
/// source serves; one that is bundled and not there is none at all, and neither is a fallback once `has_it`
/// is true of an offer. An index that is not signed by a trusted key ends the build: throws
/// `base::UserError`.
std::vector<Offer> ask(const std::vector<Source>& sources, const std::vector<base::PublicKey>& keys,
                       const cnb::Target& target, const std::function<bool(const Offer&)>& has_it,
                       Downloads& downloads, const Services& services);

}  // namespace adder::python
