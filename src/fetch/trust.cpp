#include "fetch/trust.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/text.hpp>

#include <algorithm>
#include <array>
#include <set>

#include <unistd.h>

namespace adder::fetch {

namespace {

namespace fs = std::filesystem;
using base::Environment;
using base::Error;

constexpr std::string_view certificate_mark = "-----BEGIN CERTIFICATE-----";
constexpr std::string_view trusted_certificate_mark = "-----BEGIN TRUSTED CERTIFICATE-----";

/// Debian and Ubuntu; the file is also Alpine's.
constexpr const char* hashed_directory = "etc/ssl/certs";
constexpr std::array bundles{
    "etc/ssl/certs/ca-certificates.crt",                 // Debian, Ubuntu, Alpine
    "etc/pki/tls/certs/ca-bundle.crt",                   // Fedora, RHEL, UBI
    "etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",  // the same, where the former is missing
    "etc/ssl/ca-bundle.pem",                             // SUSE
    "etc/ssl/cert.pem",                                  // Alpine, macOS
};

bool holds_certificate(std::string_view text) {
    return text.find(certificate_mark) != std::string_view::npos ||
           text.find(trusted_certificate_mark) != std::string_view::npos;
}

/// A bundle of all public authorities is about 200 KiB.
constexpr std::size_t max_bundle_size = 32u << 20;

bool is_readable_file(const fs::path& file) {
    std::error_code ignored;
    return fs::is_regular_file(file, ignored) && ::access(file.c_str(), R_OK) == 0;
}

/// `openssl rehash` names a certificate `<8 hexadecimal digits>.<number>`.
bool is_hashed_name(std::string_view name) {
    return name.size() >= 10 && name[8] == '.' &&
           name.substr(0, 8).find_first_not_of("0123456789abcdef") == std::string_view::npos &&
           base::parse_number(name.substr(9));
}

bool is_hashed_directory(const fs::path& directory) {
    std::error_code code;
    for (fs::directory_iterator it{directory, code}, end; !code && it != end; it.increment(code)) {
        if (is_hashed_name(it->path().filename().native())) return true;
    }
    return false;
}

fs::path checked_bundle(std::string_view variable, const fs::path& file) {
    std::string why;
    try {
        if (holds_certificate(base::read_file(file, max_bundle_size))) return file;
        why = "there is no PEM certificate in it";
    } catch (const Error& error) {
        why = error.message();
    }
    throw Error{"{} is set to {}, but {}. Point it to a PEM file with CA certificates, or unset it.",
                variable, base::printable(file.native()), why};
}

std::vector<fs::path> checked_directories(std::string_view variable, std::string_view list) {
    std::vector<fs::path> directories;
    for (const std::string_view entry : base::split(list, ':')) {
        std::error_code ignored;
        if (!entry.empty() && fs::is_directory(entry, ignored)) directories.emplace_back(entry);
    }
    if (!directories.empty()) return directories;
    throw Error{
        "{} is set to {}, but that is no directory. Point it to directories of CA certificates, or "
        "unset it.",
        variable, base::printable(list)};
}

void append_certificates(std::string& all, const std::string& text) {
    all += text;
    if (!all.ends_with('\n')) all += '\n';
}

/// Those of a hashed directory, in the order of their names.
std::string certificates_in(const fs::path& directory) {
    std::set<fs::path> files;
    for (const fs::directory_entry& entry : fs::directory_iterator{directory}) {
        if (is_hashed_name(entry.path().filename().native())) files.insert(entry.path());
    }
    std::string all;
    for (const fs::path& file : files) {
        if (is_readable_file(file)) append_certificates(all, base::read_file(file));
    }
    return all;
}

std::string joined(const std::vector<fs::path>& paths) {
    std::vector<std::string> texts;
    for (const fs::path& path : paths) texts.push_back(path.native());
    return base::join(texts, ":");
}

}  // namespace

std::string Trust::describe() const {
    const std::string place = file.empty() ? joined(directories) : file.native();
    return origin.empty() || origin == place ? place : base::format("{}, set by {}", place, origin);
}

Trust find_trust(const Environment& environment, const fs::path& root) {
    const auto file = environment.find_non_empty("SSL_CERT_FILE");
    const auto directories = environment.find_non_empty("SSL_CERT_DIR");
    Trust trust;
    if (file) {
        trust.file = trust.bundle = checked_bundle("SSL_CERT_FILE", *file);
        trust.origin = "SSL_CERT_FILE";
    }
    if (directories) {
        trust.directories = checked_directories("SSL_CERT_DIR", *directories);
        trust.origin = file ? "SSL_CERT_FILE and SSL_CERT_DIR" : "SSL_CERT_DIR";
    }
    if (trust.found()) return trust;

    if (const auto bundle = environment.find_non_empty("CURL_CA_BUNDLE")) {
        trust.file = trust.bundle = checked_bundle("CURL_CA_BUNDLE", *bundle);
        trust.origin = "CURL_CA_BUNDLE";
        return trust;
    }

    for (const char* candidate : bundles) {
        if (trust.bundle.empty() && is_readable_file(root / candidate)) trust.bundle = root / candidate;
    }
    if (is_hashed_directory(root / hashed_directory)) {
        trust.directories = {root / hashed_directory};
    } else {
        trust.file = trust.bundle;
    }
    if (!trust.found()) {
        trust.tried.push_back(root / hashed_directory);
        for (const char* candidate : bundles) trust.tried.push_back(root / candidate);
    }
    return trust;
}

Trust with_certificates(const Trust& trust, const std::vector<PemText>& more, const fs::path& bundle) {
    std::string all;
    if (!trust.bundle.empty()) append_certificates(all, base::read_file(trust.bundle, max_bundle_size));
    if (trust.bundle.empty() ||
        !trust.file.empty()) {  // otherwise the directory holds the same as the bundle
        for (const fs::path& directory : trust.directories) all += certificates_in(directory);
    }
    for (const PemText& pem : more) {
        if (!holds_certificate(pem.text))
            throw NoCertificate{"there is no PEM certificate in {}", pem.origin};
        append_certificates(all, pem.text);
    }
    base::write_file(bundle, all);
    return {.file = bundle, .directories = {}, .bundle = bundle, .origin = trust.origin, .tried = {}};
}

Environment tool_variables(const Trust& trust, const Environment& environment) {
    Environment variables;
    const auto set_unless_chosen = [&](const char* name, const std::string& value) {
        if (!value.empty() && !environment.find_non_empty(name)) variables.set(name, value);
    };
    for (const char* name :
         {"SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "PIP_CERT", "CURL_CA_BUNDLE", "GIT_SSL_CAINFO"}) {
        set_unless_chosen(name, trust.bundle.native());
    }
    set_unless_chosen("SSL_CERT_DIR", joined(trust.directories));
    return variables;
}

}  // namespace adder::fetch
