#pragma once

#include "fetch/url.hpp"

#include <adder/base/digest.hpp>
#include <adder/cnb/toml.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace adder::python {

/// The SHA-256 of every archive this app was built with whose source publishes none: what was seen first at a
/// URL is what must be there later. Kept with the app's image.
class DigestPins {
  public:
    DigestPins() = default;
    /// From what was stored; entries that are no digests are left out.
    static DigestPins from(const cnb::TomlTable& store);

    std::optional<base::Sha256Digest> find(const fetch::Url& url) const;
    /// The URLs of all pinned archives, without credentials.
    std::vector<std::string> urls() const;
    void pin(const fetch::Url& url, const base::Sha256Digest& digest);

    /// Replaces the pins in `store` and leaves the rest of it alone.
    void write_to(cnb::TomlTable& store) const;

  private:
    std::map<std::string, base::Sha256Digest> digests_;  ///< by URL, without credentials
};

}  // namespace adder::python
