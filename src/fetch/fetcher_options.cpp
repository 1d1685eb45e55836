#include "fetch/fetcher_options.hpp"

namespace adder::fetch {

namespace {

std::string first_set(const base::Environment& environment, std::initializer_list<const char*> names) {
    for (const char* name : names) {
        if (const auto value = environment.find_non_empty(name)) return *value;
    }
    return {};
}

}  // namespace

ProxySettings ProxySettings::from(const base::Environment& environment) {
    return {.proxy = first_set(environment, {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}),
            .no_proxy = first_set(environment, {"no_proxy", "NO_PROXY"})};
}

}  // namespace adder::fetch
