#pragma once

#include "runtime_archive/archives/destination.hpp"
#include "runtime_archive/commands/command.hpp"

#include <memory>
#include <string>

namespace adder::runtime_archive {

/// What every command asks that reads or writes archives elsewhere: which store it is, and what opens it.
class PlaceOptions {
  public:
    void declare(Options& options);

    /// True for https:// (and http:// on this machine) and s3://; false for paths and file:// URLs. Throws
    /// `WrongUsage` for other URLs.
    static bool is_remote(const std::string& place);

    /// The place as it may be shown: without credentials.
    static std::string shown(const std::string& place);

    /// A directory, an https URL, or s3://BUCKET/PREFIX. `presigned` is a file of URLs for PUT, or empty.
    /// Throws `Error`.
    std::unique_ptr<Destination> open(const std::string& place, const Session& session,
                                      const std::string& presigned = "") const;

  private:
    std::unique_ptr<Destination> open_s3(const std::string& place, const Session& session) const;

    std::string endpoint_, token_file_, netrc_;
};

}  // namespace adder::runtime_archive
