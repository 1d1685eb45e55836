#include "runtime_archive/commands/results.hpp"

#include <nlohmann/json.hpp>

namespace adder::runtime_archive {

namespace {

using Json = nlohmann::ordered_json;

constexpr int indentation = 2;

Json archives_of(const runtimes::Index& index) {
    return Json::parse(runtimes::to_json(index)).at("archives");
}

Json archive_of(const runtimes::IndexEntry& entry) { return archives_of({.archives = {entry}}).at(0); }

Json contents_of(const TreeSummary& tree) {
    return {{"files", tree.files},
            {"directories", tree.directories},
            {"links", tree.links},
            {"bytes", tree.bytes},
            {"bytecode_files", tree.bytecode_files},
            {"extension_modules", tree.extension_modules},
            {"interpreters", tree.interpreters},
            {"headers", tree.headers},
            {"ensurepip", tree.ensurepip}};
}

const char* word_for(Outcome outcome) {
    switch (outcome) {
        case Outcome::passed:
            return "passed";
        case Outcome::failed:
            return "failed";
        case Outcome::skipped:
            return "skipped";
    }
    return "";
}

Json verification_of(const Verification& verification) {
    Json checks = Json::array();
    for (const Check& check : verification.checks) {
        checks.push_back(
            {{"name", check.name}, {"outcome", word_for(check.outcome)}, {"detail", check.detail}});
    }
    return {{"file", verification.file}, {"fit", verification.is_fit()}, {"checks", std::move(checks)}};
}

}  // namespace

std::string json_of(const PackedArchive& packed) {
    const Json document{{"archive", archive_of(packed.entry)},
                        {"path", packed.file.native()},
                        {"was_there", packed.was_there}};
    return document.dump(indentation);
}

std::string json_of(const std::vector<runtimes::IndexEntry>& entries) {
    return Json{{"archives", archives_of({.archives = entries})}}.dump(indentation);
}

std::string json_of(const Reindexed& reindexed) {
    const Json document{{"archives", reindexed.index.archives.size()},
                        {"added", reindexed.added},
                        {"forgotten", reindexed.forgotten},
                        {"nameless", reindexed.nameless}};
    return document.dump(indentation);
}

std::string json_of(const KeyFiles& keys) {
    const Json document{{"private_key_file", keys.private_key.native()},
                        {"public_key_file", keys.public_key.native()},
                        {"public_key", keys.key.base64()}};
    return document.dump(indentation);
}

std::string json_of(const Published& published) {
    const Json document{{"added", published.added},
                        {"were_there", published.were_there},
                        {"index_changed", published.index_changed},
                        {"signed", published.is_signed}};
    return document.dump(indentation);
}

std::string json_of(const std::vector<Verification>& verifications) {
    Json document{{"fit", true}, {"files", Json::array()}};
    for (const Verification& verification : verifications) {
        if (!verification.is_fit()) document["fit"] = false;
        document["files"].push_back(verification_of(verification));
    }
    return document.dump(indentation);
}

std::string json_of(const runtimes::IndexEntry* entry, const ArchiveSummary* summary) {
    Json document = Json::object();
    document["archive"] = entry != nullptr ? archive_of(*entry) : Json{};
    if (summary == nullptr) return document.dump(indentation);
    document["file"] = {{"size", summary->size},
                        {"sha256", summary->sha256.hex()},
                        {"window", summary->window},
                        {"contents", contents_of(summary->contents)}};
    return document.dump(indentation);
}

std::string json_of_signature(const SignedIndex& made, const std::vector<base::PublicKey>& keys) {
    Json document{{"file", made.signature_file.native()}, {"serial", made.stamp.serial}};
    if (made.stamp.expires) document["expires"] = *made.stamp.expires;
    document["source"] = made.stamp.source;
    document["keys"] = Json::array();
    for (const base::PublicKey& key : keys) document["keys"].push_back(key.base64());
    return document.dump(indentation);
}

}  // namespace adder::runtime_archive
