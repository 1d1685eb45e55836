#pragma once

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/cnb/decision.hpp>
#include <adder/cnb/layer_files.hpp>
#include <adder/cnb/toml.hpp>

#include <concepts>
#include <filesystem>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

namespace adder::cnb {

/// A type that a layer's `[metadata]` is read into. `from_toml` throws `base::Error` for metadata it cannot
/// use (written by another version, say), which discards the layer and fails nothing; one that understands an
/// older form may return what that form means today. Prefer strings: the lifecycle restores numbers as floats
/// and dates as strings.
template <typename M>
concept LayerMetadata = requires(const M& metadata, const TomlReader& reader) {
    { M::from_toml(reader) } -> std::same_as<M>;
    { metadata.to_toml() } -> std::same_as<TomlTable>;
};

/// For a layer that needs no key (a store of downloads that serves every build).
struct NoMetadata {
    static NoMetadata from_toml(const TomlReader&) { return {}; }
    TomlTable to_toml() const { return {}; }
};

/// There was no such layer, or neither the previous image nor the cache has it any more.
struct NotRestored {};

/// There was, and what it says of itself cannot be read into `M`.
struct InvalidMetadata {
    std::string reason;
};

/// The previous build's layer serves this build. A launch-only layer is restored as metadata alone: its
/// contents stay in the previous image, which the lifecycle takes them from.
template <typename M>
struct Kept {
    M metadata;
    bool has_contents;
};

/// It does not, or no longer, for these reasons.
template <typename M>
struct Discarded {
    M metadata;
    std::vector<std::string> reasons;
};

template <typename M>
using LayerState = std::variant<NotRestored, InvalidMetadata, Discarded<M>, Kept<M>>;

/// A layer that is kept from build to build as long as its key says so.
///
///     const auto layer = context.layers.cached<Key>("runtime", {.launch = true}, decide);
///     if (!layer.is_kept()) layer.fill(Filling::staged, [&](LayerDraft& draft) { …; return key; });
///
/// What is on disk follows the state at once: a kept layer is part of this build's result from the start, of
/// any other nothing is left; it is only there again once it is filled.
template <LayerMetadata M>
class CachedLayer {
  public:
    using Decide = std::function<Decision(const M&)>;
    /// Puts contents together and returns the key of what it put there.
    using Make = std::function<M(LayerDraft&)>;

    CachedLayer(LayerFiles files, LayerTypes types, const Decide& decide)
        : files_{std::move(files)}, types_{types}, state_{restore(decide)} {
        if (const auto* kept = std::get_if<Kept<M>>(&state_)) {
            files_.write_toml(types_, kept->metadata.to_toml());  // restored without its types
        } else {
            files_.remove();
        }
    }

    const std::filesystem::path& path() const { return files_.path(); }
    const LayerTypes& types() const { return types_; }

    const LayerState<M>& state() const { return state_; }
    bool is_kept() const { return std::holds_alternative<Kept<M>>(state_); }
    /// Kept, and its files are at `path()`.
    bool has_contents() const {
        const auto* kept = std::get_if<Kept<M>>(&state_);
        return kept && kept->has_contents;
    }

    /// Why it is not kept; empty when it is, and when nothing was restored.
    std::vector<std::string> reasons() const {
        if (const auto* discarded = std::get_if<Discarded<M>>(&state_)) return discarded->reasons;
        if (const auto* invalid = std::get_if<InvalidMetadata>(&state_))
            return {base::format("its metadata cannot be used ({})", invalid->reason)};
        return {};
    }

    /// The key of the previous build, also of a discarded layer; null if there was none or it was unreadable.
    const M* restored() const {
        if (const auto* kept = std::get_if<Kept<M>>(&state_)) return &kept->metadata;
        if (const auto* discarded = std::get_if<Discarded<M>>(&state_)) return &discarded->metadata;
        return nullptr;
    }

    /// Replaces the layer, of whatever state, and returns its key. What `make` throws comes out after
    /// everything unfinished is gone.
    M fill(Filling filling, const Make& make) const {
        std::optional<M> metadata;
        files_.fill(
            filling, types_, [&](LayerDraft& draft) { metadata = make(draft); },
            [&] { return metadata->to_toml(); });
        return *std::move(metadata);
    }

    /// Makes the contents of a kept launch-only layer for this build's own use. The layer stays the previous
    /// image's: `fill` must make what was there. Throws `std::logic_error` unless kept without contents.
    [[nodiscard]] TemporaryContents materialise(Filling filling, const FillLayer& fill) const {
        if (!is_kept() || has_contents())
            throw std::logic_error("there is nothing to materialise in layer " + files_.name());
        files_.fill_contents(filling, fill);
        return TemporaryContents{files_.path()};
    }

    /// A kept layer gets new metadata; its contents, here or in the previous image, stay what they are.
    /// Throws `std::logic_error` unless kept.
    void renew(const M& metadata) const {
        if (!is_kept()) throw std::logic_error("there is nothing to renew in layer " + files_.name());
        files_.write_toml(types_, metadata.to_toml());
    }

    /// Replaces the bills of materials of a kept layer, which are restored with it. Throws `std::logic_error`
    /// unless kept, and as `SbomFiles::write`.
    void replace_sboms(const std::vector<Sbom>& sboms) const {
        if (!is_kept()) throw std::logic_error("there is nothing to describe in layer " + files_.name());
        files_.write_sboms(sboms);
    }

    /// For contents that are added bit by bit (a store of files under their digests): what is there stays.
    void update(const M& metadata, const std::function<void(const std::filesystem::path&)>& add) const {
        base::make_directories(files_.path());
        files_.write_toml(types_, metadata.to_toml());
        add(files_.path());
    }

  private:
    LayerState<M> restore(const Decide& decide) const {
        if (!files_.has_toml()) return NotRestored{};
        std::optional<M> metadata;
        try {
            const TomlTable table = files_.read_metadata();
            metadata = M::from_toml(TomlReader{table, files_.name()});
        } catch (const base::Error& error) {
            return InvalidMetadata{error.message()};
        }
        const bool has_contents = files_.has_contents();
        if (!has_contents && !types_.launch_only())
            return Discarded<M>{*metadata, {"its contents were not restored"}};
        const Decision decision = decide(*metadata);
        if (const auto* discard = std::get_if<Discard>(&decision))
            return Discarded<M>{*metadata, discard->reasons};
        return Kept<M>{*metadata, has_contents};
    }

    LayerFiles files_;
    LayerTypes types_;
    LayerState<M> state_;
};

/// A layer that every build makes anew. Whatever was restored under its name is gone from the start.
class UncachedLayer {
  public:
    /// Throws `std::logic_error` for `types.cache`: nothing would ever look at what was cached.
    UncachedLayer(LayerFiles files, LayerTypes types);

    const std::filesystem::path& path() const { return files_.path(); }

    /// As `CachedLayer::fill`.
    void fill(Filling filling, const FillLayer& fill) const;

  private:
    LayerFiles files_;
    LayerTypes types_;
};

/// The layers directory of one buildpack.
class Layers {
  public:
    /// `sbom_formats` is what `buildpack.toml` declares.
    explicit Layers(std::filesystem::path directory, std::vector<SbomFormat> sbom_formats = {})
        : directory_{std::move(directory)}, sboms_{directory_, std::move(sbom_formats)} {}

    const std::filesystem::path& directory() const { return directory_; }

    /// Removes what a build that was killed left unfinished: whatever begins with a dot, which no layer and
    /// no file of the contract does, and files of which only a part was written. Before every build's own
    /// work.
    void remove_rests() const;

    /// Throws `std::logic_error` for a name a layer cannot have.
    template <LayerMetadata M>
    CachedLayer<M> cached(std::string name, LayerTypes types,
                          const std::function<Decision(const M&)>& decide) const {
        return CachedLayer<M>{LayerFiles{directory_, std::move(name), sboms_}, types, decide};
    }

    /// The key of a layer as it was restored, before anything is decided about it: nothing on disk changes.
    /// nullopt if there is none, or it cannot be read. Throws `std::logic_error` for a name a layer cannot
    /// have.
    template <LayerMetadata M>
    std::optional<M> restored_metadata(std::string name) const {
        const LayerFiles files{directory_, std::move(name), sboms_};
        if (!files.has_toml()) return std::nullopt;
        try {
            const TomlTable table = files.read_metadata();
            return M::from_toml(TomlReader{table, files.name()});
        } catch (const base::Error&) {
            return std::nullopt;
        }
    }

    /// Throws `std::logic_error` for a name or types an uncached layer cannot have.
    UncachedLayer uncached(std::string name, LayerTypes types) const {
        return UncachedLayer{LayerFiles{directory_, std::move(name), sboms_}, types};
    }

  private:
    std::filesystem::path directory_;
    SbomFiles sboms_;
};

}  // namespace adder::cnb
