#pragma once

#include "python/install/uv.hpp"

#include <adder/cnb/context.hpp>

#include <functional>
#include <future>
#include <optional>
#include <stop_token>

namespace adder::python {

/// uv, fetched while something else is done. What it is made of must outlive it; an unfinished fetch is given
/// up with it.
class UvInAdvance {
  public:
    /// Which uv; it may ask the index.
    using Choose = std::function<PinnedTool(const Services&)>;

    /// `options` are for a `Fetcher` of its own: one serves one thread.
    UvInAdvance(const cnb::BuildContext& context, InstallContext install, fetch::FetcherOptions options,
                Choose choose);
    UvInAdvance(const UvInAdvance&) = delete;
    UvInAdvance& operator=(const UvInAdvance&) = delete;
    ~UvInAdvance() { stop_.request_stop(); }

    /// Begins, unless it has begun.
    void start();

    /// Waits for it. Throws what `fetch_uv` throws.
    const Uv& get();

  private:
    const cnb::BuildContext& context_;
    InstallContext install_;
    Choose choose_;
    fetch::FetcherOptions options_;
    std::stop_source stop_;
    std::optional<fetch::Fetcher> fetcher_;
    std::optional<Services> services_;
    std::optional<Uv> uv_;
    std::future<Uv> coming_;  ///< the last member: its end is waited for before the others'
};

}  // namespace adder::python
