#include "runtime_archive/archives/publication.hpp"

#include <adder/base/error.hpp>
#include <adder/base/text.hpp>

namespace adder::runtime_archive {

Publication decide(const runtimes::Index& index, const std::optional<base::Sha256Digest>& present,
                   const runtimes::IndexEntry& wanted) {
    const runtimes::IndexEntry* published = index.find(wanted.file);
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

runtimes::Index with_entry(runtimes::Index index, const runtimes::IndexEntry& entry) {
    std::erase_if(index.archives, [&](const auto& other) { return other.file == entry.file; });
    index.archives.push_back(entry);
    return index;
}

void require_understood(const runtimes::Index& index) {
    if (index.passed_over.empty()) return;
    constexpr std::size_t shown = 5;
    std::vector<std::string> places = index.passed_over;
    if (places.size() > shown) {
        places.resize(shown);
        places.emplace_back("…");
    }
    throw base::Error{
        "the index holds what this version of runtime-archive does not know, and would lose by writing it: "
        "{}. "
        "Use the version that wrote it",
        base::join(places, ", ")};
}

}  // namespace adder::runtime_archive
