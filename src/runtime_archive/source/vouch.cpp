#include "runtime_archive/source/vouch.hpp"

#include "runtime_archive/source/sigstore.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>

namespace adder::runtime_archive {

namespace {

ReleaseManager signer_of(const runtimes::PythonVersion& version, const Vouching& vouching) {
    if (vouching.signer) return *vouching.signer;
    if (const auto manager = release_manager(version)) return *manager;
    throw base::Error{
        "who signs releases of Python {} is not known here: name them with --sigstore-identity and "
        "--sigstore-issuer",
        version.series()};
}

Obtained obtain_bundle(const std::string& location, const std::filesystem::path& directory,
                       const fetch::FetcherOptions& network, base::Log& log) {
    try {
        return obtain(location, directory, network, log);
    } catch (base::Error& error) {
        error.add_context(
            "while looking for the Sigstore bundle that vouches for the source (--sigstore; --sha256 "
            "names the source's digest instead)");
        throw;
    }
}

}  // namespace

std::optional<std::string> bundle_for(const Obtained& source, const std::string& given_as,
                                      const Vouching& vouching) {
    const bool is_needed = source.from_network && !vouching.sha256;
    if (vouching.bundle == "auto" || (vouching.bundle.empty() && is_needed)) return bundle_location(given_as);
    if (vouching.bundle.empty()) return std::nullopt;
    return vouching.bundle;
}

void vouch_for(const SourceToVouchFor& what, const Vouching& vouching,
               const VouchingSurroundings& surroundings) {
    const Obtained& source = what.source;
    base::Log& log = surroundings.log;
    if (vouching.sha256) {
        require_digest(source, *vouching.sha256);
        log.step("The source has the SHA-256 that it should have");
    }
    const std::optional<std::string> location = bundle_for(source, what.given_as, vouching);
    if (location) {
        const Obtained bundle = obtain_bundle(*location, surroundings.directory, surroundings.network, log);
        const ReleaseManager signer = signer_of(what.version, vouching);
        const std::string program = verify_with_sigstore(
            {.file = source.file, .bundle = bundle.file, .signer = signer, .offline = vouching.offline},
            surroundings.env);
        log.step("{} vouches for the source: signed by {}", program, signer.identity);
    }
    if (vouching.sha256 || location) return;
    log.warning("Nothing vouches for the source",
                base::format("{} is used as it is. Its SHA-256 is {}.\n"
                             "Name the digest that it should have with --sha256, or its Sigstore bundle with "
                             "--sigstore.",
                             source.file, source.source.sha256->hex()));
}

}  // namespace adder::runtime_archive
