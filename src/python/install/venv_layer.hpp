#pragma once

#include "python/app/settings.hpp"
#include "python/bills/bill_of_materials.hpp"
#include "python/dependencies/project.hpp"
#include "python/install/package_cache.hpp"
#include "python/install/state_guard.hpp"
#include "python/install/uv.hpp"
#include "python/installed/packages.hpp"

#include <adder/cnb/layers.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace adder::python {

/// What the `venv` layer holds: its key, and what was installed.
struct VenvKey {
    std::string layout;
    std::string python;             ///< `RuntimeKey::fingerprint`
    std::string installer;          ///< "uv 0.13.9"
    std::string requirements;       ///< `Project::fingerprint`
    std::string resolved_at;        ///< seconds since 1970; when it was decided which versions to install
    std::vector<Package> packages;  ///< sorted
    /// A file that installing left in the app's directory, such as an extension module of a package that is
    /// used where it is: a later build begins without it. Empty as a rule.
    std::string left_in_app = {};
    std::string changed = {};  ///< `note_changed`; empty as a rule

    static VenvKey from_toml(const cnb::TomlReader& reader);
    cnb::TomlTable to_toml() const;
};

/// What a venv is wanted for. The resolution of a project that is not locked is too old after `max_age`.
struct WantedVenv {
    std::string python;
    std::string installer;
    std::string requirements;
    std::optional<std::chrono::seconds> max_age;
    std::chrono::sys_seconds now;
    std::optional<BillAuthor> bill_author = {};  ///< none: without a bill of materials
};

cnb::Decision decide(const VenvKey& cached, const WantedVenv& wanted);

/// The `venv` layer: a virtual environment with the app's dependencies.
class VenvLayer {
  public:
    /// The layer as the last build left it, if it serves, else an empty one.
    static VenvLayer open(const cnb::Layers& layers, const Project& project, const WantedVenv& wanted,
                          cnb::LayerTypes types);

    const std::filesystem::path& path() const { return layer_.path(); }
    bool is_current() const { return layer_.is_kept(); }
    /// Current, but its versions were chosen longer ago than is wanted.
    bool is_aged() const;
    std::vector<std::string> reasons() const { return layer_.reasons(); }

    /// What it is made with.
    struct Making {
        const Uv& uv;
        const Installer& installer;
        const PackageCache& cache;  ///< has kept something for it
        bool keep_built_wheels;     ///< in that
        const StateGuard& guard;    ///< over what code of others must not change
        std::filesystem::path interpreter;
        std::filesystem::path app_directory;
        const base::Environment& env;  ///< of the tools
        base::Log& log;
    };

    /// Makes it anew. Returns what code of others changed meanwhile, as `StateGuard::settle`: nothing that
    /// was made with it is kept for later builds. Throws `base::UserError`.
    std::vector<std::string> install(const Making& with);

    /// Code of others changed this file of the layer, which is current or was installed: the next build makes
    /// it anew.
    void note_changed(const std::string& file);

    /// They were chosen again, and the choice is the same.
    void renew();

    /// What is in it, as `installed_packages` lists it, if it is current or was installed.
    const std::vector<Package>& packages() const { return key_.packages; }

  private:
    VenvLayer(const Project& project, WantedVenv wanted, cnb::CachedLayer<VenvKey> layer)
        : project_{project}, wanted_{std::move(wanted)}, layer_{std::move(layer)} {
        if (layer_.is_kept()) key_ = *layer_.restored();
    }

    std::string resolved_now() const;
    static void keep_what_was_made(const Making& with, const std::filesystem::path& environment,
                                   const std::vector<Package>& packages, std::vector<SourceGroup> sources);

    const Project& project_;
    WantedVenv wanted_;
    cnb::CachedLayer<VenvKey> layer_;
    VenvKey key_;
};

}  // namespace adder::python
