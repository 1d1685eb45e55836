#include "runtimes/index.hpp"

#include "runtimes/index_checks.hpp"

#include <adder/base/error.hpp>
#include <adder/base/text.hpp>

#include <algorithm>
#include <initializer_list>
#include <limits>
#include <set>

#include <nlohmann/json.hpp>

namespace adder::runtimes {

namespace {

using Json = nlohmann::json;
using Ordered =
    nlohmann::ordered_json;  // for writing only: it looks keys up one by one, however many there are
using Check = std::string_view (*)(std::string_view);

constexpr unsigned schema = 1;

/// Far deeper than the schema goes; what a reader recurses into is bounded.
constexpr int max_depth = 32;

/// A number that every JSON reader keeps exactly.
constexpr std::uint64_t max_number = max_serial;

std::string place_in(std::string_view text, std::size_t byte) {
    const std::string_view before = text.substr(0, byte == 0 ? 0 : byte - 1);
    const auto line = std::ranges::count(before, '\n') + 1;
    const std::size_t line_start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    return base::format("line {}, column {}", line, before.size() - line_start + 1);
}

Json parse_json(std::string_view text) {
    if (text.size() > max_index_size) throw base::Error{"has more than {} bytes", max_index_size};
    if (base::trim(text).empty()) throw base::Error{"is empty"};
    const std::size_t nul = text.find('\0');  // the parser would take it for the end
    if (nul != std::string_view::npos) {
        throw base::Error{"{}: is no JSON, but a NUL byte", place_in(text, nul + 1)};
    }
    const auto within_depth = [](int depth, Json::parse_event_t, const Json&) {
        if (depth > max_depth) throw base::Error{"nests deeper than {} levels", max_depth};
        return true;
    };
    try {
        return Json::parse(text, within_depth);
    } catch (const Json::parse_error& error) {
        throw base::Error{"{}: is no JSON, or was cut off", place_in(text, error.byte)};
    } catch (const Json::exception&) {
        throw base::Error{"has a number that is too large"};
    }
}

/// One object of the index, and where it stands.
class Reader {
  public:
    Reader(const Json& json, std::string place, std::vector<std::string>& passed_over)
        : json_{json}, place_{std::move(place)}, passed_over_{passed_over} {
        if (!json.is_object()) throw base::Error{"{}: should be an object", place_};
    }

    [[noreturn]] void fail(std::string_view key, std::string_view complaint) const {
        throw base::Error{"{}: {}", place_of(key), complaint};
    }

    bool has(const char* key) const { return json_.contains(key); }

    std::string text(const char* key, Check complaint = nullptr) const {
        const Json& value = required(key);
        if (!value.is_string()) fail(key, "should be a string");
        const auto& text = value.get_ref<const std::string&>();
        if (complaint && !complaint(text).empty()) fail(key, complaint(text));
        return text;
    }

    std::optional<std::string> optional_text(const char* key, Check complaint) const {
        return has(key) ? std::optional{text(key, complaint)} : std::nullopt;
    }

    std::uint64_t number(const char* key, std::uint64_t lowest, std::uint64_t highest) const {
        const Json& value = required(key);
        if (!value.is_number_unsigned() || value < lowest || value > highest) {
            fail(key, base::format("should be a whole number from {} to {}", lowest, highest));
        }
        return value.get<std::uint64_t>();
    }

    bool flag(const char* key) const {
        if (!has(key)) return false;
        if (!json_.at(key).is_boolean()) fail(key, "should be true or false");
        return json_.at(key).get<bool>();
    }

    base::Sha256Digest digest(const char* key) const {
        const std::string hex = text(key);
        const bool is_hex =
            hex.size() == 64 && hex.find_first_not_of("0123456789abcdef") == std::string::npos;
        if (!is_hex) fail(key, "should be 64 lower-case hexadecimal digits");
        return base::Sha256Digest::parse(hex);
    }

    std::vector<std::string> texts(const char* key, Check complaint) const {
        std::vector<std::string> texts;
        if (!has(key)) return texts;
        const Json& values = array(key);
        for (std::size_t i = 0; i < values.size(); ++i) {
            const std::string place = base::format("{}[{}]", key, i);
            if (!values[i].is_string()) fail(place, "should be a string");
            texts.push_back(values[i].get<std::string>());
            if (!complaint(texts.back()).empty()) fail(place, complaint(texts.back()));
        }
        return texts;
    }

    const Json& array(const char* key) const {
        const Json& value = required(key);
        if (!value.is_array()) fail(key, "should be an array");
        return value;
    }

    Reader object(const char* key) const { return {required(key), place_of(key), passed_over_}; }

    void pass_over(std::string_view key) const { passed_over_.push_back(place_of(key)); }

    void pass_over_all_but(std::initializer_list<std::string_view> known) const {
        for (const auto& [key, value] : json_.items()) {
            if (std::ranges::find(known, key) == known.end()) pass_over(base::printable(key, 40));
        }
    }

  private:
    const Json& required(const char* key) const {
        const auto found = json_.find(key);
        if (found == json_.end()) fail(key, "is missing");
        return *found;
    }

    std::string place_of(std::string_view key) const {
        return place_.empty() ? std::string{key} : base::format("{}.{}", place_, key);
    }

    const Json& json_;
    std::string place_;
    std::vector<std::string>& passed_over_;
};

Target target_from(const Reader& reader) {
    reader.pass_over_all_but({"os", "arch", "variant", "distro", "distro_version"});
    return {
        .os = reader.text("os", complaint_about_target_word),
        .arch = reader.text("arch", complaint_about_target_word),
        .distro = reader.text("distro", complaint_about_target_word),
        .distro_version = reader.text("distro_version", complaint_about_target_word),
        .variant = reader.optional_text("variant", complaint_about_target_word).value_or(""),
    };
}

Source source_from(const Reader& reader) {
    reader.pass_over_all_but({"name", "url", "sha256"});
    Source source{.name = reader.text("name", complaint_about_text),
                  .url = reader.optional_text("url", complaint_about_url)};
    if (reader.has("sha256")) source.sha256 = reader.digest("sha256");
    return source;
}

/// Nothing for an archive of a kind that only a newer version knows: it may be anything.
std::optional<IndexEntry> entry_from(const Reader& reader) {
    const auto version = PythonVersion::parse(reader.text("version"));
    const auto variant = reader.has("variant") ? variant_from(reader.text("variant")) : Variant::full;
    if (!version || !variant) {
        reader.pass_over(version ? "variant" : "version");
        return std::nullopt;
    }
    reader.pass_over_all_but({"version", "build", "target", "free_threaded", "variant", "file", "size",
                              "sha256", "build_flags", "source", "date"});
    ArchiveId id{.version = *version,
                 .target = target_from(reader.object("target")),
                 .free_threaded = reader.flag("free_threaded"),
                 .variant = *variant};
    if (reader.has("build")) {
        id.build = static_cast<unsigned>(reader.number("build", 1, std::numeric_limits<std::int32_t>::max()));
    }
    IndexEntry entry{.id = std::move(id),
                     .file = reader.text("file", complaint_about_file),
                     .size = reader.number("size", 1, max_number),
                     .sha256 = reader.digest("sha256"),
                     .build_flags = reader.texts("build_flags", complaint_about_text),
                     .date = reader.optional_text("date", complaint_about_date)};
    if (reader.has("source")) entry.source = source_from(reader.object("source"));
    // A list that was tampered with could give an old, vulnerable archive out as the newest.
    const std::optional<ArchiveId> named = parse_archive_file_name(entry.file);
    if (named && named->version != entry.id.version) {
        reader.fail("file",
                    base::format("names Python {}, not {}", named->version.text(), entry.id.version.text()));
    }
    return entry;
}

void check_schema(const Reader& reader) {
    const std::uint64_t found = reader.number("schema", 1, max_number);
    if (found == schema) return;
    throw base::Error{
        "schema: is {}, and this version knows schema {} only. A newer version of Adder reads it; or ask "
        "whoever "
        "publishes these runtimes for an index of schema {}",
        found, schema, schema};
}

Ordered json_of(const Source& source) {
    Ordered json{{"name", source.name}};
    if (source.url) json["url"] = *source.url;
    if (source.sha256) json["sha256"] = source.sha256->hex();
    return json;
}

Ordered json_of(const Target& target) {
    Ordered json{{"os", target.os}, {"arch", target.arch}};
    if (!target.variant.empty()) json["variant"] = target.variant;
    json["distro"] = target.distro;
    json["distro_version"] = target.distro_version;
    return json;
}

Ordered json_of(const IndexEntry& entry) {
    Ordered json{{"version", entry.id.version.text()},
                 {"build", entry.id.build},
                 {"target", json_of(entry.id.target)}};
    if (entry.id.free_threaded) json["free_threaded"] = true;
    if (entry.id.variant != Variant::full) json["variant"] = to_text(entry.id.variant);
    json["file"] = entry.file;
    json["size"] = entry.size;
    json["sha256"] = entry.sha256.hex();
    if (!entry.build_flags.empty()) json["build_flags"] = entry.build_flags;
    if (entry.source) json["source"] = json_of(*entry.source);
    if (entry.date) json["date"] = *entry.date;
    return json;
}

/// Without a serial, what else there may be is of no known meaning.
std::optional<IndexStamp> stamp_from(const Reader& reader) {
    if (!reader.has("serial")) {
        for (const char* key : {"expires", "source"}) {
            if (reader.has(key)) reader.pass_over(key);
        }
        return std::nullopt;
    }
    return IndexStamp{.serial = reader.number("serial", 1, max_serial),
                      .expires = reader.optional_text("expires", complaint_about_date),
                      .source = reader.text("source", complaint_about_text)};
}

Index index_from(const Json& json) {
    Index index;
    const Reader reader{json, "", index.passed_over};
    check_schema(reader);
    reader.pass_over_all_but({"schema", "serial", "expires", "source", "archives"});
    index.stamp = stamp_from(reader);
    const Json& archives = reader.array("archives");
    std::set<std::string, std::less<>> files;
    for (std::size_t i = 0; i < archives.size(); ++i) {
        const Reader archive{archives[i], base::format("archives[{}]", i), index.passed_over};
        std::optional<IndexEntry> entry = entry_from(archive);
        if (!entry) continue;
        if (!files.insert(entry->file).second) archive.fail("file", "is listed before, too");
        index.archives.push_back(std::move(*entry));
    }
    return index;
}

}  // namespace

const IndexEntry* Index::find(std::string_view file) const {
    const auto found = std::ranges::find(archives, file, &IndexEntry::file);
    return found == archives.end() ? nullptr : &*found;
}

Index parse_index(std::string_view text) {
    try {
        return index_from(parse_json(text));
    } catch (base::Error& error) {
        error.add_context("in an index of runtime archives");
        throw;
    }
}

std::string to_json(const Index& index) {
    std::vector<IndexEntry> sorted = index.archives;
    std::ranges::sort(sorted, {}, [](const IndexEntry& entry) { return std::tie(entry.id, entry.file); });
    Ordered archives = Ordered::array();
    for (const IndexEntry& entry : sorted) archives.push_back(json_of(entry));
    Ordered json{{"schema", schema}};
    if (index.stamp) {
        json["serial"] = index.stamp->serial;
        if (index.stamp->expires) json["expires"] = *index.stamp->expires;
        json["source"] = index.stamp->source;
    }
    json["archives"] = std::move(archives);
    std::string text;
    try {
        text = json.dump(2) + "\n";
    } catch (const Ordered::type_error&) {
        throw base::Error{"the index would hold text that is not UTF-8"};
    }
    parse_index(text);
    return text;
}

}  // namespace adder::runtimes
