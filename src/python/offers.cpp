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
    const auto get = [&](std::string_view name, std::size_t limit) {
        return downloads.get_document(mirrors.replace(source.url.file_in(name)), limit);
    };
    const Downloads::Document index = get(runtimes::index_file_name, runtimes::max_index_size);
    if (keys.empty()) return index.text;
    bool belong_together = index.is_current;
    try {
        const Downloads::Document signature =
            get(runtimes::signature_file_name, runtimes::max_signature_file_size);
        belong_together = index.is_current == signature.is_current;
        runtimes::require_signed(index.text, signature.text, keys);
    } catch (const fetch::NotFound&) {
        throw messages::index_not_trusted(source, "it has no signature");
    } catch (const runtimes::UntrustedIndex& error) {
        // What a server said before need not fit what it says now: that is no sign of a change by others.
        if (!belong_together) throw base::Error{"its index and its signature could not be read together"};
        throw messages::index_not_trusted(source, error.message());
    }
    return index.text;
}

std::vector<runtimes::IndexEntry> read_list(const Source& source, const std::vector<base::PublicKey>& keys,
                                            const cnb::Target& target, Downloads& downloads,
                                            const Services& services) {
    const Mirrors& mirrors = services.network.mirrors();
    if (source.scheme == Source::Scheme::index) {
        return runtimes::parse_index(read_index(source, keys, downloads, mirrors)).archives;
    }
    const Downloads::Document sums = downloads.get_document(
        mirrors.replace(source.url.file_in(standalone_sums_name)), runtimes::max_index_size);
    return standalone_archives(sums.text, target, libc_of(services.root));
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
