#pragma once

#include "python/bills/bill_of_materials.hpp"
#include "python/network/downloads.hpp"
#include "python/network/services.hpp"
#include "python/runtime/digest_pins.hpp"
#include "python/runtime/resolution.hpp"

#include <adder/cnb/layers.hpp>

#include <optional>
#include <string>
#include <vector>

namespace adder::python {

/// What the `python` layer holds: its key.
struct RuntimeKey {
    std::string layout;  ///< of the layer itself: changed when this buildpack fills it differently
    std::string version;
    std::string build;
    std::string target;  ///< operating system, architecture, variant, distribution
    std::string archive_digest;
    std::string archive_url;  ///< where it came from, without credentials: for people, not part of the key
    /// The URL at which another version had been expected, and was not; empty if this one was the first
    /// choice.
    std::string instead_of = {};
    std::string changed = {};  ///< `RuntimeLayer::note_changed`; empty as a rule

    static RuntimeKey from_toml(const cnb::TomlReader& reader);
    cnb::TomlTable to_toml() const;

    /// One line that differs whenever the runtime does, for the keys of layers made with it.
    std::string fingerprint() const;
};

/// Keeps a restored runtime that is any of the wanted ones of the first one's version: which of several
/// sources served it does not matter. Another version is kept only if it was already taken in place of what
/// the first one is.
cnb::Decision decide(const RuntimeKey& cached, const std::vector<Runtime>& wanted);

/// What the layer is to hold.
struct WantedRuntime {
    /// Sources are tried in its order, those of another version than the first one's only if that is to be
    /// found nowhere.
    Resolution resolution;
    cnb::LayerTypes types;                       ///< whether later buildpacks need it
    std::optional<BillAuthor> bill_author = {};  ///< none: without a bill of materials
};

/// The `python` layer.
class RuntimeLayer {
  public:
    /// The layer as the last build left it, if it serves, else an empty one: says in the log why it does not.
    /// `pins` gets the digests of archives whose sources publish none.
    static RuntimeLayer open(const cnb::Layers& layers, WantedRuntime wanted, DigestPins& pins,
                             const Downloads& downloads, const Services& services);

    /// True if the previous build's layer, as it was restored, would serve: whatever else there may be need
    /// not be looked for.
    static bool would_be_kept(const cnb::Layers& layers, const std::vector<Runtime>& wanted,
                              const std::optional<BillAuthor>& bill_author);

    bool is_current() const { return layer_.is_kept(); }
    const RuntimeKey& key() const { return key_; }
    const std::filesystem::path& path() const { return layer_.path(); }

    /// Makes sure that the runtime's files are there, for use by this build; fetches them if need be. Throws
    /// `base::UserError`: what every source had to say if none serves, and at once if an archive is not the
    /// one pinned. After bytes that were not the promised ones, only sources with a known digest are asked.
    void materialise();

    /// Takes away files of a runtime that has not changed and was only needed by this build: the image keeps
    /// the previous one's.
    void finish();

    /// Code of others changed this file of it: the next build takes it from its archive again. Of no
    /// consequence where the image keeps the previous one's.
    void note_changed(const std::string& file);

    /// What a later build may want from the `downloads` layer: the archive in use, unless the cache has the
    /// whole runtime.
    std::vector<base::Sha256Digest> archives_for_later() const;

  private:
    RuntimeLayer(WantedRuntime wanted, DigestPins& pins, const Downloads& downloads, const Services& services,
                 cnb::CachedLayer<RuntimeKey> layer)
        : wanted_{std::move(wanted)},
          pins_{pins},
          downloads_{downloads},
          services_{services},
          layer_{std::move(layer)} {
        if (layer_.is_kept()) key_ = *layer_.restored();
    }

    base::Sha256Digest archive_digest() const { return base::Sha256Digest::parse(key_.archive_digest); }
    bool may_serve(const Runtime& runtime) const;
    std::optional<base::Sha256Digest> known_digest(const Runtime& runtime) const;
    base::Sha256Digest unpack(const Runtime& runtime, const std::filesystem::path& directory) const;
    void make_ours(const Runtime& runtime, const std::filesystem::path& directory) const;
    RuntimeKey fill_from_first_source_that_serves(const std::filesystem::path& directory) const;
    void describe(cnb::LayerDraft& draft, const RuntimeKey& key) const;

    RuntimeKey key_of(const Runtime& runtime, const base::Sha256Digest& digest) const;

    WantedRuntime wanted_;
    DigestPins& pins_;
    const Downloads& downloads_;
    const Services& services_;
    cnb::CachedLayer<RuntimeKey> layer_;
    RuntimeKey key_;
    bool filled_ = false;
    std::optional<cnb::TemporaryContents> borrowed_;
};

}  // namespace adder::python
