#include "runtimes/archive_id.hpp"

#include <adder/base/format.hpp>
#include <adder/base/text.hpp>

#include <algorithm>

namespace adder::runtimes {

namespace {

constexpr std::string_view prefix = "python-";
constexpr std::string_view suffix = ".tar.zst";
constexpr std::string_view minimal_mark = "minimal";
constexpr std::string_view punctuation = "._+~-";

bool is_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_plain(std::string_view text, std::size_t limit) {
    return !text.empty() && text.size() <= limit && is_letter_or_digit(text.front()) &&
           std::ranges::all_of(
               text, [](char c) { return is_letter_or_digit(c) || punctuation.find(c) != punctuation.npos; });
}

/// "v8": no architecture and no distribution's version is called so.
bool is_architecture_variant(std::string_view text) {
    return text.size() > 1 && text.front() == 'v' && base::parse_number(text.substr(1));
}

/// "3.14.0t+2"
bool read_version(std::string_view text, ArchiveId& id) {
    const std::size_t plus = text.find('+');
    if (plus != std::string_view::npos) {
        const auto build = base::parse_number(text.substr(plus + 1));
        if (!build || *build < 2) return false;
        id.build = *build;
        text = text.substr(0, plus);
    }
    if (text.ends_with('t')) {
        id.free_threaded = true;
        text.remove_suffix(1);
    }
    const auto version = PythonVersion::parse(text);
    if (version) id.version = *version;
    return version.has_value();
}

std::string_view take_last(std::vector<std::string_view>& pieces) {
    const std::string_view last = pieces.back();
    pieces.pop_back();
    return last;
}

/// "debian", "12", "amd64": only a distribution's name may hold a dash itself.
bool read_target(std::vector<std::string_view> pieces, Target& target) {
    target.os = "linux";
    if (pieces.size() > 3 && is_architecture_variant(pieces.back())) target.variant = take_last(pieces);
    if (pieces.size() < 3) return false;
    target.arch = take_last(pieces);
    target.distro_version = take_last(pieces);
    target.distro = base::join({pieces.begin(), pieces.end()}, "-");
    return is_target_word(target.arch) && !is_architecture_variant(target.arch) &&
           is_target_word(target.distro_version) && is_target_word(target.distro);
}

}  // namespace

std::string Target::text() const {
    const std::string text = base::format("{}-{}-{}", distro, distro_version, arch);
    return variant.empty() ? text : text + "-" + variant;
}

std::string_view to_text(Variant variant) { return variant == Variant::full ? "full" : minimal_mark; }

std::optional<Variant> variant_from(std::string_view text) {
    for (const Variant variant : {Variant::full, Variant::minimal}) {
        if (text == to_text(variant)) return variant;
    }
    return std::nullopt;
}

std::string archive_file_name(const ArchiveId& id) {
    return base::format("{}{}{}{}{}-{}{}", prefix, id.version.text(), id.free_threaded ? "t" : "",
                        id.build > 1 ? base::format("+{}", id.build) : "",
                        id.variant == Variant::minimal ? base::format("-{}", minimal_mark) : "",
                        id.target.text(), suffix);
}

std::optional<ArchiveId> parse_archive_file_name(std::string_view name) {
    if (!name.starts_with(prefix) || !name.ends_with(suffix) || !is_plain_file_name(name))
        return std::nullopt;
    const std::string_view middle = name.substr(prefix.size(), name.size() - prefix.size() - suffix.size());
    std::vector<std::string_view> pieces = base::split(middle, '-');
    ArchiveId id;
    if (!read_version(pieces.front(), id)) return std::nullopt;
    pieces.erase(pieces.begin());
    if (!pieces.empty() && pieces.front() == minimal_mark) {
        id.variant = Variant::minimal;
        pieces.erase(pieces.begin());
    }
    if (!read_target(std::move(pieces), id.target)) return std::nullopt;
    return id;
}

bool is_target_word(std::string_view text) { return is_plain(text, 64); }

bool is_plain_file_name(std::string_view text) { return is_plain(text, 255); }

}  // namespace adder::runtimes
