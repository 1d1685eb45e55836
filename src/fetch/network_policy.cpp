#include "fetch/network_policy.hpp"

#include <adder/base/text.hpp>

#include <random>
#include <thread>

namespace adder::fetch {

FetcherOptions with_defaults(FetcherOptions options) {
    if (!options.sleep) {
        options.sleep = [stop = options.stop](std::chrono::milliseconds delay) {
            constexpr std::chrono::milliseconds at_a_time{100};
            for (; delay.count() > 0 && !stop.stop_requested(); delay -= at_a_time) {
                std::this_thread::sleep_for(std::min(delay, at_a_time));
            }
        };
    }
    if (!options.random) {
        options.random = [generator = std::mt19937{std::random_device{}()}]() mutable {
            return std::uniform_real_distribution<double>{0.0, 1.0}(generator);
        };
    }
    return options;
}

std::string untrusted_text(const Url& url, const Trust& trust, std::string_view reason) {
    return base::format(
        "cannot fetch {}: the certificate of {} was not accepted: {}. It was checked against {}. For "
        "a private certificate authority set SSL_CERT_FILE, or add a ca-certificates binding.",
        url.display(), url.host(), reason, trust.describe());
}

void require_trust(const Url& url, const Trust& trust) {
    if (url.scheme() != Url::Scheme::https || trust.found()) return;
    std::vector<std::string> tried;
    for (const std::filesystem::path& path : trust.tried) tried.push_back(path.native());
    throw UntrustedServer{
        "cannot fetch {}: there are no CA certificates to verify {} with. Install the package "
        "ca-certificates in the build image, or set SSL_CERT_FILE. Tried: {}",
        url.display(), url.host(), tried.empty() ? "nothing" : base::join(tried, ", ")};
}

}  // namespace adder::fetch
