#include "messages.hpp"

#include <adder/base/text.hpp>
#include <adder/python/network.hpp>

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

std::string entry(const cnb::Binding& binding, std::string_view key) {
    const auto found = binding.secrets.find(key);
    return found == binding.secrets.end() ? "" : found->second;
}

/// The form of netrc files has no way to write white space, control characters or quotes that all who read
/// them agree on.
bool can_stand_in_netrc(std::string_view text) {
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte <= 0x20 || byte == 0x7f || c == '"' || c == '\\') return false;
    }
    return !text.empty();
}

/// A line of a netrc file.
std::string netrc_line(const cnb::Binding& binding, const std::string& host) {
    const std::string username = entry(binding, "username");
    const std::string password = entry(binding, "password");
    if (!can_stand_in_netrc(username) || !can_stand_in_netrc(password))
        throw messages::bad_credentials(
            binding.name,
            "it needs a token, or a username and a password, without white space, quotes and backslashes");
    return base::format("machine {} login {} password {}\n", host, username, password);
}

}  // namespace

Network::Network(const base::Environment& env, const cnb::Bindings& bindings, const fs::path& root)
    : trust_{fetch::find_trust(env, root)},
      credentials_{.netrc = netrc_of(env)},
      mirrors_{Mirrors::from(env, bindings)} {
    add_certificates(bindings.find("ca-certificates"));
    add_credentials(bindings.find("http-credentials"));
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

void Network::add_credentials(const std::vector<cnb::Binding>& bindings) {
    std::string netrc;
    for (const cnb::Binding& binding : bindings) {
        const std::string host = entry(binding, "host");
        if (!can_stand_in_netrc(host)) throw messages::bad_credentials(binding.name, "it names no host");
        if (std::string token = entry(binding, "token"); !token.empty()) {
            credentials_.bearers.push_back({host, std::move(token)});
        } else {
            netrc += netrc_line(binding, host);
        }
    }
    if (netrc.empty()) return;
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
    return env;
}

}  // namespace adder::python
