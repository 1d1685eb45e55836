#include "runtime_archive/archives/publish.hpp"

#include "runtime_archive/archives/archive_directory.hpp"
#include "runtime_archive/archives/publication.hpp"
#include "runtime_archive/archives/vouching.hpp"
#include "runtime_archive/progress/byte_progress.hpp"
#include "runtimes/signature.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/text.hpp>

#include <algorithm>

namespace adder::runtime_archive {

namespace {

namespace fs = std::filesystem;

/// How often others may get in between before it is given up.
constexpr int most_attempts = 12;

const std::string index_name{runtimes::index_file_name};
const std::string signature_name{runtimes::signature_file_name};

Publishing::Item item_of(const fs::path& file, const runtimes::Index& index) {
    const runtimes::IndexEntry* entry = index.find(file.filename().native());
    if (entry == nullptr) {
        throw base::Error{"{} is not in the index beside it: `runtime-archive index` enters it", file};
    }
    const base::Sha256Digest digest = base::sha256_of_file(file);
    if (digest != entry->sha256) {
        base::DigestMismatch error{entry->sha256, digest};
        error.add_context("while comparing {} with the index beside it", file);
        throw error;
    }
    return {file, *entry};
}

/// The index at the destination, and how it came.
struct There {
    std::optional<Document> document;
    runtimes::Index index;
    std::optional<Document> signature;
    StandingIndex standing;
};

/// Of a file that anybody may have written: one that holds no signatures vouches for nothing.
std::vector<runtimes::NamedSignature> signatures_in(const std::optional<Document>& file) {
    try {
        return file ? runtimes::parse_named_signatures(file->text) : std::vector<runtimes::NamedSignature>{};
    } catch (const base::Error&) {
        return {};
    }
}

There read_destination(Destination& destination) {
    There there;
    there.document = destination.read(index_name, runtimes::max_index_size);
    there.signature = destination.read(signature_name, runtimes::max_signature_file_size);
    if (!there.document) return there;
    there.standing = {there.document->text, signatures_in(there.signature)};
    try {
        there.index = runtimes::parse_index(there.document->text);
        require_understood(there.index);
    } catch (base::Error& error) {
        error.add_context("while reading {}", destination.address_of(index_name));
        throw;
    }
    return there;
}

[[noreturn]] void refuse(const std::string& address, const runtimes::IndexEntry& entry,
                         const base::Sha256Digest& present) {
    throw base::Error{
        "{} is published already, with other contents: its SHA-256 is {}, the new one has {}.\n"
        "A published archive is never replaced; pack this one as a rebuild, with --build {}.",
        address, present.hex(), entry.sha256.hex(), entry.id.build + 1};
}

/// True if it is there already. Its bytes are looked at: a size, and what an index says of it, prove nothing.
bool is_there(const Publishing::Item& item, Destination& destination) {
    const auto size = destination.size_of(item.entry.file);
    if (!size) return false;
    const auto present = destination.digest_of(item.entry.file);
    if (present && *present != item.entry.sha256) {
        refuse(destination.address_of(item.entry.file), item.entry, *present);
    }
    return present.has_value();
}

/// False if somebody else has put the same bytes meanwhile.
bool put(const Publishing::Item& item, Destination& destination, base::Log& log) {
    const base::Stopwatch watch;
    bool is_new = false;
    {
        ByteProgress progress{log, "sending"};
        is_new = destination.put_new(
            item.entry.file, item.file,
            [&](std::uint64_t done, std::uint64_t total) { progress.update(done, total); });
    }
    const std::string address = destination.address_of(item.entry.file);
    if (is_new) {
        log.step("Put {} ({}, {})", address, base::human_size(item.entry.size), watch.text());
        return true;
    }
    const auto present = destination.digest_of(item.entry.file);
    if (!present) throw base::Error{"{} was refused as present, and is not there", address};
    if (*present != item.entry.sha256) refuse(address, item.entry, *present);
    return false;
}

/// What is to stand at the destination.
struct Outcome {
    std::string index;
    std::optional<std::string> signatures;  ///< nullopt: there are none
};

/// One publication: what is given, where it goes and who vouches for it.
class Publisher {
  public:
    Publisher(const Publishing& publishing, Destination& destination, const Signing& signing, base::Log& log)
        : publishing_{publishing},
          destination_{destination},
          signing_{signing},
          keys_{public_keys_of(signing.keys)},
          log_{log} {
        for (const Publishing::Item& item : publishing.items) given_.push_back(item.entry);
    }

    Published publish();

  private:
    There read_vouched();
    bool is_vouched(const There& there) const;
    void adopt(const std::vector<runtimes::IndexEntry>& entries);
    Outcome outcome_over(const There& there) const;
    Outcome signed_outcome(const There& there, runtimes::Index index) const;
    bool serves_as_it_is(const runtimes::Index& index, const There& there) const;
    Outcome given_outcome(const There& there, const runtimes::Index& index) const;
    void put_archives(Published& published);
    bool put_index(Published& published);

    const Publishing& publishing_;
    Destination& destination_;
    const Signing& signing_;
    std::vector<base::PublicKey> keys_;
    base::Log& log_;
    std::vector<runtimes::IndexEntry> given_;
    std::optional<std::vector<runtimes::IndexEntry>> adopted_;  ///< what was shown as adopted
};

/// True if nothing there would be signed for the first time but what is given.
bool Publisher::is_vouched(const There& there) const {
    return signing_.keys.empty() || !there.document || is_signed_by_any(there.standing, keys_) ||
           entries_beside(there.index, given_).empty();
}

/// The index and its signatures are two files: one that was changed between the reading of the two is read
/// again before anyone is accused.
There Publisher::read_vouched() {
    There there = read_destination(destination_);
    if (!is_vouched(there)) there = read_destination(destination_);
    if (!is_vouched(there)) adopt(entries_beside(there.index, given_));
    return there;
}

void Publisher::adopt(const std::vector<runtimes::IndexEntry>& entries) {
    if (!signing_.adopts_unsigned) {
        throw base::Error{
            "{} is not signed by any of the keys given, so nothing says who wrote these entries:\n  {}\n"
            "Somebody may have changed it. If another key signed it, name that key with --key as well. If "
            "these entries are yours, sign them with --adopt-unsigned",
            destination_.address_of(index_name), base::join(lines_for(entries), "\n  ")};
    }
    if (!adopted_) {
        log_.step("Signing entries that none of the keys has signed before:");
        for (const std::string& line : lines_for(entries)) log_.detail(line);
        adopted_ = entries;
    }
    const std::vector<runtimes::IndexEntry> others = entries_beside({.archives = entries}, *adopted_);
    if (others.empty()) return;
    throw base::Error{"{} got entries that are not signed while it was being published:\n  {}",
                      destination_.address_of(index_name), base::join(lines_for(others), "\n  ")};
}

/// What the index there says of itself counts only if it was signed.
Outcome Publisher::signed_outcome(const There& there, runtimes::Index index) const {
    const bool was_signed = is_signed_by_any(there.standing, keys_);
    const auto stamp = was_signed ? there.index.stamp : std::nullopt;
    const bool have_all_signed = std::ranges::all_of(
        keys_, [&](const base::PublicKey& key) { return is_signed_by_any(there.standing, {key}); });
    const bool retires_any = std::ranges::any_of(signing_.retired, [&](const base::PublicKey& key) {
        return is_signed_by_any(there.standing, {key});
    });
    const bool is_same = there.document && index.archives == there.index.archives;
    if (is_same && have_all_signed && !retires_any && is_fresh(stamp, signing_.stamp)) {
        return {there.document->text, there.signature->text};
    }
    require_no_signer_lost(destination_.address_of(index_name), there.standing, keys_, signing_.retired);
    index.stamp = next_stamp(stamp, signing_.stamp);
    const std::string text = runtimes::to_json(index);
    const auto fresh = runtimes::signatures_by(signing_.keys, text);
    return {text, runtimes::to_text(with_standing(fresh, there.standing, signing_.retired))};
}

/// True if what is given was signed here, lists the same archives, and is no step back for readers.
bool Publisher::serves_as_it_is(const runtimes::Index& index, const There& there) const {
    if (!publishing_.signature) return false;
    const runtimes::Index given = runtimes::parse_index(publishing_.index);
    const bool is_there = there.document && there.document->text == publishing_.index;
    const bool is_step_on =
        !there.index.stamp || (given.stamp && given.stamp->serial > there.index.stamp->serial);
    return entries_beside(given, index.archives).empty() && entries_beside(index, given.archives).empty() &&
           (is_there || is_step_on);
}

/// Without keys: signatures that came with the same archives, from there or from here.
Outcome Publisher::given_outcome(const There& there, const runtimes::Index& index) const {
    const std::string text = runtimes::to_json(index);
    if (there.document && index.archives == there.index.archives && there.signature &&
        !serves_as_it_is(index, there)) {
        return {there.document->text, there.signature->text};
    }
    if (serves_as_it_is(index, there)) {
        const std::string& given = publishing_.index;
        auto signatures = runtimes::parse_named_signatures(*publishing_.signature);
        std::erase_if(signatures, [&](const auto& named) { return !named.is_of(given); });
        if (signatures.empty()) {
            throw base::Error{"the signature beside the index is not of this index: sign it again"};
        }
        if (there.document && there.document->text == given && there.signature) {
            return {given, there.signature->text};
        }
        std::vector<base::PublicKey> signers;
        for (const runtimes::NamedSignature& named : signatures) signers.push_back(*named.key);
        require_no_signer_lost(destination_.address_of(index_name), there.standing, signers,
                               signing_.retired);
        return {given,
                runtimes::to_text(with_standing(std::move(signatures), there.standing, signing_.retired))};
    }
    if (!there.signature) return {text, std::nullopt};
    throw base::Error{
        "{} is signed, and the index with these archives would not be: readers that require a signature "
        "would refuse it. Name the private key with --key, or sign the index here, with a serial above the "
        "one there",
        destination_.address_of(index_name)};
}

Outcome Publisher::outcome_over(const There& there) const {
    if (given_.empty() && !there.document) {
        throw base::Error{"there is nothing to publish: no archives are given, and there is no {}",
                          destination_.address_of(index_name)};
    }
    runtimes::Index index = merged(there.index, publishing_.items);
    return signing_.keys.empty() ? given_outcome(there, index) : signed_outcome(there, std::move(index));
}

void Publisher::put_archives(Published& published) {
    std::vector<const Publishing::Item*> missing;
    for (const Publishing::Item& item : publishing_.items) {
        if (is_there(item, destination_)) {
            published.were_there.push_back(item.entry.file);
        } else {
            destination_.require_writable(item.entry.file);
            missing.push_back(&item);
        }
    }
    destination_.require_writable(index_name);
    if (!signing_.keys.empty()) destination_.require_writable(signature_name);

    for (const Publishing::Item* item : missing) {
        const bool is_new = put(*item, destination_, log_);
        (is_new ? published.added : published.were_there).push_back(item->entry.file);
    }
}

/// One attempt; false if anything was put, or somebody else got in between: what is there now is to be looked
/// at again.
bool Publisher::put_index(Published& published) {
    const There there = read_vouched();
    const Outcome outcome = outcome_over(there);
    published.is_signed = outcome.signatures.has_value();
    const bool is_signature_new =
        outcome.signatures && (!there.signature || there.signature->text != *outcome.signatures);
    const bool is_index_new = !there.document || there.document->text != outcome.index;
    // The signatures first: they are of both indexes, so that readers find a valid one at every moment.
    if (is_signature_new && !destination_.replace(signature_name, *outcome.signatures, there.signature)) {
        return false;
    }
    if (is_index_new) {
        if (!destination_.replace(index_name, outcome.index, there.document)) return false;
        published.index_changed = true;
    }
    return !is_signature_new && !is_index_new;
}

Published Publisher::publish() {
    outcome_over(read_vouched());  // what cannot be published is refused before anything is put
    Published published;
    put_archives(published);
    for (int attempt = 0; !put_index(published);) {
        if (++attempt == most_attempts) {
            throw base::Error{"{} was changed by others {} times while it was to be written: try again",
                              destination_.address_of(index_name), most_attempts};
        }
    }
    return published;
}

}  // namespace

Publishing gather(const std::vector<fs::path>& archives_and_directories) {
    Publishing publishing;
    for (const fs::path& path : archives_and_directories) {
        if (!fs::is_directory(path)) {
            const fs::path directory = path.has_parent_path() ? path.parent_path() : fs::path{"."};
            publishing.items.push_back(item_of(path, read_index(directory)));
            continue;
        }
        const runtimes::Index index = read_index(path);
        for (const runtimes::IndexEntry& entry : index.archives) {
            publishing.items.push_back(item_of(path / entry.file, index));
        }
    }
    const bool is_one_directory =
        archives_and_directories.size() == 1 && fs::is_directory(archives_and_directories[0]);
    if (is_one_directory) {
        const fs::path& directory = archives_and_directories[0];
        publishing.index =
            base::read_file_if_present(directory / index_name, runtimes::max_index_size).value_or("");
        publishing.signature =
            base::read_file_if_present(directory / signature_name, runtimes::max_signature_file_size);
    }
    return publishing;
}

runtimes::Index merged(const runtimes::Index& index, const std::vector<Publishing::Item>& items) {
    runtimes::Index result = index;
    std::vector<std::string> problems;
    for (const Publishing::Item& item : items) {
        const runtimes::IndexEntry* listed = index.find(item.entry.file);
        if (listed != nullptr && listed->sha256 != item.entry.sha256) {
            problems.push_back(base::format("{} has SHA-256 {} there, and {} here", item.entry.file,
                                            listed->sha256.hex(), item.entry.sha256.hex()));
        }
        if (listed == nullptr) result = with_entry(std::move(result), item.entry);
    }
    if (problems.empty()) return result;
    throw base::Error{
        "a published archive is never replaced by different bytes; pack them as rebuilds (--build):\n  {}",
        base::join(problems, "\n  ")};
}

Published publish(const Publishing& publishing, Destination& destination, const Signing& signing,
                  base::Log& log) {
    return Publisher{publishing, destination, signing, log}.publish();
}

}  // namespace adder::runtime_archive
