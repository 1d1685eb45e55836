#include "fetch/credentials.hpp"

#include <adder/base/text.hpp>

namespace adder::fetch {

namespace {

template <typename Credential>
const Credential* find_for(const Url& url, const std::vector<Credential>& all) {
    for (const Credential& each : all) {
        if (base::to_lower(each.host) == url.host()) return &each;
    }
    return nullptr;
}

}  // namespace

const Credentials::Bearer* Credentials::bearer_for(const Url& url) const { return find_for(url, bearers); }

const Credentials::Aws* Credentials::aws_for(const Url& url) const { return find_for(url, aws); }

}  // namespace adder::fetch
