#include "runtime_archive/archives/reindex.hpp"

#include <adder/base/error.hpp>
#include <adder/base/text.hpp>

#include <algorithm>

namespace adder::runtime_archive {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view archive_extension = ".tar.zst";

bool holds(const std::vector<FoundFile>& files, std::string_view name) {
    return std::ranges::any_of(files, [&](const FoundFile& file) { return file.name == name; });
}

}  // namespace

Reindexed reindex(const runtimes::Index& known, const std::vector<FoundFile>& files, bool forget_missing) {
    Reindexed result;
    result.index.stamp = known.stamp;
    std::vector<std::string> problems;
    for (const FoundFile& file : files) {
        const runtimes::IndexEntry* entry = known.find(file.name);
        if (entry != nullptr) {
            result.index.archives.push_back(*entry);
            if (entry->sha256 == file.sha256) continue;
            problems.push_back(base::format("{} has SHA-256 {}, and was listed with {}", file.name,
                                            file.sha256.hex(), entry->sha256.hex()));
        } else if (const auto id = runtimes::parse_archive_file_name(file.name)) {
            result.index.archives.push_back(
                {.id = *id, .file = file.name, .size = file.size, .sha256 = file.sha256});
            result.added.push_back(file.name);
        } else {
            result.nameless.push_back(file.name);
        }
    }
    for (const runtimes::IndexEntry& entry : known.archives) {
        if (holds(files, entry.file)) continue;
        result.forgotten.push_back(entry.file);
        if (!forget_missing) {
            problems.push_back(base::format("{} is listed, and not there (--forget-missing)", entry.file));
        }
    }
    if (problems.empty()) return result;
    throw base::Error{"the archives are not those that the index lists:\n  {}", base::join(problems, "\n  ")};
}

std::vector<FoundFile> find_archives(const fs::path& directory, const runtimes::Index& known) {
    std::vector<FoundFile> files;
    for (const fs::directory_entry& entry : fs::directory_iterator{directory}) {
        const std::string name = entry.path().filename();
        const bool is_archive = known.find(name) != nullptr || name.ends_with(archive_extension);
        if (!is_archive || !entry.is_regular_file()) continue;
        files.push_back({name, entry.file_size(), base::sha256_of_file(entry.path())});
    }
    std::ranges::sort(files, {}, &FoundFile::name);
    return files;
}

}  // namespace adder::runtime_archive
