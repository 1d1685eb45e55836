#pragma once

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/cnb/layer_env.hpp>
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

/// Who gets a layer (spec: Layer Types).
struct LayerTypes {
    bool launch = false;  ///< part of the app image
    bool build = false;   ///< visible to later buildpacks
    bool cache = false;   ///< restored, contents included, in the next build

    /// The lifecycle restores only the metadata of such a layer, and takes its contents from the previous
    /// image when the buildpack leaves no directory.
    bool launch_only() const { return launch && !build && !cache; }
};

struct Keep {};

/// Every reason, not the first: the log lists them all.
struct Discard {
    std::vector<std::string> reasons;
};

using Decision = std::variant<Keep, Discard>;

/// Collects the differences between a restored key and the wanted one, field by field.
class KeyComparison {
  public:
    /// Adds "<what> changed from <cached> to <wanted>" if they differ.
    KeyComparison& field(std::string_view what, std::string_view cached, std::string_view wanted);
    /// Adds the reason if `differs`; for values that mean nothing to a reader, such as digests.
    KeyComparison& differs_if(bool differs, std::string reason);

    Decision decision() const;

  private:
    std::vector<std::string> reasons_;
};

/// A type that a layer's `[metadata]` is read into. `from_toml` throws `base::Error` for metadata it cannot
/// use (written by another version, say), which discards the layer and fails nothing. Prefer strings: the
/// lifecycle restores numbers as floats and dates as strings.
template <typename M>
concept LayerMetadata = requires(const M& metadata, const TomlReader& reader) {
    { M::from_toml(reader) } -> std::same_as<M>;
    { metadata.to_toml() } -> std::same_as<TomlTable>;
};

/// Where a layer's contents are put together.
enum class Filling {
    staged,    ///< in a directory beside the layer that is renamed when complete
    in_place,  ///< under its final path, for contents that know where they are (a virtual environment)
};

/// The files of one layer, below the types: what the lifecycle restored, and how contents and `<layer>.toml`
/// come and go. Use it through `CachedLayer`.
class LayerFiles {
  public:
    using Fill = std::function<void(const std::filesystem::path& directory)>;

    /// Throws `std::logic_error` for a name that the specification or the lifecycle does not allow: letters,
    /// digits, `_` and `-` only (a dot breaks layer SBOMs), not `build`, `launch` or `store`.
    LayerFiles(const std::filesystem::path& layers_directory, std::string name);

    const std::string& name() const { return name_; }
    const std::filesystem::path& path() const { return path_; }

    /// `[metadata]` as restored; nothing if the layer was not. Throws `base::Error` if the file is
    /// unreadable.
    std::optional<TomlTable> restored_metadata() const;
    bool has_contents() const;

    /// Removes contents, `<layer>.toml` and the layer's SBOMs.
    void remove() const;
    void remove_contents() const;
    /// The contents appear whole or not at all; `<layer>.toml` is written last, so that no later build can
    /// take half a layer for a good one.
    void fill(Filling filling, const LayerEnv& env, const Fill& fill) const;
    void write_toml(const LayerTypes& types, const TomlTable& metadata) const;

  private:
    std::filesystem::path toml_path() const;

    std::string name_;
    std::filesystem::path path_;
};

/// A layer that is kept from build to build as long as its key says so.
///
///     auto layer = ctx.layers().cached<RuntimeKey>("python", {.launch = true}, decide);
///     if (layer.is_kept()) layer.keep(); else layer.fill(env, Filling::staged, download);
///
/// A layer that is neither kept nor filled is not part of the image.
template <LayerMetadata M>
class CachedLayer {
  public:
    CachedLayer(LayerFiles files, LayerTypes types, const std::function<Decision(const M&)>& decide)
        : files_{std::move(files)}, types_{types}, decision_{restore(decide)} {
        if (!is_kept()) files_.remove();
    }

    const std::filesystem::path& path() const { return files_.path(); }
    bool is_kept() const { return std::holds_alternative<Keep>(decision_); }

    /// Why it is not kept; empty when it is, and when nothing was restored.
    std::vector<std::string> reasons() const {
        const auto* discard = std::get_if<Discard>(&decision_);
        return discard ? discard->reasons : std::vector<std::string>{};
    }

    /// The key of the previous build, also of a discarded layer; nothing if there was none or it was
    /// unreadable.
    const std::optional<M>& restored() const { return restored_; }

    /// The layer of the previous build stays: from the previous image if it is launch-only, in which case
    /// contents that were made for this build's own use are removed again. Only when `is_kept`.
    void keep() const {
        if (!is_kept()) throw std::logic_error("a discarded layer cannot be kept: " + files_.name());
        if (types_.launch_only()) files_.remove_contents();
        files_.write_toml(types_, restored_->to_toml());
    }

    /// Replaces the contents. `make` fills the directory it is given and returns the key of what it put
    /// there; what it throws comes out after the unfinished contents are gone.
    M fill(const LayerEnv& env, Filling filling,
           const std::function<M(const std::filesystem::path&)>& make) const {
        std::optional<M> metadata;
        files_.fill(filling, env,
                    [&](const std::filesystem::path& directory) { metadata = make(directory); });
        files_.write_toml(types_, metadata->to_toml());
        return *std::move(metadata);
    }

    /// Contents are there already or are added bit by bit (a store of files under their digests).
    void update(const M& metadata, const LayerFiles::Fill& add) const {
        base::make_directories(files_.path());
        files_.write_toml(types_, metadata.to_toml());
        add(files_.path());
    }

  private:
    Decision restore(const std::function<Decision(const M&)>& decide) {
        try {
            const std::optional<TomlTable> table = files_.restored_metadata();
            if (!table) return Discard{};
            restored_ = M::from_toml(TomlReader{*table, files_.name()});
        } catch (const base::Error& error) {
            return Discard{{base::format("its metadata cannot be used ({})", error.message())}};
        }
        if (!types_.launch_only() && !files_.has_contents()) {
            return Discard{{"its contents were not restored"}};
        }
        return decide(*restored_);
    }

    LayerFiles files_;
    LayerTypes types_;
    std::optional<M> restored_;
    Decision decision_;
};

/// The layers directory of one buildpack.
class Layers {
  public:
    explicit Layers(std::filesystem::path directory) : directory_{std::move(directory)} {}

    const std::filesystem::path& directory() const { return directory_; }

    template <LayerMetadata M>
    CachedLayer<M> cached(std::string name, LayerTypes types,
                          const std::function<Decision(const M&)>& decide) const {
        return CachedLayer<M>{LayerFiles{directory_, std::move(name)}, types, decide};
    }

  private:
    std::filesystem::path directory_;
};

}  // namespace adder::cnb
