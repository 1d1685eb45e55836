#include "python/installed/source_groups.hpp"

#include "python/installed/record.hpp"

#include <adder/base/files.hpp>
#include <adder/base/parallel.hpp>

#include <algorithm>
#include <map>
#include <unordered_map>

namespace adder::python {

namespace {

namespace fs = std::filesystem;

void list_sources(const fs::path& root, const fs::path& directory, std::vector<std::string>& sources) {
    for (const fs::directory_entry& entry : fs::directory_iterator{directory}) {
        const fs::path& path = entry.path();
        if (entry.is_directory() && !entry.is_symlink()) {
            const fs::path name = path.filename();
            if (name != "tests" && name != "__pycache__") list_sources(root, path, sources);
        } else if (path.extension() == ".py" && entry.is_regular_file()) {
            sources.push_back(path.lexically_relative(root).native());
        }
    }
}

std::vector<fs::path> records_in(const fs::path& site_packages) {
    std::vector<fs::path> records;
    for (const fs::directory_entry& entry : fs::directory_iterator{site_packages}) {
        if (entry.path().extension() == ".dist-info") records.push_back(entry.path() / "RECORD");
    }
    std::ranges::sort(records);
    return records;
}

base::Sha256Digest digest_of(const std::vector<std::string>& files, const fs::path& site_packages) {
    base::Sha256Sink digest;
    for (const std::string& file : files) {
        const fs::path path = site_packages / file;
        const std::string head = base::format("{} {} ", file, fs::file_size(path));
        digest.write(base::as_bytes(head));
        base::copy_file_into(path, digest);
    }
    digest.finish();
    return digest.digest();
}

}  // namespace

std::vector<SourceGroup> source_groups(const fs::path& site_packages) {
    std::vector<std::string> sources;
    std::unordered_map<std::string, std::string> owners;
    try {
        list_sources(site_packages, site_packages, sources);
        for (const fs::path& record : records_in(site_packages)) {
            const std::string text = base::read_file_if_present(record, record_limit).value_or("");
            for (RecordedFile& file : recorded_files(text)) owners.emplace(std::move(file.path), record);
        }
    } catch (const fs::filesystem_error& error) {
        throw base::SystemError{error.code().value(), "cannot read {}", error.path1()};
    }
    std::ranges::sort(sources);
    std::map<std::string, std::vector<std::string>> groups;
    for (std::string& source : sources) {
        const auto found = owners.find(source);
        const std::string owner = found == owners.end() ? source.substr(0, source.find('/')) : found->second;
        groups[owner].push_back(std::move(source));
    }
    std::vector<SourceGroup> result;
    for (auto& [owner, files] : groups) result.push_back({std::move(files), base::Sha256Digest{{}}});
    base::in_parallel(result.size(),
                      [&](std::size_t i) { result[i].digest = digest_of(result[i].files, site_packages); });
    return result;
}

}  // namespace adder::python
