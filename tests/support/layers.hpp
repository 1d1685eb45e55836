#pragma once

#include <adder/base/files.hpp>
#include <adder/base/log.hpp>
#include <adder/cnb/layers.hpp>

#include <string>
#include <vector>

namespace adder::test {

/// A layers directory as the lifecycle makes one for a build, and a log that is remembered.
class LayersFixture {
  public:
    const std::filesystem::path& path() const { return directory_.path(); }
    cnb::Layers layers() const { return cnb::Layers{directory_.path()}; }

    base::Log& log() { return log_; }
    const std::string& logged() const { return logged_; }

  private:
    base::TempDir directory_;
    std::string logged_;
    base::Log log_{{.colour = false},
                   [this](base::Log::Stream, std::string_view line) { logged_ += std::string{line} + "\n"; }};
};

}  // namespace adder::test
