#pragma once

#include "runtime_archive/archives/pack.hpp"
#include "runtime_archive/commands/options.hpp"

#include <string>

namespace adder::runtime_archive {

/// What every command that makes an archive asks: what it is for and how it is compressed.
class ArchiveOptions {
  public:
    void declare(Options& options);

    /// Names whatever the command line did not name after this machine, which is not asked if nothing is
    /// left.
    PackRequest request(const runtimes::PythonVersion& version) const;

    unsigned jobs() const;

  private:
    std::string output_;
    unsigned build_ = 1;
    std::string distro_, distro_version_, arch_;
    std::string variant_ = "full";
    unsigned level_ = 22;
    unsigned window_log_ = 23;
    unsigned jobs_ = 0;
    std::string date_;
};

}  // namespace adder::runtime_archive
