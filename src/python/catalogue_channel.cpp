#include "python/catalogue_channel.hpp"

#include "python/messages.hpp"
#include "python/published_catalogue.hpp"
#include "python/runtime/messages.hpp"
#include "python/runtime/offers.hpp"
#include "runtimes/signature.hpp"

#include <adder/base/text.hpp>

#include <algorithm>
#include <utility>

namespace adder::python {

namespace {

constexpr std::string_view store_key = "catalogue";

/// A channel that is ready to be read.
struct Channel {
    fetch::Url url;
    std::vector<base::PublicKey> keys;  ///< none: signatures are not looked at
};

/// The document as it was read.
struct Reading {
    std::string text;
    bool is_current = true;  ///< false: the server could not be reached, this is what it said before
};

fetch::Url url_of(const std::string& location, std::string_view origin) {
    try {
        if (location.starts_with('/')) return fetch::Url::of_file(location);
        fetch::Url url = fetch::Url::parse(location);
        fetch::require_secure(url);
        return url;
    } catch (const base::Error& error) {
        throw messages::bad_catalogue_location(origin, error.message());
    }
}

std::optional<Channel> channel_of(const Catalogue& own, const Settings& settings) {
    const std::string keys = own.channel ? own.channel->keys : "";
    const bool is_persons = !settings.catalogue.empty();
    if (!is_persons && !own.channel) return std::nullopt;
    Channel channel{is_persons ? url_of(settings.catalogue, "BP_PYTHON_CATALOGUE")
                               : url_of(own.channel->location, "The buildpack's setting catalogue.url"),
                    {}};
    try {
        channel.keys = keys.empty() ? index_keys(settings, own.runtimes) : runtimes::parse_public_keys(keys);
    } catch (const base::UserError&) {
        throw;
    } catch (const base::Error& error) {
        throw messages::bad_index_keys(error.message(), "The buildpack's setting catalogue.keys");
    }
    return channel;
}

fetch::Url signature_url(const fetch::Url& document) {
    const std::string& path = document.path();
    const std::string name = path.substr(path.rfind('/') + 1);
    return document.resolve("./" + name + ".sig");
}

Downloads::Document read(const fetch::Url& url, std::size_t limit, Downloads& downloads,
                         const Services& services) {
    return downloads.get_document(services.network.mirrors().replace(url), limit);
}

/// The document, which one of the keys has signed if there are any.
Reading read_once(const Channel& channel, Downloads& downloads, const Services& services) {
    const Downloads::Document document = read(channel.url, max_catalogue_size, downloads, services);
    if (channel.keys.empty()) return {document.text, document.is_current};
    bool belong_together = document.is_current;
    try {
        const Downloads::Document signature =
            read(signature_url(channel.url), runtimes::max_signature_file_size, downloads, services);
        belong_together = document.is_current == signature.is_current;
        runtimes::require_signed(document.text, signature.text, channel.keys);
    } catch (const fetch::NotFound&) {
        throw runtimes::UntrustedIndex{"there is no signature beside it"};
    } catch (const runtimes::UntrustedIndex&) {
        // What a server said before need not fit what it says now: that is no sign of a change by others.
        if (!belong_together) {
            throw fetch::NetworkError{channel.url, {"it and its signature could not be read together"}};
        }
        throw runtimes::UntrustedIndex{
            "no signature beside it is of these bytes and by a key that is trusted"};
    }
    return {document.text, document.is_current};
}

/// A document that is replaced between the reading of it and of its signature is read again before anyone is
/// accused.
Reading read_signed(const Channel& channel, Downloads& downloads, const Services& services) {
    try {
        return read_once(channel, downloads, services);
    } catch (const runtimes::UntrustedIndex&) {
        if (channel.url.scheme() == fetch::Url::Scheme::file) throw;
    }
    return read_once(channel, downloads, services);
}

/// nullopt if the channel cannot be reached, which the log says.
std::optional<Reading> read_if_reachable(const Channel& channel, Downloads& downloads,
                                         const Services& services) {
    const auto unreachable = [&](const base::Error& error) {
        services.log.step(messages::catalogue_unreachable(channel.url, error.full_text()));
        return std::nullopt;
    };
    try {
        return read_signed(channel, downloads, services);
    } catch (const runtimes::UntrustedIndex& error) {
        throw messages::catalogue_not_trusted(channel.url, error.message());
    } catch (const fetch::NotFound& error) {
        if (channel.url.scheme() == fetch::Url::Scheme::file) {
            throw messages::bad_catalogue(channel.url, error.message());
        }
        return unreachable(error);
    } catch (const fetch::Unreachable& error) {
        return unreachable(error);
    } catch (const base::SystemError&) {
        throw;
    } catch (const base::Error& error) {
        throw messages::bad_catalogue(channel.url, error.message());
    }
}

/// With keys, an operator has said that nothing but what he signed is to be believed.
void warn_or_refuse(const Advice& advice, const Channel& channel, const Settings& settings, base::Log& log) {
    if (!channel.keys.empty()) throw base::UserError{advice.title, advice.body};
    log_warnings(log, {advice}, settings.ignored_warnings);
}

}  // namespace

Catalogue current_catalogue(Catalogue own, const Settings& settings, cnb::TomlTable& store,
                            Downloads& downloads, const Services& services) {
    const auto channel = channel_of(own, settings);
    const auto reading = channel ? read_if_reachable(*channel, downloads, services) : std::nullopt;
    if (!reading) return own;
    const PublishedCatalogue published = [&] {
        try {
            return parse_published_catalogue(reading->text);
        } catch (const base::Error& error) {
            throw messages::bad_catalogue(channel->url, error.message());
        }
    }();
    const std::string url = channel->url.display();
    const std::uint64_t seen = recorded_serial(store, url).value_or(0);
    const bool is_older = published.serial < seen;
    const bool is_expired = published.expires < services.today();
    if (!reading->is_current && (is_older || is_expired)) {
        services.log.step(
            messages::catalogue_unreachable(channel->url, is_expired ? "what it said before has expired"
                                                                     : "what it said before is outdated"));
        return own;
    }
    if (is_expired) {
        warn_or_refuse(messages::catalogue_expired(channel->url, published.expires), *channel, settings,
                       services.log);
    }
    if (is_older) {
        warn_or_refuse(messages::catalogue_rolled_back(channel->url, published.serial, seen), *channel,
                       settings, services.log);
        return own;
    }
    record_serial(store, url, published.serial);
    return merged_catalogue(std::move(own), published);
}

std::optional<std::uint64_t> recorded_serial(const cnb::TomlTable& store, const std::string& url) {
    const auto found = store.find(store_key);
    const auto* table = found == store.end() ? nullptr : found->second.get_if<cnb::TomlTable>();
    if (!table) return std::nullopt;
    const auto text_at = [&](std::string_view key) {
        const auto at = table->find(key);
        const auto* text = at == table->end() ? nullptr : at->second.get_if<std::string>();
        return text ? *text : std::string{};
    };
    if (text_at("url") != url) return std::nullopt;
    std::uint64_t serial = 0;
    const std::string digits = text_at("serial");
    const bool is_number =
        !digits.empty() && digits.size() <= 16 && digits.find_first_not_of("0123456789") == std::string::npos;
    if (!is_number) return std::nullopt;
    for (const char digit : digits) serial = serial * 10 + static_cast<std::uint64_t>(digit - '0');
    return serial;
}

void record_serial(cnb::TomlTable& store, const std::string& url, std::uint64_t serial) {
    store.insert_or_assign(std::string{store_key},
                           cnb::TomlTable{{"url", url}, {"serial", std::to_string(serial)}});
}

unsigned age_in_days(const KnownReleases& releases, const Date& today) {
    if (!releases.date || today < *releases.date) return 0;
    return static_cast<unsigned>(
        (std::chrono::sys_days{today} - std::chrono::sys_days{*releases.date}).count());
}

}  // namespace adder::python
