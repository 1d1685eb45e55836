#include "runtime_archive/source/sigstore.hpp"

#include "runtime_archive/inspection/programs.hpp"

#include <adder/base/error.hpp>
#include <adder/base/text.hpp>

namespace adder::runtime_archive {

namespace {

/// How one of the programs is told the same.
struct Verifier {
    std::vector<std::string> command;
    std::string_view identity;
    std::string_view issuer;
};

Verifier verifier(std::string_view program) {
    if (program == "sigstore") {
        return {{"verify", "identity"}, "--cert-identity", "--cert-oidc-issuer"};
    }
    return {{"verify-blob", "--new-bundle-format"}, "--certificate-identity", "--certificate-oidc-issuer"};
}

}  // namespace

std::vector<std::string> verifier_arguments(std::string_view program, const SigstoreClaim& claim) {
    const Verifier how = verifier(program);
    std::vector<std::string> args = how.command;
    for (const std::string_view argument :
         {std::string_view{"--bundle"}, std::string_view{claim.bundle.native()}, how.identity,
          std::string_view{claim.signer.identity}, how.issuer, std::string_view{claim.signer.issuer}}) {
        args.emplace_back(argument);
    }
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
    // They look for their caches, certificates and proxies in the environment.
    const base::Captured result = base::run_and_capture({.program = program,
                                                         .args = verifier_arguments(program, claim),
                                                         .env = env,
                                                         .working_directory = {}});
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
