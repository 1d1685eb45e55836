#include <adder/python/managers/vendor.hpp>
#include <adder/python/uv_in_advance.hpp>

namespace adder::python {

UvInAdvance::UvInAdvance(const cnb::BuildContext& context, const Settings& settings,
                         fetch::FetcherOptions options, const Services& services, Choose choose)
    : context_{context},
      settings_{settings},
      choose_{std::move(choose)},
      options_{std::move(options)},
      others_{services} {
    options_.stop = stop_.get_token();
}

void UvInAdvance::start() {
    if (services_) return;
    fetcher_.emplace(options_);
    services_.emplace(Services{*fetcher_, others_.network, others_.now, others_.log, others_.root,
                               others_.advisable_series});
    coming_ = std::async(std::launch::async, [this] {
        const std::vector<std::filesystem::path> wheels{context_.buildpack_directory / "wheels",
                                                        context_.app_directory / vendor_directory};
        return std::make_unique<Uv>(choose_(*services_), context_.target, wheels, settings_.package_index,
                                    context_.layers, *services_);
    });
}

const Uv& UvInAdvance::get() {
    start();
    if (!uv_) uv_ = coming_.get();
    return *uv_;
}

}  // namespace adder::python
