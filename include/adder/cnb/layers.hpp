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

/// The bills of materials that a cached layer should have. Their version stands in the layer's metadata
/// beside its key, as `bill`; the files are restored with the metadata, contents or not.
struct WantedSboms {
    /// Changed when bills say something else: a layer with those of another version, or with none, is not
    /// kept. Empty: none are wanted, and those of a kept layer are removed.
    std::string version;
    std::string reason;  ///< why a layer without them is not kept: "it has no bill of materials"
};

/// Where the metadata name the version of a layer's bills.
inline constexpr std::string_view sboms_key = "bill";

/// The decision on a layer whose restored metadata name `sboms` (empty: none).
Decision with_sboms(Decision decision, const std::optional<WantedSboms>& wanted, std::string_view sboms);

/// What the restored metadata of a layer say.
template <typename M>
struct RestoredMetadata {
    M key;
    std::string sboms;  ///< the version of its bills of materials; empty if it has none, or none matter
};

/// Throws `base::Error` for metadata that cannot be used.
template <LayerMetadata M>
RestoredMetadata<M> read_restored(const LayerFiles& files, const std::optional<WantedSboms>& wanted) {
    const TomlTable table = files.read_metadata();
    const TomlReader reader{table, files.name()};
    return {M::from_toml(reader), wanted ? reader.find_text(sboms_key).value_or("") : ""};
}

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

    /// Looks at what was restored, decides, and makes the disk agree. `sboms`: nullopt leaves bills of
    /// materials alone.
    static CachedLayer open(LayerFiles files, LayerTypes types, const Decide& decide,
                            std::optional<WantedSboms> sboms = std::nullopt) {
        CachedLayer layer{std::move(files), types, std::move(sboms)};
        layer.restore(decide);
        return layer;
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
            [&] { return toml_of(*metadata); });
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
        files_.write_toml(types_, toml_of(metadata));
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
        files_.write_toml(types_, toml_of(metadata));
        add(files_.path());
    }

  private:
    CachedLayer(LayerFiles files, LayerTypes types, std::optional<WantedSboms> sboms)
        : files_{std::move(files)}, types_{types}, sboms_{std::move(sboms)} {}

    TomlTable toml_of(const M& metadata) const {
        TomlTable table = metadata.to_toml();
        if (sboms_ && !sboms_->version.empty())
            table.insert_or_assign(std::string{sboms_key}, sboms_->version);
        return table;
    }

    void restore(const Decide& decide) {
        state_ = restored_state(decide);
        const auto* kept = std::get_if<Kept<M>>(&state_);
        if (!kept) {
            files_.remove();
            return;
        }
        if (sboms_ && sboms_->version.empty() && has_sboms_) files_.write_sboms({});
        files_.write_toml(types_, toml_of(kept->metadata));  // restored without its types
    }

    LayerState<M> restored_state(const Decide& decide) {
        if (!files_.has_toml()) return NotRestored{};
        std::optional<RestoredMetadata<M>> restored;
        try {
            restored = read_restored<M>(files_, sboms_);
        } catch (const base::Error& error) {
            return InvalidMetadata{error.message()};
        }
        const bool has_contents = files_.has_contents();
        if (!has_contents && !types_.launch_only())
            return Discarded<M>{restored->key, {"its contents were not restored"}};
        has_sboms_ = !restored->sboms.empty();
        const Decision decision = with_sboms(decide(restored->key), sboms_, restored->sboms);
        if (const auto* discard = std::get_if<Discard>(&decision))
            return Discarded<M>{restored->key, discard->reasons};
        return Kept<M>{restored->key, has_contents};
    }

    LayerFiles files_;
    LayerTypes types_;
    std::optional<WantedSboms> sboms_;
    bool has_sboms_ = false;
    LayerState<M> state_;
};

/// A layer that every build makes anew. Whatever was restored under its name is gone from the start.
class UncachedLayer {
  public:
    /// Throws `std::logic_error` for `types.cache`: nothing would ever look at what was cached.
    static UncachedLayer open(LayerFiles files, LayerTypes types);

    const std::filesystem::path& path() const { return files_.path(); }

    /// As `CachedLayer::fill`.
    void fill(Filling filling, const FillLayer& fill) const;

  private:
    UncachedLayer(LayerFiles files, LayerTypes types) : files_{std::move(files)}, types_{types} {}

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

    /// `sboms` are the bills of materials that the layer should have; nullopt leaves them alone. Throws
    /// `std::logic_error` for a name a layer cannot have.
    template <LayerMetadata M>
    CachedLayer<M> cached(std::string name, LayerTypes types, const std::function<Decision(const M&)>& decide,
                          std::optional<WantedSboms> sboms = std::nullopt) const {
        return CachedLayer<M>::open(LayerFiles{directory_, std::move(name), sboms_}, types, decide,
                                    std::move(sboms));
    }

    /// The key of a layer as it was restored, before anything is decided about it: nothing on disk changes.
    /// nullopt if there is none, or it cannot be read. Throws `std::logic_error` for a name a layer cannot
    /// have.
    template <LayerMetadata M>
    std::optional<M> restored_metadata(std::string name) const {
        auto restored = read_if_usable<M>(std::move(name), std::nullopt);
        return restored ? std::optional{std::move(restored->key)} : std::nullopt;
    }

    /// Whether `cached` would keep the layer, as far as the restored metadata tell; nothing on disk changes.
    /// Throws as `restored_metadata`.
    template <LayerMetadata M>
    bool would_keep(std::string name, const std::function<Decision(const M&)>& decide,
                    const std::optional<WantedSboms>& sboms = std::nullopt) const {
        const auto restored = read_if_usable<M>(std::move(name), sboms);
        return restored &&
               std::holds_alternative<Keep>(with_sboms(decide(restored->key), sboms, restored->sboms));
    }

    /// Throws `std::logic_error` for a name or types an uncached layer cannot have.
    UncachedLayer uncached(std::string name, LayerTypes types) const {
        return UncachedLayer::open(LayerFiles{directory_, std::move(name), sboms_}, types);
    }

  private:
    template <LayerMetadata M>
    std::optional<RestoredMetadata<M>> read_if_usable(std::string name,
                                                      const std::optional<WantedSboms>& wanted) const {
        const LayerFiles files{directory_, std::move(name), sboms_};
        if (!files.has_toml()) return std::nullopt;
        try {
            return read_restored<M>(files, wanted);
        } catch (const base::Error&) {
            return std::nullopt;
        }
    }

    std::filesystem::path directory_;
    SbomFiles sboms_;
};

}  // namespace adder::cnb
