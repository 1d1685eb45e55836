#include <adder/base/error.hpp>
#include <adder/base/text.hpp>
#include <adder/runtime_archive/programs.hpp>
#include <adder/runtime_archive/sigstore.hpp>

namespace adder::runtime_archive {

namespace {

/// Their tools need to find their caches, certificates and proxies.
base::Captured run(const std::string& program, std::vector<std::string> args, const base::Environment& env) {
    return base::run_and_capture(
        {.program = program, .args = std::move(args), .env = env, .working_directory = {}});
}

}  // namespace

std::vector<std::string> sigstore_arguments(const SigstoreClaim& claim) {
    std::vector<std::string> args{"verify",
                                  "identity",
                                  "--bundle",
                                  claim.bundle,
                                  "--cert-identity",
                                  claim.signer.identity,
                                  "--cert-oidc-issuer",
                                  claim.signer.issuer};
    if (claim.offline) args.emplace_back("--offline");
    args.push_back(claim.file);
    return args;
}

std::vector<std::string> cosign_arguments(const SigstoreClaim& claim) {
    std::vector<std::string> args{"verify-blob",
                                  "--new-bundle-format",
                                  "--bundle",
                                  claim.bundle,
                                  "--certificate-identity",
                                  claim.signer.identity,
                                  "--certificate-oidc-issuer",
                                  claim.signer.issuer};
    if (claim.offline) args.emplace_back("--offline");
    args.push_back(claim.file);
    return args;
}

std::string verify_with_sigstore(const SigstoreClaim& claim, const base::Environment& env) {
    const bool has_sigstore = is_on_path("sigstore", env);
    if (!has_sigstore && !is_on_path("cosign", env)) {
        throw base::Error{
            "nothing here verifies Sigstore bundles: install `sigstore` (pipx install sigstore) or `cosign`, "
            "or "
            "name the digest of {} with --sha256",
            claim.file};
    }
    const std::string program = has_sigstore ? "sigstore" : "cosign";
    const base::Captured result =
        run(program, has_sigstore ? sigstore_arguments(claim) : cosign_arguments(claim), env);
    if (result.status.ok()) return program;
    constexpr std::size_t shown = 2000;
    throw base::Error{"{} does not vouch for {} as signed by {} ({}). {} ended with {}:\n{}",
                      claim.bundle,
                      claim.file,
                      claim.signer.identity,
                      claim.signer.issuer,
                      program,
                      result.status.describe(),
                      result.output.substr(0, shown)};
}

}  // namespace adder::runtime_archive
