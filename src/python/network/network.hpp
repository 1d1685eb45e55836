#pragma once

#include "fetch/credentials.hpp"
#include "fetch/trust.hpp"
#include "python/network/bound_credentials.hpp"
#include "python/network/git_access.hpp"
#include "python/network/mirrors.hpp"
#include "python/network/redaction.hpp"

#include <adder/base/environment.hpp>
#include <adder/base/files.hpp>
#include <adder/cnb/bindings.hpp>

#include <filesystem>
#include <optional>

namespace adder::python {

/// How this build reaches servers, found once for our own downloads and for the tools alike:
///
/// - which certificate authorities it trusts: `fetch::find_trust`, and bindings of the type
///   `ca-certificates`, each of whose entries is a PEM file
/// - who it is there: a netrc file (`NETRC`, else `~/.netrc`), bindings of the type `http-credentials` with
///   `host` and either `username` and `password` or a `token` (for runtimes only: tools know no tokens), and
///   of the type `pypi` (`bound_indexes`)
/// - how git gets into repositories: `GitAccess`
/// - which mirrors serve in the place of what is far away: `Mirrors`
///
/// What was put together from bindings is in a directory that no one else can read, and goes with this
/// object.
class Network {
  public:
    /// Throws `base::UserError` for a binding that cannot be used, `base::Error` for a variable.
    static Network from(const base::Environment& env, const cnb::Bindings& bindings,
                        const std::filesystem::path& root = "/");

    /// What the app's files refer to is a secret, too.
    void add_secrets(const std::vector<Secret>& more);

    const fetch::Trust& trust() const { return trust_; }
    const fetch::Credentials& credentials() const { return credentials_; }
    const Mirrors& mirrors() const { return mirrors_; }
    const std::vector<BoundIndex>& bound_indexes() const { return bound_indexes_; }
    const std::vector<Login>& logins() const { return logins_; }
    /// For whatever a tool writes.
    const Redaction& redaction() const { return redaction_; }
    /// What may stand in nothing that a build makes.
    const std::vector<Secret>& secrets() const { return secrets_; }

    /// `env` with the variables that make tools trust the same authorities and show the same credentials.
    base::Environment for_tools(base::Environment env) const;

  private:
    Network(fetch::Trust trust, fetch::Credentials credentials, Mirrors mirrors,
            std::vector<BoundIndex> bound_indexes, GitAccess git_access)
        : trust_{std::move(trust)},
          credentials_{std::move(credentials)},
          mirrors_{std::move(mirrors)},
          bound_indexes_{std::move(bound_indexes)},
          git_access_{std::move(git_access)} {}

    std::vector<Secret> secrets_of_bindings() const;
    void add_certificates(const std::vector<cnb::Binding>& bindings);
    void add_logins(std::vector<Login> logins);
    const std::filesystem::path& private_directory();

    std::optional<base::TempDir> private_directory_;
    fetch::Trust trust_;
    bool has_bound_certificates_ = false;
    fetch::Credentials credentials_;
    Mirrors mirrors_;
    std::vector<BoundIndex> bound_indexes_;
    std::vector<Login> logins_;
    GitAccess git_access_;
    std::vector<Secret> secrets_;
    Redaction redaction_;
};

}  // namespace adder::python
