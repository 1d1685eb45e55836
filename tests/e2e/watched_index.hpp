#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include <support/http_server.hpp>

namespace adder::test {

/// The index that this machine uses (PIP_INDEX_URL, UV_DEFAULT_INDEX, UV_INDEX_URL; PyPI without them),
/// passed on by a server on loopback that knows which projects it was asked for.
class WatchedIndex {
  public:
    WatchedIndex();

    std::string url() const { return server_.url("/simple"); }
    std::set<std::string> asked_for() const;

    /// Puts the files into a directory, as `pip download` does. Throws `base::Error` for one that the index
    /// does not have.
    static void download(const std::vector<std::string>& files, const std::filesystem::path& directory);
    /// The same for what a file of `tools` pins, as far as it is for every platform.
    static void download_pinned(const std::string& pins, const std::filesystem::path& directory);

  private:
    Answer answer(const Request& request);

    mutable std::mutex mutex_;
    std::set<std::string> asked_for_;
    std::map<std::string, std::string> links_;  ///< where a file is to be had, by its name
    HttpServer server_;                         ///< last: it calls into what stands above
};

}  // namespace adder::test
