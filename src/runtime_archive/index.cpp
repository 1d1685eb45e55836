#include <adder/base/error.hpp>
#include <adder/base/text.hpp>
#include <adder/runtime_archive/index.hpp>

#include <algorithm>
#include <initializer_list>

#include <nlohmann/json.hpp>

namespace adder::runtime_archive {

namespace {

using Json = nlohmann::ordered_json;

constexpr unsigned schema = 1;

void check_keys(const Json& object, std::string_view what, std::initializer_list<std::string_view> known) {
    if (!object.is_object()) throw base::Error{"{} is not an object", what};
    for (const auto& [key, value] : object.items()) {
        if (std::find(known.begin(), known.end(), key) == known.end()) {
            throw base::Error{"{} has '{}', which this version does not know", what, base::printable(key)};
        }
    }
}

const Json& required(const Json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end()) throw base::Error{"'{}' is missing", key};
    return *found;
}

std::string text_of(const Json& object, const char* key) {
    const Json& value = required(object, key);
    if (!value.is_string()) throw base::Error{"'{}' is not a string", key};
    return value.get<std::string>();
}

std::uint64_t number_of(const Json& object, const char* key) {
    const Json& value = required(object, key);
    if (!value.is_number_unsigned()) throw base::Error{"'{}' is not a whole number", key};
    return value.get<std::uint64_t>();
}

Target target_of(const Json& object) {
    check_keys(object, "'target'", {"os", "arch", "distro", "distro_version"});
    return {text_of(object, "os"), text_of(object, "arch"), text_of(object, "distro"),
            text_of(object, "distro_version")};
}

Source source_of(const Json& object) {
    check_keys(object, "'source'", {"name", "sha256"});
    Source source{text_of(object, "name"), std::nullopt};
    if (object.contains("sha256")) source.sha256 = base::Sha256Digest::parse(text_of(object, "sha256"));
    return source;
}

IndexEntry entry_of(const Json& object) {
    check_keys(object, "an archive",
               {"version", "build", "target", "file", "size", "sha256", "source", "date"});
    IndexEntry entry{
        .version = Version::parse(text_of(object, "version")),
        .build = static_cast<unsigned>(number_of(object, "build")),
        .target = target_of(required(object, "target")),
        .file = text_of(object, "file"),
        .size = number_of(object, "size"),
        .sha256 = base::Sha256Digest::parse(text_of(object, "sha256")),
        .source = std::nullopt,
        .date = std::nullopt,
    };
    if (object.contains("source")) entry.source = source_of(object.at("source"));
    if (object.contains("date")) entry.date = text_of(object, "date");
    return entry;
}

Json json_of(const IndexEntry& entry) {
    Json json{
        {"version", entry.version.text()},
        {"build", entry.build},
        {"target",
         {{"os", entry.target.os},
          {"arch", entry.target.arch},
          {"distro", entry.target.distro},
          {"distro_version", entry.target.distro_version}}},
        {"file", entry.file},
        {"size", entry.size},
        {"sha256", entry.sha256.hex()},
    };
    if (entry.source) {
        json["source"] = {{"name", entry.source->name}};
        if (entry.source->sha256) json["source"]["sha256"] = entry.source->sha256->hex();
    }
    if (entry.date) json["date"] = *entry.date;
    return json;
}

bool comes_before(const IndexEntry& a, const IndexEntry& b) {
    if (!(a.version == b.version)) return a.version < b.version;
    if (a.build != b.build) return a.build < b.build;
    return a.target < b.target;
}

const IndexEntry* find(const Index& index, const std::string& file) {
    const auto found =
        std::find_if(index.begin(), index.end(), [&](const auto& e) { return e.file == file; });
    return found == index.end() ? nullptr : &*found;
}

}  // namespace

Index parse_index(std::string_view text) {
    const Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
    if (json.is_discarded()) throw base::Error{"not valid JSON"};
    if (!json.is_object() || !json.contains("schema")) throw base::Error{"not an index of runtime archives"};
    if (json.at("schema") != schema) {
        throw base::Error{"its schema is {}; this version of runtime-archive knows schema {}",
                          json.at("schema").dump(), schema};
    }
    check_keys(json, "the index", {"schema", "archives"});
    const Json& archives = required(json, "archives");
    if (!archives.is_array()) throw base::Error{"'archives' is not an array"};

    Index index;
    for (const Json& archive : archives) {
        try {
            index.push_back(entry_of(archive));
        } catch (base::Error& error) {
            error.add_context("in archive {} of the index", index.size() + 1);
            throw;
        }
    }
    return index;
}

std::string to_json(Index index) {
    std::sort(index.begin(), index.end(), comes_before);
    Json archives = Json::array();
    for (const IndexEntry& entry : index) archives.push_back(json_of(entry));
    return Json{{"schema", schema}, {"archives", std::move(archives)}}.dump(2) + "\n";
}

Publication decide(const Index& index, const std::optional<base::Sha256Digest>& present,
                   const IndexEntry& wanted) {
    const IndexEntry* published = find(index, wanted.file);
    if (published != nullptr && published->sha256 != wanted.sha256) {
        return Refuse{base::format("the index has it with SHA-256 {}, the new one has {}",
                                   published->sha256.hex(), wanted.sha256.hex())};
    }
    if (present && *present != wanted.sha256) {
        return Refuse{base::format("the file there has SHA-256 {}, the new one has {}", present->hex(),
                                   wanted.sha256.hex())};
    }
    if (published != nullptr && present) return Unchanged{};
    return Add{};
}

Index with_entry(Index index, const IndexEntry& entry) {
    std::erase_if(index, [&](const IndexEntry& other) { return other.file == entry.file; });
    index.push_back(entry);
    return index;
}

}  // namespace adder::runtime_archive
