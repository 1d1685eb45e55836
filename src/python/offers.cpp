#include "messages.hpp"

#include <adder/python/libc.hpp>
#include <adder/python/offers.hpp>
#include <adder/python/standalone.hpp>
#include <adder/runtimes/index.hpp>
#include <adder/runtimes/signature.hpp>

#include <algorithm>

namespace adder::python {

namespace {

/// The index's bytes, which some trusted key has signed if there are keys.
std::string read_index(const Source& source, const std::vector<base::PublicKey>& keys, Downloads& downloads,
                       const Mirrors& mirrors) {
    const std::string index = downloads.get_document(
        mirrors.replace(source.url.file_in(runtimes::index_file_name)), runtimes::max_index_size);
    if (keys.empty()) return index;
    try {
        const std::string signature =
            downloads.get_document(mirrors.replace(source.url.file_in(runtimes::signature_file_name)),
                                   runtimes::max_signature_file_size);
        runtimes::require_signed(index, signature, keys);
    } catch (const fetch::NotFound&) {
        throw messages::index_not_trusted(source, "it has no signature");
    } catch (const runtimes::UntrustedIndex& error) {
        throw messages::index_not_trusted(source, error.message());
    }
    return index;
}

std::vector<runtimes::IndexEntry> read_list(const Source& source, const std::vector<base::PublicKey>& keys,
                                            const cnb::Target& target, Downloads& downloads,
                                            const Services& services) {
    const Mirrors& mirrors = services.network.mirrors();
    if (source.scheme == Source::Scheme::index) {
        return runtimes::parse_index(read_index(source, keys, downloads, mirrors)).archives;
    }
    const std::string sums = downloads.get_document(mirrors.replace(source.url.file_in(standalone_sums_name)),
                                                    runtimes::max_index_size);
    return standalone_archives(sums, target, libc_of(services.root));
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
                       const cnb::Target& target, const std::function<bool(const Offer&)>& has_it,
                       Downloads& downloads, const Services& services) {
    std::vector<Offer> offers;
    for (const Source& source : sources) {
        if (source.is_bundled() && !std::filesystem::is_directory(source.url.file_path())) continue;
        if (source.is_fallback && std::ranges::any_of(offers, has_it)) continue;
        Offer offer{source, {}, std::nullopt};
        try {
            if (source.scheme != Source::Scheme::heroku) {
                offer.archives = read_list(source, keys, target, downloads, services);
            }
        } catch (const base::UserError&) {
            throw;
        } catch (const base::Error& error) {
            offer.unreachable = base::format("{}: {}", source.url.display(), error.full_text());
            services.log.step("A source of runtimes cannot be used: {}", *offer.unreachable);
        }
        offers.push_back(std::move(offer));
    }
    return offers;
}

}  // namespace adder::python
