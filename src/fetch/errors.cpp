#include <adder/base/text.hpp>
#include <adder/fetch/errors.hpp>

namespace adder::fetch {

namespace {

std::string not_found_text(const Url& url, int status) {
    if (status == 0) return base::format("there is no file {}", url.display());
    return base::format("there is nothing at {} (HTTP status {})", url.display(), status);
}

std::string network_text(const Url& url, const std::vector<std::string>& attempts) {
    if (attempts.size() == 1) return base::format("cannot fetch {}: {}", url.display(), attempts.front());
    std::string text = base::format("cannot fetch {}: {} attempts failed", url.display(), attempts.size());
    for (std::size_t i = 0; i < attempts.size(); ++i) {
        text += base::format("{} {}: {}", i == 0 ? ":" : ";", i + 1, attempts[i]);
    }
    return text;
}

}  // namespace

NotFound::NotFound(const Url& url, int status) : Error{not_found_text(url, status)}, status_{status} {}

HttpStatusError::HttpStatusError(const Url& url, int status, const std::string& reason)
    : Error{base::format("cannot fetch {}: {}", url.display(), reason)}, status_{status} {}

NetworkError::NetworkError(const Url& url, std::vector<std::string> attempts)
    : Error{network_text(url, attempts)}, attempts_{std::move(attempts)} {}

}  // namespace adder::fetch
