#include "fetch/errors.hpp"

#include <adder/base/text.hpp>

namespace adder::fetch {

namespace {

std::string not_found_text(const Url& url, int status) {
    if (status == 0) return base::format("there is no file {}", url.display());
    return base::format("there is nothing at {} (HTTP status {})", url.display(), status);
}

/// The attempts by number, those in a row that failed alike told once: "1 to 3: connection refused".
std::string attempts_text(const std::vector<std::string>& attempts) {
    std::vector<std::string> groups;
    for (std::size_t first = 0; first < attempts.size();) {
        std::size_t last = first;
        while (last + 1 < attempts.size() && attempts[last + 1] == attempts[first]) ++last;
        const std::string numbers =
            last == first ? std::to_string(first + 1) : base::format("{} to {}", first + 1, last + 1);
        groups.push_back(numbers + ": " + attempts[first]);
        first = last + 1;
    }
    return base::join(groups, "; ");
}

std::string network_text(const Url& url, const std::vector<std::string>& attempts) {
    if (attempts.size() == 1) return base::format("cannot fetch {}: {}", url.display(), attempts.front());
    return base::format("cannot fetch {}\n{} attempts failed; {}", url.display(), attempts.size(),
                        attempts_text(attempts));
}

}  // namespace

NotFound::NotFound(const Url& url, int status) : Error{not_found_text(url, status)}, status_{status} {}

HttpStatusError::HttpStatusError(const Url& url, int status, const std::string& reason)
    : Unreachable{base::format("cannot fetch {}: {}", url.display(), reason)}, status_{status} {}

NetworkError::NetworkError(const Url& url, std::vector<std::string> attempts)
    : Unreachable{network_text(url, attempts)}, attempts_{std::move(attempts)} {}

}  // namespace adder::fetch
