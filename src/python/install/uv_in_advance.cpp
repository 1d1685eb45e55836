#include "python/install/uv_in_advance.hpp"

namespace adder::python {

UvInAdvance::UvInAdvance(InstallContext install, Place place, fetch::FetcherOptions options, Choose choose)
    : install_{std::move(install)},
      place_{std::move(place)},
      choose_{std::move(choose)},
      options_{std::move(options)} {
    options_.stop = stop_.get_token();
}

void UvInAdvance::start() {
    if (services_) return;
    fetcher_.emplace(options_);
    const Services& others = install_.services;
    services_.emplace(Services{*fetcher_, others.network, others.now, others.log, others.root});
    coming_ = std::async(std::launch::async, [this] {
        return fetch_uv(choose_(*services_), place_.target, place_.wheels,
                        {install_.layers, install_.package_index, install_.advisable_series, *services_});
    });
}

const Uv& UvInAdvance::get() {
    start();
    if (!uv_) uv_.emplace(coming_.get());
    return *uv_;
}

}  // namespace adder::python
