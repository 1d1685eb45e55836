#include "python/network/git_access.hpp"

#include "fetch/percent_encoding.hpp"
#include "fetch/url.hpp"
#include "python/network/messages.hpp"

#include <adder/base/files.hpp>
#include <adder/base/format.hpp>
#include <adder/base/text.hpp>

#include <map>

namespace adder::python {

namespace {

namespace fs = std::filesystem;
using Entries = std::map<std::string, std::string, std::less<>>;

constexpr const char* account_type = "git-credentials";
constexpr const char* key_type = "git-ssh";

std::string first_of(const Entries& entries, std::initializer_list<std::string_view> keys) {
    for (const std::string_view key : keys) {
        const auto found = entries.find(key);
        if (found != entries.end() && !found->second.empty()) return found->second;
    }
    return {};
}

/// The lines `key=value` of git-credential(1), as entries beside the others.
Entries with_credential_lines(Entries entries) {
    const std::string text = first_of(entries, {"credentials"});
    for (const std::string_view line : base::lines(text)) {
        const std::size_t equals = line.find('=');
        if (equals == std::string_view::npos) continue;
        entries.emplace(line.substr(0, equals), base::trim(line.substr(equals + 1)));
    }
    return entries;
}

/// The place that the account is for.
std::string place_of(const Entries& entries) {
    if (std::string url = first_of(entries, {"url", "context"}); !url.empty()) return url;
    const std::string host = first_of(entries, {"host"});
    if (host.empty()) return {};
    const std::string protocol = first_of(entries, {"protocol"});
    return (protocol.empty() ? "https" : protocol) + "://" + host + "/" + first_of(entries, {"path"});
}

GitAccess::Account account_of(const cnb::Binding& binding) {
    const auto refuse = [&](const char* reason) {
        return messages::bad_git_credentials(account_type, binding.name, reason);
    };
    const Entries entries = with_credential_lines(binding.secrets);
    GitAccess::Account account{.url = place_of(entries),
                               .username = first_of(entries, {"username"}),
                               .password = first_of(entries, {"token", "password"})};
    try {
        const fetch::Url url = fetch::Url::parse(account.url);
        fetch::require_secure(url);
        if (url.has_user_info() || url.host().empty()) throw refuse("its url has a name in it, or no host");
        account.url = url.text();
    } catch (const base::UserError&) {
        throw;
    } catch (const base::Error&) {
        throw refuse("it has no url, or none that others cannot read along (https)");
    }
    if (account.username.empty() && !first_of(entries, {"token"}).empty())
        account.username = "x-access-token";
    if (account.username.empty() || account.password.empty())
        throw refuse("it has neither a token nor a username and a password");
    return account;
}

GitAccess::Key key_of(const cnb::Binding& binding) {
    const auto refuse = [&](const char* reason) {
        return messages::bad_git_credentials(key_type, binding.name, reason);
    };
    GitAccess::Key key{.host = first_of(binding.secrets, {"host"}),
                       .private_key = first_of(binding.secrets, {"ssh-privatekey"}),
                       .known_hosts = first_of(binding.secrets, {"known_hosts"})};
    if (key.host.empty()) key.host = "*";
    if (key.host.find_first_of(" \t\r\n\"") != std::string::npos) throw refuse("its host is none");
    if (!key.private_key.starts_with("-----BEGIN ")) throw refuse("its ssh-privatekey is no private key");
    if (key.known_hosts.empty())
        throw refuse("it has no known_hosts, so that anyone could stand in for the server");
    return key;
}

/// git's configuration by variables (git-config(1), GIT_CONFIG_COUNT), after what is there.
class ConfigurationVariables {
  public:
    explicit ConfigurationVariables(base::Environment& env)
        : env_{env}, count_{base::parse_number(env.find("GIT_CONFIG_COUNT").value_or("")).value_or(0)} {}

    void add(std::string key, std::string value) {
        env_.set(base::format("GIT_CONFIG_KEY_{}", count_), std::move(key));
        env_.set(base::format("GIT_CONFIG_VALUE_{}", count_), std::move(value));
        env_.set("GIT_CONFIG_COUNT", std::to_string(++count_));
    }

  private:
    base::Environment& env_;
    unsigned count_;
};

/// pip has git run `ssh` with options of its own, whatever GIT_SSH_COMMAND says: only under that name it is
/// reached.
std::string ssh_program(const fs::path& directory) {
    return base::format(
        "#!/bin/sh\n"
        "own='{0}/bin'\n"
        "rest=${{PATH#*\"$own\":}}\n"
        "PATH=${{PATH%%\"$own\":*}}$rest\n"
        "exec ssh -F '{0}/ssh_config' \"$@\"\n",
        directory.native());
}

fs::path account_file(const fs::path& directory, std::size_t number) {
    return directory / base::format("git-account-{}", number);
}

/// "https://user:password@host" of "https://host/path": git itself looks which account is for which path.
std::string stored(const GitAccess::Account& account) {
    const std::size_t host = account.url.find("://") + 3;
    return base::format("{}{}:{}@{}\n", account.url.substr(0, host), fetch::percent_encoded(account.username),
                        fetch::percent_encoded(account.password),
                        account.url.substr(host, account.url.find('/', host) - host));
}

}  // namespace

GitAccess GitAccess::from(const cnb::Bindings& bindings) {
    GitAccess access;
    for (const cnb::Binding& binding : bindings.find(account_type))
        access.accounts.push_back(account_of(binding));
    for (const cnb::Binding& binding : bindings.find(key_type)) access.keys.push_back(key_of(binding));
    return access;
}

void GitAccess::write_files(const fs::path& directory) const {
    for (std::size_t number = 0; number < accounts.size(); ++number)
        base::write_file(account_file(directory, number), stored(accounts[number]), 0600);
    std::string ssh;
    for (std::size_t number = 0; number < keys.size(); ++number) {
        const fs::path key = directory / base::format("ssh-key-{}", number);
        const fs::path hosts = directory / base::format("known-hosts-{}", number);
        base::write_file(key, keys[number].private_key + "\n", 0600);
        base::write_file(hosts, keys[number].known_hosts + "\n", 0600);
        ssh += base::format(
            "Host {}\n  IdentityFile \"{}\"\n  IdentitiesOnly yes\n  UserKnownHostsFile \"{}\"\n"
            "  StrictHostKeyChecking yes\n  BatchMode yes\n",
            keys[number].host, key.native(), hosts.native());
    }
    if (keys.empty()) return;
    base::write_file(directory / "ssh_config", ssh, 0600);
    base::make_directories(directory / "bin");
    base::write_file(directory / "bin/ssh", ssh_program(directory), 0700);
}

base::Environment GitAccess::environment(const fs::path& directory, base::Environment env) const {
    ConfigurationVariables configuration{env};
    for (std::size_t number = 0; number < accounts.size(); ++number) {
        configuration.add(base::format("credential.{}.helper", accounts[number].url),
                          base::format("store --file='{}'", account_file(directory, number).native()));
    }
    if (!keys.empty()) {
        const std::string path = env.find("PATH").value_or("/usr/local/bin:/usr/bin:/bin");
        env.set("PATH", (directory / "bin").native() + ":" + path);
    }
    // Poetry's own implementation of git reads none of this.
    for (const char* name : {"POETRY_SYSTEM_GIT_CLIENT", "POETRY_EXPERIMENTAL_SYSTEM_GIT_CLIENT"})
        env.set_default(name, "true");
    return env;
}

}  // namespace adder::python
