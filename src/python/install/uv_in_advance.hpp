#pragma once

#include "python/install/uv.hpp"

#include <adder/cnb/target.hpp>

#include <filesystem>
#include <functional>
#include <future>
#include <optional>
#include <stop_token>
#include <vector>

namespace adder::python {

/// uv, fetched while something else is done. What it is made of must outlive it; an unfinished fetch is given
/// up with it.
class UvInAdvance {
  public:
    /// Which uv; it may ask the index.
    using Choose = std::function<PinnedTool(const Services&)>;

    /// For which machine, and where its wheel is looked for first.
    struct Place {
        const cnb::Target& target;
        std::vector<std::filesystem::path> wheels;
    };

    /// `options` are for a `Fetcher` of its own: one serves one thread.
    UvInAdvance(InstallContext install, Place place, fetch::FetcherOptions options, Choose choose);
    UvInAdvance(const UvInAdvance&) = delete;
    UvInAdvance& operator=(const UvInAdvance&) = delete;
    ~UvInAdvance() { stop_.request_stop(); }

    /// Begins, unless it has begun.
    void start();

    /// Waits for it. Throws what `fetch_uv` throws.
    const Uv& get();

  private:
    InstallContext install_;
    Place place_;
    Choose choose_;
    fetch::FetcherOptions options_;
    std::stop_source stop_;
    std::optional<fetch::Fetcher> fetcher_;
    std::optional<Services> services_;
    std::optional<Uv> uv_;
    std::future<Uv> coming_;  ///< the last member: its end is waited for before the others'
};

}  // namespace adder::python
