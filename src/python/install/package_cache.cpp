#include "python/install/package_cache.hpp"

#include "archive/pack.hpp"
#include "archive/unpack.hpp"
#include "python/installed/packages.hpp"

#include <adder/base/parallel.hpp>
#include <adder/base/text.hpp>

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <utility>

#include <unistd.h>

namespace adder::python {

namespace {

namespace fs = std::filesystem;

constexpr const char* layout_version = "1";
constexpr const char* bytecode_directory = "bytecode";

/// Where uv's cache has what it built: its name ends in the version of its form.
std::vector<fs::path> built_in(const fs::path& uv_cache) {
    std::vector<fs::path> found;
    std::error_code missing;
    for (const fs::directory_entry& entry : fs::directory_iterator{uv_cache, missing}) {
        if (entry.path().filename().native().starts_with("sdists-v")) found.push_back(entry.path());
    }
    return found;
}

struct File {
    fs::path path;
    std::uintmax_t size;
};

std::vector<File> wheels_below(const fs::path& directory) {
    std::vector<File> wheels;
    std::error_code missing;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator{directory, missing}) {
        if (entry.path().extension() == ".whl" && entry.is_regular_file()) {
            wheels.push_back({entry.path(), entry.file_size()});
        }
    }
    return wheels;
}

/// Of flask-3.1.3-py3-none-any.whl; nullopt for a name of another form.
std::optional<Package> package_of(const fs::path& wheel) {
    const std::string name = wheel.filename().native();
    const std::vector<std::string_view> parts = base::split(name, '-');
    if (parts.size() < 2) return std::nullopt;
    return Package::of(parts[0], parts[1]);
}

std::uint64_t size_below(const fs::path& directory) {
    std::uint64_t bytes = 0;
    std::error_code missing;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator{directory, missing}) {
        if (entry.is_regular_file() && !entry.is_symlink()) bytes += entry.file_size();
    }
    return bytes;
}

/// Bytecode in a directory's `__pycache__` by the name of its source: `b` has `b.cpython-313.pyc`.
std::map<std::string, fs::path> bytecode_in(const fs::path& directory) {
    std::map<std::string, fs::path> found;
    std::error_code missing;
    for (const fs::directory_entry& entry : fs::directory_iterator{directory / "__pycache__", missing}) {
        if (entry.path().extension() == ".pyc") found.emplace(entry.path().stem().stem(), entry.path());
    }
    return found;
}

/// Every file below `from` gets the same place below `to`.
void move_files(const fs::path& from, const fs::path& to) {
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator{from}) {
        const fs::path place = to / entry.path().lexically_relative(from);
        if (entry.is_directory()) {
            base::make_directories(place);
        } else {
            base::rename_path(entry.path(), place);
        }
    }
}

void unpack_file(const fs::path& archive, const fs::path& directory) {
    archive::TreeUnpacker unpacker{directory, {}};
    base::copy_file_into(archive, unpacker);
    unpacker.finish();
}

/// A tree of the group's bytecode alone, of the same files.
void link_bytecode(const SourceGroup& group, const fs::path& site_packages, const fs::path& tree) {
    fs::path directory = tree;  // of no source
    std::map<std::string, fs::path> known;
    for (const std::string& file : group.files) {
        const fs::path source = site_packages / file;
        const fs::path place = tree / fs::path{file}.parent_path() / "__pycache__";
        if (std::exchange(directory, source.parent_path()) != source.parent_path()) {
            known = bytecode_in(directory);
            if (!known.empty()) base::make_directories(place);
        }
        const auto found = known.find(source.stem());
        if (found == known.end()) continue;
        const fs::path link = place / found->second.filename();
        if (::link(found->second.c_str(), link.c_str()) != 0) {
            throw base::SystemError{errno, "cannot link {} to {}", found->second, link};
        }
    }
}

}  // namespace

bool has_built_wheels(const fs::path& uv_cache) {
    return std::ranges::any_of(built_in(uv_cache),
                               [](const fs::path& built) { return !wheels_below(built).empty(); });
}

PackageCacheKey PackageCacheKey::from_toml(const cnb::TomlReader& reader) {
    return {reader.text("layout"), reader.text("python"), reader.text("directory")};
}

cnb::TomlTable PackageCacheKey::to_toml() const {
    return {{"layout", layout}, {"python", python}, {"directory", directory}};
}

PackageCache PackageCache::open(const cnb::Layers& layers, const std::string& python,
                                const CacheBudget& budget) {
    const PackageCacheKey key{layout_version, python, layers.directory().native()};
    return {layers.directory(), budget, key,
            layers.cached<PackageCacheKey>(
                "package-cache", {.cache = true}, [&key](const PackageCacheKey& cached) {
                    return cnb::KeyComparison{}
                        .field("the layout", cached.layout, key.layout)
                        .differs_if(cached.python != key.python, "it is of another Python")
                        .differs_if(cached.directory != key.directory, "it is of another place")
                        .decision();
                })};
}

void PackageCache::lend_wheels(const fs::path& uv_cache) const {
    for (const fs::path& built : built_in(layer_.path())) {
        base::make_directories(uv_cache);
        base::remove_tree(uv_cache / built.filename());
        base::rename_path(built, uv_cache / built.filename());
    }
}

void PackageCache::take_wheels(const fs::path& uv_cache, const std::vector<Package>& packages) const {
    const std::set<Package> installed{packages.begin(), packages.end()};
    for (const fs::path& built : built_in(uv_cache)) {
        std::vector<File> wheels = wheels_below(built);
        std::ranges::sort(wheels, {}, &File::size);
        std::uint64_t kept = 0;
        for (const File& wheel : wheels) {
            const bool fits = kept + wheel.size <= budget_.total;
            const auto package = package_of(wheel.path);
            if (fits && package && installed.contains(*package)) {
                kept += wheel.size;
            } else {
                base::remove_tree(wheel.path.parent_path());  // with what uv notes of it
            }
        }
        if (kept == 0) continue;
        layer_.update(key_, [&](const fs::path& layer) {
            base::remove_tree(layer / built.filename());
            base::rename_path(built, layer / built.filename());
        });
    }
}

fs::path PackageCache::archive_of(const SourceGroup& group) const {
    return layer_.path() / bytecode_directory / (group.digest.hex() + ".tar.zst");
}

std::vector<SourceGroup> PackageCache::restore_bytecode(const fs::path& site_packages,
                                                        const std::vector<SourceGroup>& groups) const {
    if (!layer_.has_contents()) return groups;
    std::vector<char> has_some(groups.size());  // vector<bool> is not for several threads
    base::in_parallel(groups.size(), [&](std::size_t i) {
        const fs::path archive = archive_of(groups[i]);
        if (!fs::exists(archive)) return;
        const base::TempDir unpacked{layers_directory_, ".bytecode-"};
        try {
            unpack_file(archive, unpacked.path());
            move_files(unpacked.path(), site_packages);
            has_some[i] = true;
        } catch (const base::SystemError&) {
            throw;  // a full disk
        } catch (const base::Error&) {
            base::remove_tree(archive);  // damaged: it is compiled again
        }
    });
    std::vector<SourceGroup> missing;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        if (!has_some[i]) missing.push_back(groups[i]);
    }
    return missing;
}

void PackageCache::keep_bytecode(const fs::path& site_packages, std::vector<SourceGroup> groups) const {
    std::ranges::stable_sort(groups, std::greater{},
                             [](const SourceGroup& group) { return group.files.size(); });
    std::uint64_t room = budget_.total;
    for (const fs::path& built : built_in(layer_.path())) room -= std::min(room, size_below(built));
    room = std::min(room, budget_.bytecode);
    if (room == 0 && !layer_.has_contents()) return;

    std::mutex guard;  // of `room` and `kept`
    std::set<std::string> kept;
    const auto claim_room = [&](const fs::path& archive) {
        const std::uint64_t size = fs::file_size(archive);
        const std::lock_guard lock{guard};
        if (size > room) return;
        room -= size;
        kept.insert(archive.filename());
    };
    const auto room_left = [&] { return std::lock_guard{guard}, room; };
    layer_.update(key_, [&](const fs::path& layer) {
        base::make_directories(layer / bytecode_directory);
        base::in_parallel(groups.size(), [&](std::size_t i) {
            const fs::path archive = archive_of(groups[i]);
            if (!fs::exists(archive)) pack_bytecode(groups[i], site_packages, archive, room_left());
            if (fs::exists(archive)) claim_room(archive);
        });
        for (const fs::directory_entry& entry : fs::directory_iterator{layer / bytecode_directory}) {
            if (!kept.contains(entry.path().filename())) base::remove_tree(entry.path());
        }
    });
}

/// Not if it would surely be larger than `room`.
void PackageCache::pack_bytecode(const SourceGroup& group, const fs::path& site_packages,
                                 const fs::path& archive, std::uint64_t room) const {
    constexpr std::uint64_t best_ratio = 5;
    const base::TempDir tree{layers_directory_, ".bytecode-"};
    link_bytecode(group, site_packages, tree.path());
    if (size_below(tree.path()) / best_ratio > room) return;
    base::FileSink file{archive};
    archive::pack_tree(tree.path(), file, {.level = 3, .window_log = 23});
}

}  // namespace adder::python
