#pragma once

#include <filesystem>
#include <string>

#include <support/http_server.hpp>

namespace adder::test {

/// A directory of wheels and source distributions as a package index (PEP 503) on loopback.
class PackageIndex {
  public:
    explicit PackageIndex(std::filesystem::path wheels);

    std::string url() const { return server_.url("/simple"); }

  private:
    Answer answer(const Request& request) const;

    std::filesystem::path wheels_;
    HttpServer server_;
};

}  // namespace adder::test
