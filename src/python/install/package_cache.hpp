#pragma once

#include "python/app/settings.hpp"
#include "python/installed/packages.hpp"
#include "python/installed/source_groups.hpp"

#include <adder/cnb/layers.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace adder::python {

/// Whether uv's cache in that directory has any wheel that was built from source.
bool has_built_wheels(const std::filesystem::path& uv_cache);

struct PackageCacheKey {
    std::string layout;
    std::string python;     ///< `RuntimeKey::fingerprint`: bytecode and compiled wheels are for that one
    std::string directory;  ///< of the layers: bytecode names its sources

    static PackageCacheKey from_toml(const cnb::TomlReader& reader);
    cnb::TomlTable to_toml() const;
};

/// Groups whose bytecode was kept, and the others.
struct RestoredBytecode {
    std::vector<SourceGroup> restored;
    std::vector<SourceGroup> missing;
};

/// The `package-cache` layer: wheels that were built from source, as uv's cache has them, and bytecode, an
/// archive for each group of sources that did not change. Never part of an image. Whatever is missing or
/// damaged in it is made again.
class PackageCache {
  public:
    static constexpr const char* layer_name = "package-cache";

    /// What the last build kept, if it is of this `python` and place, else an empty cache.
    static PackageCache open(const cnb::Layers& layers, const std::string& python, const CacheBudget& budget);

    /// Why what the last build kept is of no use to this one; none if it is, or there is nothing.
    std::vector<std::string> reasons() const { return layer_.reasons(); }

    /// Moves the wheels to where uv looks for them, and puts them back with those that were built since. Of
    /// other versions than `packages` (as `installed_packages` lists them) none are kept. uv trusts them by
    /// their place, and what one distribution runs while it is built can put another's there: only for where
    /// all who share the cache trust each other.
    void lend_wheels(const std::filesystem::path& uv_cache) const;
    void take_wheels(const std::filesystem::path& uv_cache, const std::vector<Package>& packages) const;
    /// Removes those that an earlier build kept.
    void forget_wheels() const;

    /// Puts bytecode of the groups' own sources into `site_packages`, as the last build kept it;
    /// `compile_bytecode` checks what it is of.
    RestoredBytecode restore_bytecode(const std::filesystem::path& site_packages,
                                      const std::vector<SourceGroup>& groups) const;
    /// Keeps the bytecode of these groups, the largest first, and no other.
    void keep_bytecode(const std::filesystem::path& site_packages, std::vector<SourceGroup> groups) const;

  private:
    PackageCache(std::filesystem::path layers_directory, const CacheBudget& budget, PackageCacheKey key,
                 cnb::CachedLayer<PackageCacheKey> layer)
        : layers_directory_{std::move(layers_directory)},
          budget_{budget},
          key_{std::move(key)},
          layer_{std::move(layer)} {}

    std::filesystem::path archive_of(const SourceGroup& group) const;
    void pack_bytecode(const SourceGroup& group, const std::filesystem::path& site_packages,
                       const std::filesystem::path& archive, std::uint64_t room) const;

    std::filesystem::path layers_directory_;
    CacheBudget budget_;
    PackageCacheKey key_;
    cnb::CachedLayer<PackageCacheKey> layer_;
};

}  // namespace adder::python
