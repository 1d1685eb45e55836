#include <adder/base/text.hpp>
#include <adder/fetch/credentials.hpp>

namespace adder::fetch {

const Credentials::Bearer* Credentials::bearer_for(const Url& url) const {
    for (const Bearer& bearer : bearers) {
        if (base::to_lower(bearer.host) == url.host()) return &bearer;
    }
    return nullptr;
}

}  // namespace adder::fetch
