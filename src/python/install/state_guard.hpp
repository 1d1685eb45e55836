#pragma once

#include <adder/base/log.hpp>
#include <adder/base/tree_seal.hpp>
#include <adder/cnb/layers.hpp>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace adder::python {

/// Watches over what later builds take over from this one while code of others runs: build backends, tools
/// that they may change, the app for its static files. All of it runs as the user that this program runs as,
/// and could write anywhere; a later build, perhaps of another commit, must not find what it left.
///
/// Watched are the layers that are caches (`Downloads`, `PackageCache`), the TOML and the bills of materials
/// of all layers, and the layers that such code uses.
class StateGuard {
  public:
    /// To be made before such code runs, which needs the files of the layers at `used`. Throws
    /// `base::SystemError`.
    static StateGuard over(const cnb::Layers& layers, const std::vector<std::filesystem::path>& used);

    /// Once it has run, and before anything is kept: ends what it left running, removes from caches what is
    /// not as it was, and puts TOML and bills back. Says in the log what that was.
    ///
    /// Returns what is not as it was in the layers that are used, as paths below all layers' directory.
    /// Throws `base::Error`.
    std::vector<std::string> settle(base::Log& log) const;

  private:
    /// By name: the files beside the layers' directories.
    using Texts = std::map<std::string, std::string>;

    StateGuard(std::filesystem::path layers, Texts texts, std::vector<base::TreeSeal> caches,
               std::vector<base::TreeSeal> used)
        : layers_{std::move(layers)},
          texts_{std::move(texts)},
          caches_{std::move(caches)},
          used_{std::move(used)} {}

    static Texts texts_in(const std::filesystem::path& layers);
    std::vector<std::string> restore_texts() const;
    std::vector<std::string> broken_below_layers(const base::TreeSeal& seal) const;

    std::filesystem::path layers_;
    Texts texts_;
    std::vector<base::TreeSeal> caches_;
    std::vector<base::TreeSeal> used_;
};

}  // namespace adder::python
