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

/// Finds the bytecode of sources below a directory; quickly, if those of one directory are asked for
/// together.
class BytecodeFinder {
  public:
    explicit BytecodeFinder(fs::path root) : root_{std::move(root)} {}

    /// Of `a/b.py` it is `a/__pycache__/b.cpython-313.pyc`. Nothing if there is none.
    std::optional<fs::path> of(const fs::path& source) {
        const fs::path directory = root_ / source.parent_path() / "__pycache__";
        if (std::exchange(directory_, directory) != directory) known_ = bytecode_in(directory);
        const auto found = known_.find(source.stem());
        return found == known_.end() ? std::nullopt : std::optional{found->second};
    }

  private:
    /// By the name of its source.
    static std::map<std::string, fs::path> bytecode_in(const fs::path& directory) {
        std::map<std::string, fs::path> found;
        std::error_code missing;
        for (const fs::directory_entry& entry : fs::directory_iterator{directory, missing}) {
            if (entry.path().extension() == ".pyc") found.emplace(entry.path().stem().stem(), entry.path());
        }
        return found;
    }

    fs::path root_;
    fs::path directory_;
    std::map<std::string, fs::path> known_;  ///< what `directory_` has
};

/// Moves the bytecode of the group's sources from one tree to the same places of another. Whatever else there
/// may be stays behind.
void move_bytecode(const SourceGroup& group, const fs::path& from, const fs::path& to) {
    BytecodeFinder finder{from};
    for (const std::string& source : group.files) {
        const std::optional<fs::path> found = finder.of(source);
        if (!found || !fs::is_regular_file(fs::symlink_status(*found))) continue;
        const fs::path place = to / found->lexically_relative(from);
        base::make_directories(place.parent_path());
        base::rename_path(*found, place);
    }
}

void unpack_file(const fs::path& archive, const fs::path& directory) {
    archive::TreeUnpacker unpacker{directory, {}};
    base::copy_file_into(archive, unpacker);
    unpacker.finish();
}

/// A tree of the group's bytecode alone, of the same files.
void link_bytecode(const SourceGroup& group, const fs::path& site_packages, const fs::path& tree) {
    BytecodeFinder finder{site_packages};
    for (const std::string& source : group.files) {
        const std::optional<fs::path> found = finder.of(source);
        if (!found) continue;
        const fs::path link = tree / found->lexically_relative(site_packages);
        base::make_directories(link.parent_path());
        if (::link(found->c_str(), link.c_str()) != 0) {
            throw base::SystemError{errno, "cannot link {} to {}", *found, link};
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
    return {
        layers.directory(), budget, key,
        layers.cached<PackageCacheKey>(layer_name, {.cache = true}, [&key](const PackageCacheKey& cached) {
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

void PackageCache::forget_wheels() const {
    for (const fs::path& built : built_in(layer_.path())) base::remove_tree(built);
}

fs::path PackageCache::archive_of(const SourceGroup& group) const {
    return layer_.path() / bytecode_directory / (group.digest.hex() + ".tar.zst");
}

RestoredBytecode PackageCache::restore_bytecode(const fs::path& site_packages,
                                                const std::vector<SourceGroup>& groups) const {
    if (!layer_.has_contents()) return {.restored = {}, .missing = groups};
    std::vector<char> has_some(groups.size());  // vector<bool> is not for several threads
    base::in_parallel(groups.size(), [&](std::size_t i) {
        const fs::path archive = archive_of(groups[i]);
        if (!fs::exists(archive)) return;
        const base::TempDir unpacked{layers_directory_, ".bytecode-"};
        try {
            unpack_file(archive, unpacked.path());
            move_bytecode(groups[i], unpacked.path(), site_packages);
            has_some[i] = true;
        } catch (const base::SystemError&) {
            throw;  // a full disk
        } catch (const base::Error&) {
            base::remove_tree(archive);  // damaged: it is compiled again
        }
    });
    RestoredBytecode result;
    for (std::size_t i = 0; i < groups.size(); ++i)
        (has_some[i] ? result.restored : result.missing).push_back(groups[i]);
    return result;
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
