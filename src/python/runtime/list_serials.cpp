#include "python/runtime/list_serials.hpp"

#include <charconv>
#include <optional>

namespace adder::python {

namespace {

constexpr std::string_view key = "runtime-lists";

std::string name_of_list(const Source& source, bool is_signed) {
    return source.display() + (is_signed ? "" : " (not signed)");
}

std::optional<std::uint64_t> serial_from(const std::string& text) {
    std::uint64_t serial = 0;
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, serial);
    const bool is_serial =
        error == std::errc{} && rest == end && serial > 0 && serial <= runtimes::max_serial;
    return is_serial ? std::optional{serial} : std::nullopt;
}

}  // namespace

ListSerials ListSerials::from(const cnb::TomlTable& store) {
    ListSerials serials;
    const auto found = store.find(key);
    const auto* table = found == store.end() ? nullptr : found->second.get_if<cnb::TomlTable>();
    if (!table) return serials;
    for (const auto& [name, value] : *table) {
        const auto* text = value.get_if<std::string>();
        const auto serial = text ? serial_from(*text) : std::nullopt;
        if (serial) serials.serials_.emplace(name, *serial);
    }
    return serials;
}

std::uint64_t ListSerials::highest(const Source& source, bool is_signed) const {
    const auto found = serials_.find(name_of_list(source, is_signed));
    return found == serials_.end() ? 0 : found->second;
}

void ListSerials::see(const Source& source, bool is_signed, std::uint64_t serial) {
    std::uint64_t& highest = serials_[name_of_list(source, is_signed)];
    highest = std::max(highest, serial);
}

void ListSerials::write_to(cnb::TomlTable& store) const {
    store.erase(std::string{key});
    cnb::TomlTable table;
    for (const auto& [name, serial] : serials_) table.emplace(name, std::to_string(serial));
    if (!table.empty()) store.emplace(key, std::move(table));
}

}  // namespace adder::python
