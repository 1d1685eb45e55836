#include "messages.hpp"

#include <adder/python/offers.hpp>
#include <adder/runtimes/index.hpp>
#include <adder/runtimes/signature.hpp>

namespace adder::python {

namespace {

/// The index's bytes, which some trusted key has signed if there are keys.
std::string read_index(const Source& source, const std::vector<base::PublicKey>& keys,
                       const Services& services) {
    const Mirrors& mirrors = services.network.mirrors();
    const std::string index = services.fetcher.get_text(
        mirrors.replace(source.url.resolve(runtimes::index_file_name)), runtimes::max_index_size);
    if (keys.empty()) return index;
    try {
        const std::string signature =
            services.fetcher.get_text(mirrors.replace(source.url.resolve(runtimes::signature_file_name)),
                                      runtimes::max_signature_file_size);
        runtimes::require_signed(index, signature, keys);
    } catch (const fetch::NotFound&) {
        throw messages::index_not_trusted(source, "it has no signature");
    } catch (const runtimes::UntrustedIndex& error) {
        throw messages::index_not_trusted(source, error.message());
    }
    return index;
}

}  // namespace

std::vector<base::PublicKey> index_keys(const Settings& settings, const Catalogue& catalogue) {
    const std::string& text = settings.index_keys.empty() ? catalogue.index_keys : settings.index_keys;
    try {
        return text.empty() ? std::vector<base::PublicKey>{} : runtimes::parse_public_keys(text);
    } catch (const base::Error& error) {
        throw messages::bad_index_keys(error.message());
    }
}

std::vector<Offer> ask(const std::vector<Source>& sources, const std::vector<base::PublicKey>& keys,
                       const Services& services) {
    std::vector<Offer> offers;
    for (const Source& source : sources) {
        Offer offer{source, {}, std::nullopt};
        if (source.scheme == Source::Scheme::index) {
            try {
                offer.archives = runtimes::parse_index(read_index(source, keys, services)).archives;
            } catch (const base::UserError&) {
                throw;
            } catch (const base::Error& error) {
                offer.unreachable = base::format("{}: {}", source.url.display(), error.full_text());
                services.log.step("A source of runtimes cannot be used: {}", *offer.unreachable);
            }
        }
        offers.push_back(std::move(offer));
    }
    return offers;
}

}  // namespace adder::python
