#pragma once

#include <adder/cnb/exec_d.hpp>
#include <adder/cnb/layer_env.hpp>
#include <adder/cnb/sbom.hpp>
#include <adder/cnb/toml.hpp>

#include <filesystem>
#include <functional>
#include <string>
#include <utility>
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

/// Where a layer's contents are put together.
enum class Filling {
    staged,    ///< in a directory beside the layer that is renamed when complete
    in_place,  ///< under its final path, for contents that know where they are (a virtual environment)
};

/// A layer while it is put together: files go into `directory`, the rest is written when the filling is done.
struct LayerDraft {
    std::filesystem::path directory;
    LayerEnv env = {};
    std::vector<ExecDProgram> exec_d = {};
    std::vector<Sbom> sboms = {};
};

/// Puts a layer together. What it throws comes out after everything unfinished is gone.
using FillLayer = std::function<void(LayerDraft&)>;

/// The files of one layer, below the types: what the lifecycle restored, and how contents and `<layer>.toml`
/// come and go. Use it through `CachedLayer` and `UncachedLayer`.
class LayerFiles {
  public:
    /// Throws `std::logic_error` for a name that the specification or the lifecycle does not allow: letters,
    /// digits, `_` and `-` only (a dot breaks layer SBOMs), not `build`, `launch` or `store`.
    LayerFiles(const std::filesystem::path& layers_directory, std::string name, SbomFiles sboms);

    const std::string& name() const { return name_; }
    const std::filesystem::path& path() const { return path_; }

    bool has_toml() const;
    /// `[metadata]` as restored; empty if the file has none. Throws `base::Error` if it is unreadable.
    TomlTable read_metadata() const;
    bool has_contents() const;

    /// Removes contents, `<layer>.toml` and the layer's SBOMs, and what an earlier build left unfinished.
    void remove() const;
    void remove_contents() const;
    /// The directory appears whole or not at all (`staged`), and is gone after a failure. Returns the SBOMs.
    std::vector<Sbom> fill_contents(Filling filling, const FillLayer& fill) const;
    /// Replaces the layer: contents, then SBOMs, then `<layer>.toml`, so that no later build can take half a
    /// layer for a good one. `metadata` is called when the contents are there.
    void fill(Filling filling, const LayerTypes& types, const FillLayer& fill,
              const std::function<TomlTable()>& metadata) const;
    void write_sboms(const std::vector<Sbom>& sboms) const { sboms_.write(name_, sboms); }
    void write_toml(const LayerTypes& types, const TomlTable& metadata) const;

  private:
    std::filesystem::path toml_path() const;
    std::filesystem::path staging_path() const;

    std::string name_;
    std::filesystem::path path_;
    SbomFiles sboms_;
};

/// The contents of a launch-only layer for as long as this object lives: a build that needs files of such a
/// layer makes them again, and the image keeps the previous one's.
class TemporaryContents {
  public:
    explicit TemporaryContents(std::filesystem::path directory) : directory_{std::move(directory)} {}
    TemporaryContents(TemporaryContents&& other) noexcept : directory_{std::exchange(other.directory_, {})} {}
    TemporaryContents& operator=(TemporaryContents&&) = delete;
    /// What cannot be removed stays, and is exported again: the image is right either way.
    ~TemporaryContents();

  private:
    std::filesystem::path directory_;
};

/// Names in a layer's directory that the lifecycle reads or runs by itself, as far as they are there. For a
/// check of what was unpacked into a layer and is somebody else's: there should be none.
std::vector<std::string> lifecycle_names_in(const std::filesystem::path& layer_directory);

}  // namespace adder::cnb
