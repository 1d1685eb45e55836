#pragma once

#include <adder/base/environment.hpp>
#include <adder/cnb/bindings.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace adder::python {

/// What lets git into repositories that are not open to everyone.
///
/// Bindings of the type `git-credentials` have `url` (all repositories below it; `context` is another name
/// for it), and `username` and `password`, or `token` (whose user is `x-access-token` unless `username` says
/// otherwise), or all of that in `credentials` in the form of git-credential(1), as Paketo's git buildpack
/// takes them. Bindings of the type `git-ssh` have `ssh-privatekey` and `known_hosts`, and perhaps the `host`
/// they are for.
struct GitAccess {
    struct Account {
        std::string url;  ///< "https://git.example.com", perhaps with a path
        std::string username;
        std::string password;
    };
    struct Key {
        std::string host;  ///< a pattern of ssh_config(5)
        std::string private_key;
        std::string known_hosts;
    };

    std::vector<Account> accounts = {};
    std::vector<Key> keys = {};

    /// Throws `base::UserError` for a binding that cannot be used.
    static GitAccess from(const cnb::Bindings& bindings);

    bool empty() const { return accounts.empty() && keys.empty(); }

    /// Writes what git and ssh read to files in `directory`, which no one else may be able to read. Throws
    /// `base::SystemError`.
    void write_files(const std::filesystem::path& directory) const;

    /// `env` with the variables that make git and ssh read those files. What git is told by variables
    /// already, it stays told.
    base::Environment environment(const std::filesystem::path& directory, base::Environment env) const;
};

}  // namespace adder::python
