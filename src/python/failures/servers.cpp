#include "python/failures/failures.hpp"
#include "python/failures/messages.hpp"

#include <array>
#include <utility>

namespace adder::python::failures {

namespace {

/// What a tool writes about an answer, with "401 Unauthorized" or the like to follow or to be part of it.
struct Answered {
    std::string_view words;
    std::string_view status;
};

constexpr std::array refused{
    Answered{"lack of valid authentication credentials (401", "401 Unauthorized"},   // uv
    Answered{"HTTP status client error (401", "401 Unauthorized"},                   // uv
    Answered{"returned a 403 Forbidden", "403 Forbidden"},                           // uv
    Answered{"HTTP status client error (403", "403 Forbidden"},                      // uv
    Answered{"HTTP status client error (407", "407 Proxy Authentication Required"},  // uv
    Answered{"401 Client Error: ", "401 Unauthorized"},                              // pip, Poetry
    Answered{"403 Client Error: ", "403 Forbidden"},                                 // pip, Poetry
    Answered{"401 Error, Credentials not correct for", "401 Unauthorized"},          // pip
    Answered{"Authorization error accessing", "401 Unauthorized or 403 Forbidden"},  // Poetry
    Answered{"Client Error(401)", "401 Unauthorized"},                               // PDM
    Answered{"Client Error(403)", "403 Forbidden"},                                  // PDM
    Answered{"Client error '401", "401 Unauthorized"},                               // PDM
    Answered{"Client error '403", "403 Forbidden"},                                  // PDM
    Answered{"Tunnel connection failed: 407", "407 Proxy Authentication Required"},
};

constexpr std::array broken{
    Answered{"HTTP status server error (", ""},  // uv
    Answered{" Server Error: ", ""},             // pip, Poetry
    Answered{"Server Error(", ""},               // PDM
    Answered{"Server error '", ""},              // PDM
    Answered{"too many 50", "an error (5xx)"},   // pip
};

/// The URL that stands nearest to where the words are; the index if none does.
std::string url_near(const Evidence& evidence, std::size_t at) {
    const std::string_view text = evidence.text;
    constexpr std::size_t reach = 200;
    if (const auto url = url_after(text.substr(at, reach), "")) return *url;
    const std::size_t start = text.rfind("http", at);
    if (start != std::string_view::npos && at - start < reach) {
        if (const auto url = url_after(text.substr(start, reach), "")) return *url;
    }
    return evidence.failure.index;
}

constexpr std::array unreachable{
    std::pair{std::string_view{"failed to lookup address information"}, "its name is not known"},  // uv
    std::pair{std::string_view{"Name or service not known"}, "its name is not known"},
    std::pair{std::string_view{"Temporary failure in name resolution"}, "its name cannot be looked up"},
    std::pair{std::string_view{"No address associated with hostname"}, "its name has no address"},
    std::pair{std::string_view{"Could not resolve host"}, "its name is not known"},  // git
    std::pair{std::string_view{"Connection refused"}, "the connection is refused"},
    std::pair{std::string_view{"Network is unreachable"}, "the network cannot be reached"},
    std::pair{std::string_view{"No route to host"}, "no way leads there"},
    std::pair{std::string_view{"Connection reset by peer"}, "the connection was cut"},
    std::pair{std::string_view{"ConnectTimeoutError"}, "it does not answer"},  // pip
    std::pair{std::string_view{"Read timed out"}, "it does not answer"},
    std::pair{std::string_view{"operation timed out"}, "it does not answer"},  // uv
    std::pair{std::string_view{"Connection timed out"}, "it does not answer"},
    std::pair{std::string_view{"Cannot connect to proxy"}, "the proxy cannot be reached"},
    std::pair{std::string_view{"All attempts to connect to"}, "it cannot be connected to"},  // Poetry 2
};

/// Tools try again, and may have succeeded then: only what was given up on counts.
bool was_given_up(std::string_view text) {
    return contains_any(text, {"error sending request for url",  // uv
                               "Request failed after",           // uv
                               "(from versions: none)",          // pip, Pipenv
                               "Max retries exceeded",           // Poetry 1
                               "All attempts to connect to",     // Poetry 2
                               "httpx.ConnectError", "httpx.ConnectTimeout", "httpx.ReadTimeout",  // PDM
                               "httpx.ProxyError", "unable to access '", "Could not resolve host"});
}

}  // namespace

Explanation of_credentials(const Evidence& evidence) {
    for (const auto& [words, status] : refused) {
        const std::size_t at = evidence.text.find(words);
        if (at != std::string::npos) return messages::index_refuses(url_near(evidence, at), status);
    }
    return std::nullopt;
}

Explanation of_network(const Evidence& evidence) {
    const std::string& text = evidence.text;
    for (const std::string_view words :
         {"invalid peer certificate", "CERTIFICATE_VERIFY_FAILED", "server certificate verification failed",
          "SSL certificate problem"}) {
        const std::size_t at = text.find(words);
        if (at != std::string::npos) return messages::certificate_not_trusted(url_near(evidence, at));
    }
    for (const auto& [words, status] : broken) {
        const std::size_t at = text.find(words);
        if (at != std::string::npos) return messages::index_fails(url_near(evidence, at));
    }
    for (const std::string_view words :
         {"HTTP status client error (404", "404 Client Error: ", "Client error '404"}) {
        const std::size_t at = text.find(words);
        if (at != std::string::npos && contains_any(text.substr(at, 200), {".whl", ".tar.gz", ".zip"}))
            return messages::file_is_gone(url_near(evidence, at), evidence.project.main_file());
    }
    if (!was_given_up(text)) return std::nullopt;
    for (const auto& [words, reason] : unreachable) {
        const std::size_t at = text.find(words);
        if (at != std::string::npos)
            return messages::index_unreached(url_near(evidence, at), reason, evidence.project);
    }
    return std::nullopt;
}

}  // namespace adder::python::failures
