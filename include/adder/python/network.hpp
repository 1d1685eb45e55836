#pragma once

#include <adder/base/environment.hpp>
#include <adder/base/files.hpp>
#include <adder/cnb/bindings.hpp>
#include <adder/fetch/credentials.hpp>
#include <adder/fetch/trust.hpp>
#include <adder/python/mirrors.hpp>

#include <filesystem>
#include <optional>

namespace adder::python {

/// How this build reaches servers, found once for our own downloads and for the tools alike:
///
/// - which certificate authorities it trusts: `fetch::find_trust`, and bindings of the type
/// `ca-certificates`,
///   each of whose entries is a PEM file
/// - who it is there: a netrc file (`NETRC`, else `~/.netrc`), and bindings of the type `http-credentials`
/// with
///   `host` and either `username` and `password` or a `token` (for runtimes only: tools know no tokens)
/// - which mirrors serve in the place of what is far away: `Mirrors`
///
/// What was put together from bindings is in a directory that no one else can read, and goes with this
/// object.
class Network {
  public:
    /// Throws `base::UserError` for a binding that cannot be used, `base::Error` for a variable.
    Network(const base::Environment& env, const cnb::Bindings& bindings,
            const std::filesystem::path& root = "/");

    const fetch::Trust& trust() const { return trust_; }
    const fetch::Credentials& credentials() const { return credentials_; }
    const Mirrors& mirrors() const { return mirrors_; }

    /// `env` with the variables that make tools trust the same authorities and show the same credentials.
    base::Environment for_tools(base::Environment env) const;

  private:
    void add_certificates(const std::vector<cnb::Binding>& bindings);
    void add_credentials(const std::vector<cnb::Binding>& bindings);
    const std::filesystem::path& private_directory();

    std::optional<base::TempDir> private_directory_;
    fetch::Trust trust_;
    bool has_bound_certificates_ = false;
    fetch::Credentials credentials_;
    Mirrors mirrors_;
};

}  // namespace adder::python
