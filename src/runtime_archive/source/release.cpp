#include "runtime_archive/source/release.hpp"

#include <adder/base/format.hpp>

#include <string_view>

namespace adder::runtime_archive {

namespace {

struct Signer {
    unsigned minor_number;
    std::string_view identity;
    std::string_view issuer;
};

constexpr std::string_view google = "https://accounts.google.com";
constexpr std::string_view github = "https://github.com/login/oauth";

constexpr Signer signers[] = {
    {10, "pablogsal@python.org", google}, {11, "pablogsal@python.org", google},
    {12, "thomas@python.org", google},    {13, "thomas@python.org", google},
    {14, "hugo@python.org", github},      {15, "hugo@python.org", github},
};

}  // namespace

std::string source_url(const runtimes::PythonVersion& version) {
    return base::format("https://www.python.org/ftp/python/{}.{}.{}/Python-{}.tar.xz", version.major_number,
                        version.minor_number, version.patch_number, version.text());
}

std::string bundle_location(const std::string& source) { return source + ".sigstore"; }

std::optional<ReleaseManager> release_manager(const runtimes::PythonVersion& version) {
    if (version.major_number != 3) return std::nullopt;
    for (const Signer& signer : signers) {
        if (signer.minor_number == version.minor_number) {
            return ReleaseManager{std::string{signer.identity}, std::string{signer.issuer}};
        }
    }
    return std::nullopt;
}

}  // namespace adder::runtime_archive
