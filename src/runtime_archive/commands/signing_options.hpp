#pragma once

#include "runtime_archive/archives/vouching.hpp"
#include "runtime_archive/commands/command.hpp"

#include <optional>
#include <string>
#include <vector>

namespace adder::runtime_archive {

/// What every command asks that signs an index.
class SigningOptions {
  public:
    void declare(Options& options, Presence key);

    /// Throws `WrongUsage`, and `Error` for files that cannot be read. `usual_source` is the place that an
    /// index is of which nobody has said that of.
    Signing signing(const Session& session, std::optional<std::string> usual_source = {}) const;

  private:
    std::vector<std::string> keys_, retired_;
    std::string source_;
    unsigned valid_days_ = 90;
    unsigned serial_ = 0;
};

}  // namespace adder::runtime_archive
