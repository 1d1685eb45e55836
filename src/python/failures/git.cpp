#include "fetch/url.hpp"
#include "python/failures/failures.hpp"
#include "python/failures/messages.hpp"

namespace adder::python::failures {

namespace {

/// The repository, without credentials; of `git@host:path` and ssh URLs what follows the `@`.
std::string repository(const Evidence& evidence) {
    for (const char* words : {"fatal: repository '", "unable to access '", "Authentication failed for '",
                              "git fetch --force --update-head-ok '", "Updating ", "Cloning ", "git clone ",
                              "could not read Username for '", "could not read Password for '", "@ git+",
                              "Failed to clone ", "git+"}) {
        const std::size_t at = evidence.text.find(words);
        if (at == std::string::npos) continue;
        std::string_view rest = std::string_view{evidence.text}.substr(at + std::string_view{words}.size());
        if (const auto url = url_after(rest.substr(0, 300), "")) return *url;
        const std::size_t ssh = rest.find("ssh://");
        if (ssh == std::string_view::npos || ssh > 100) continue;
        rest = rest.substr(ssh + 6, rest.find_first_of(" '`", ssh) - ssh - 6);
        return "ssh://" + std::string{rest.substr(rest.find('@') + 1)};
    }
    return "a git repository";
}

}  // namespace

Explanation of_git(const Evidence& evidence) {
    const std::string& text = evidence.text;
    const std::string& file = evidence.project.main_file();
    if (contains_any(text, {"Git executable not found", "Cannot find command 'git'",
                            "Unable to find executable `git`"}))
        return messages::git_not_installed(file);
    if (contains_any(text, {"Host key verification failed", "No ED25519 host key is known"}))
        return messages::git_host_unknown(repository(evidence));
    if (contains_any(text, {"could not read Username", "could not read Password", "Authentication failed for",
                            "Permission denied (publickey", "The requested URL returned error: 401",
                            "The requested URL returned error: 403", "HTTP Basic: Access denied",
                            "Invalid username or token", "HTTPUnauthorized", "unexpected http resp 403",
                            "check your git configuration and permissions"}))
        return messages::git_access_denied(repository(evidence));
    const bool is_unknown = has_text(text, "fatal: repository '") && has_text(text, "' not found");
    if (is_unknown || contains_any(text, {"ERROR: Repository not found", "NotGitRepository",
                                          "does not appear to be a git repository"}))
        return messages::git_repository_missing(repository(evidence), file);
    if (contains_any(text, {"couldn't find remote ref", "did not match any file(s) known to git",
                            "not found in upstream origin", "failed to find branch, tag, or commit",
                            "Failed to checkout", "reference is not a tree"}) &&
        has_text(text, "git"))
        return messages::git_revision_missing(repository(evidence), file);
    return std::nullopt;
}

}  // namespace adder::python::failures
