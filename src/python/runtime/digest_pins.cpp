#include "python/runtime/digest_pins.hpp"

namespace adder::python {

namespace {
constexpr std::string_view key = "archive-digests";
}

DigestPins DigestPins::from(const cnb::TomlTable& store) {
    DigestPins pins;
    const auto found = store.find(key);
    const auto* table = found == store.end() ? nullptr : found->second.get_if<cnb::TomlTable>();
    if (!table) return pins;
    for (const auto& [url, value] : *table) {
        const auto* hex = value.get_if<std::string>();
        if (!hex) continue;
        try {
            pins.digests_.emplace(url, base::Sha256Digest::parse(*hex));
        } catch (const base::Error&) {  // another version's: the archive is pinned anew
        }
    }
    return pins;
}

std::optional<base::Sha256Digest> DigestPins::find(const fetch::Url& url) const {
    const auto found = digests_.find(url.display());
    if (found == digests_.end()) return std::nullopt;
    return found->second;
}

std::vector<std::string> DigestPins::urls() const {
    std::vector<std::string> urls;
    for (const auto& [url, digest] : digests_) urls.push_back(url);
    return urls;
}

void DigestPins::pin(const fetch::Url& url, const base::Sha256Digest& digest) {
    digests_.insert_or_assign(url.display(), digest);
}

void DigestPins::write_to(cnb::TomlTable& store) const {
    store.erase(std::string{key});
    cnb::TomlTable table;
    for (const auto& [url, digest] : digests_) table.emplace(url, digest.hex());
    if (!table.empty()) store.emplace(key, std::move(table));
}

}  // namespace adder::python
