#include "python/network/network.hpp"

#include "python/network/messages.hpp"

namespace adder::python {

namespace {

namespace fs = std::filesystem;

fs::path netrc_of(const base::Environment& env) {
    if (const auto file = env.find_non_empty("NETRC")) return *file;
    const auto home = env.find_non_empty("HOME");
    std::error_code ignored;
    if (home && fs::is_regular_file(fs::path{*home} / ".netrc", ignored)) return fs::path{*home} / ".netrc";
    return {};
}

/// The bindings of the type `http-credentials` with a `token`.
std::vector<fetch::Credentials::Bearer> bearers_of(const cnb::Bindings& bindings) {
    std::vector<fetch::Credentials::Bearer> bearers;
    for (const cnb::Binding& binding : bindings.find("http-credentials")) {
        const auto token = binding.secrets.find("token");
        const auto host = binding.secrets.find("host");
        if (token == binding.secrets.end() || token->second.empty() || host == binding.secrets.end())
            continue;
        bearers.push_back({host->second, token->second});
    }
    return bearers;
}

std::vector<Login> logins_of(const cnb::Bindings& bindings, const std::vector<BoundIndex>& indexes) {
    std::vector<Login> logins = http_logins(bindings);
    for (const BoundIndex& index : indexes) {
        if (index.login) logins.push_back(*index.login);
    }
    return logins;
}

}  // namespace

Network Network::from(const base::Environment& env, const cnb::Bindings& bindings, const fs::path& root) {
    Network network{fetch::find_trust(env, root),
                    {.netrc = netrc_of(env), .bearers = bearers_of(bindings)},
                    Mirrors::from(env, bindings),
                    python::bound_indexes(bindings),
                    GitAccess::from(bindings)};
    network.add_certificates(bindings.find("ca-certificates"));
    network.add_logins(logins_of(bindings, network.bound_indexes_));
    if (!network.git_access_.empty()) network.git_access_.write_files(network.private_directory());

    network.add_secrets(secrets_in_variables(env));
    network.add_secrets(network.secrets_of_bindings());
    if (!network.credentials_.netrc.empty())
        network.add_secrets(
            secrets_in_netrc(base::read_file_if_present(network.credentials_.netrc).value_or("")));
    return network;
}

void Network::add_secrets(const std::vector<Secret>& more) {
    secrets_.insert(secrets_.end(), more.begin(), more.end());
    redaction_ = Redaction{secrets_};
}

std::vector<Secret> Network::secrets_of_bindings() const {
    std::vector<Secret> secrets;
    for (const auto& bearer : credentials_.bearers)
        secrets.push_back({bearer.token, "a binding of the type http-credentials"});
    for (const Login& login : logins_)
        secrets.push_back({login.password, "the binding " + login.binding, login.username});
    for (const auto& account : git_access_.accounts)
        secrets.push_back({account.password, "a binding of the type git-credentials", account.username});
    for (const auto& key : git_access_.keys) {
        for (Secret& line : secrets_in_key(key.private_key, "a binding of the type git-ssh"))
            secrets.push_back(std::move(line));
    }
    return secrets;
}

void Network::add_certificates(const std::vector<cnb::Binding>& bindings) {
    std::vector<fetch::PemText> texts;
    for (const cnb::Binding& binding : bindings) {
        for (const auto& [key, text] : binding.secrets) {
            texts.push_back({base::format("the entry {} of the binding {}", key, binding.name), text});
        }
    }
    if (texts.empty()) return;
    try {
        trust_ = fetch::with_certificates(trust_, texts, private_directory() / "ca-certificates.pem");
    } catch (const fetch::NoCertificate& error) {
        throw messages::bad_certificates(error.message());
    }
    has_bound_certificates_ = true;
}

void Network::add_logins(std::vector<Login> logins) {
    logins_ = std::move(logins);
    if (logins_.empty()) return;
    std::string netrc = netrc_lines(logins_);
    // The first line for a host counts: a binding is meant for this very build.
    if (!credentials_.netrc.empty()) netrc += base::read_file_if_present(credentials_.netrc).value_or("");
    credentials_.netrc = private_directory() / "netrc";
    base::write_file(credentials_.netrc, netrc, 0600);
}

const fs::path& Network::private_directory() {
    if (!private_directory_) private_directory_.emplace();
    return private_directory_->path();
}

base::Environment Network::for_tools(base::Environment env) const {
    if (has_bound_certificates_) {
        // What these name is a part of the bundle.
        for (const char* name : {"SSL_CERT_FILE", "SSL_CERT_DIR", "CURL_CA_BUNDLE"}) env.unset(name);
    }
    const base::Environment trusted = fetch::tool_variables(trust_, env);
    for (const auto& [name, value] : trusted.variables()) env.set(name, value);
    if (!credentials_.netrc.empty()) env.set("NETRC", credentials_.netrc.native());
    env.set_default("GIT_TERMINAL_PROMPT", "0");  // there is no one to answer
    return git_access_.empty() ? env : git_access_.environment(private_directory_->path(), std::move(env));
}

}  // namespace adder::python
