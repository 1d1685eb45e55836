#include "runtime_archive/archives/publish.hpp"

#include "runtime_archive/archives/archive_directory.hpp"
#include "runtime_archive/archives/publication.hpp"
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
constexpr int most_attempts = 8;

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
};

There read_destination(Destination& destination) {
    There there;
    there.document = destination.read(index_name, runtimes::max_index_size);
    there.signature = destination.read(signature_name, runtimes::max_signature_file_size);
    if (!there.document) return there;
    try {
        there.index = runtimes::parse_index(there.document->text);
        require_understood(there.index);
    } catch (base::Error& error) {
        error.add_context("while reading {}", destination.address_of(index_name));
        throw;
    }
    return there;
}

/// Signatures for the text: by the keys, or those that came with the same text. Nothing if there are none.
std::optional<std::string> signatures_for(const std::string& text, const Publishing& publishing,
                                          const std::vector<base::PrivateKey>& keys, const There& there) {
    if (!keys.empty()) return runtimes::sign(text, keys);
    if (there.signature && there.document && there.document->text == text) return there.signature->text;
    if (publishing.signature && publishing.index == text) return publishing.signature;
    return std::nullopt;
}

void require_signable(const Publishing& publishing, const std::vector<base::PrivateKey>& keys,
                      const There& there, const Destination& destination) {
    const std::string text = runtimes::to_json(merged(there.index, publishing.items));
    if (!there.signature || signatures_for(text, publishing, keys, there)) return;
    throw base::Error{
        "{} is signed, and the index with these archives would not be: readers that require a signature "
        "would "
        "refuse it. Name the private key with --key",
        destination.address_of(index_name)};
}

[[noreturn]] void refuse(const std::string& address, const runtimes::IndexEntry& entry,
                         const base::Sha256Digest& present) {
    throw base::Error{
        "{} is published already, with other contents: its SHA-256 is {}, the new one has {}.\n"
        "A published archive is never replaced; pack this one as a rebuild, with --build {}.",
        address, present.hex(), entry.sha256.hex(), entry.id.build + 1};
}

/// Whether it is there already, with these bytes.
bool is_there(const Publishing::Item& item, const runtimes::Index& index, Destination& destination) {
    const auto size = destination.size_of(item.entry.file);
    if (!size) return false;
    const runtimes::IndexEntry* listed = index.find(item.entry.file);
    const bool is_listed = listed != nullptr && listed->sha256 == item.entry.sha256;
    if (is_listed && *size == item.entry.size) return true;
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

/// One attempt; false if somebody else got in between.
bool put_index(const Publishing& publishing, Destination& destination,
               const std::vector<base::PrivateKey>& keys, Published& published) {
    const There there = read_destination(destination);
    require_signable(publishing, keys, there, destination);
    const std::string text = runtimes::to_json(merged(there.index, publishing.items));
    if (!there.document || there.document->text != text) {
        if (!destination.replace(index_name, text, there.document)) return false;
        published.index_changed = true;
    }
    const auto signatures = signatures_for(text, publishing, keys, there);
    published.is_signed = signatures.has_value();
    if (!signatures || (there.signature && there.signature->text == *signatures)) return true;
    if (!destination.replace(signature_name, *signatures, there.signature)) return false;
    // Another publisher may have put its index, and then its signatures, between ours.
    const auto now = destination.read(index_name, runtimes::max_index_size);
    return now && now->text == text;
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

Published publish(const Publishing& publishing, Destination& destination,
                  const std::vector<base::PrivateKey>& keys, base::Log& log) {
    const There there = read_destination(destination);
    require_signable(publishing, keys, there, destination);

    Published published;
    std::vector<const Publishing::Item*> missing;
    for (const Publishing::Item& item : publishing.items) {
        if (is_there(item, there.index, destination)) {
            published.were_there.push_back(item.entry.file);
        } else {
            destination.require_writable(item.entry.file);
            missing.push_back(&item);
        }
    }
    destination.require_writable(index_name);
    if (!keys.empty()) destination.require_writable(signature_name);

    for (const Publishing::Item* item : missing) {
        const bool is_new = put(*item, destination, log);
        (is_new ? published.added : published.were_there).push_back(item->entry.file);
    }
    for (int attempt = 0; !put_index(publishing, destination, keys, published);) {
        if (++attempt == most_attempts) {
            throw base::Error{"{} was changed by others {} times while it was to be written: try again",
                              destination.address_of(index_name), most_attempts};
        }
    }
    return published;
}

}  // namespace adder::runtime_archive
