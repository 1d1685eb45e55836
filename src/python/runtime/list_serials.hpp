#pragma once

#include "python/runtime/source.hpp"

#include <adder/cnb/toml.hpp>

#include <cstdint>
#include <map>
#include <string>

namespace adder::python {

/// The highest serial that the app was built with from the list of each source. Kept with the app's image.
///
/// What was seen of a list that no key vouched for is kept apart: whoever can write it must not be able to
/// have signed lists refused later.
class ListSerials {
  public:
    ListSerials() = default;
    /// From what was stored; entries that are no serials are left out.
    static ListSerials from(const cnb::TomlTable& store);

    /// 0 if none was seen.
    std::uint64_t highest(const Source& source, bool is_signed) const;
    /// A lower one than was seen before changes nothing.
    void see(const Source& source, bool is_signed, std::uint64_t serial);

    /// Replaces the serials in `store` and leaves the rest of it alone.
    void write_to(cnb::TomlTable& store) const;

  private:
    std::map<std::string, std::uint64_t> serials_;
};

}  // namespace adder::python
