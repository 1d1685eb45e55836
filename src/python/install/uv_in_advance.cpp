#include "python/install/uv_in_advance.hpp"

#include "python/dependencies/vendor.hpp"

namespace adder::python {

UvInAdvance::UvInAdvance(const cnb::BuildContext& context, InstallContext install,
                         fetch::FetcherOptions options, Choose choose)
    : context_{context},
      install_{std::move(install)},
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
        const std::vector<std::filesystem::path> wheels{context_.buildpack_directory / "wheels",
                                                        context_.app_directory / vendor_directory};
        return fetch_uv(choose_(*services_), context_.target, wheels,
                        {install_.layers, install_.package_index, install_.advisable_series, *services_});
    });
}

const Uv& UvInAdvance::get() {
    start();
    if (!uv_) uv_.emplace(coming_.get());
    return *uv_;
}

}  // namespace adder::python
