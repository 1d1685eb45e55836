#include "python/install/messages.hpp"

#include "python/app/words.hpp"

#include <adder/base/text.hpp>

namespace adder::python::messages {

using base::format;

UserError several_indexes(std::string_view binding, std::string_view other) {
    return {"Two bindings of the type pypi want to take PyPI's place.",
            format("They are \"{}\" and \"{}\". Give one of them an entry\n  index: credentials\n"
                   "after which it serves only where the app's files or variables name its index.",
                   base::printable(binding), base::printable(other))};
}

UserError tool_version_not_available(std::string_view tool, std::string_view demand, std::string_view file,
                                     const std::vector<std::string>& available) {
    return {
        format("The project demands {} {}, which this build does not have.", tool, demand),
        format(
            "{} says so. Available: {}.\nWiden what it demands, or use a version of this buildpack that has "
            "the one it needs.",
            file, base::join(available, ", "))};
}

UserError tool_not_installed(std::string_view tool, std::string_view index, std::string_view outcome) {
    return {format("{} could not be installed.", tool),
            format("It is needed to install the dependencies, and comes from the same index as they do, with "
                   "all\nthat it needs, at versions and digests that this buildpack names. uv ended with "
                   "{};\nits reason stands above.\nIndex: {}",
                   outcome, index)};
}

UserError conflicting_packages(std::string_view file, const std::vector<std::string>& conflicts) {
    return {"Installed packages do not fit together.",
            format("{}\n\nThey were installed as {} has it. Change the versions there so that these\ndemands "
                   "are met, and lock again if it is a lock.",
                   base::join(conflicts, "\n"), file)};
}

UserError no_installer_for(const cnb::Target& target) {
    return {format("Dependencies cannot be installed on {}/{}.", target.os, target.arch),
            "This buildpack knows no uv for that platform. Build for linux/amd64 or linux/arm64."};
}

UserError installer_unavailable(std::string_view tool, std::string_view index, std::string_view reason) {
    return {
        format("{} could not be had from the package index.", tool),
        format("{}\nIndex: {}\n\n"
               "Dependencies are installed with {}, which comes from the same index as they do. Check\n"
               "UV_DEFAULT_INDEX or PIP_INDEX_URL, the proxy settings (HTTPS_PROXY, NO_PROXY) and, behind a\n"
               "private certificate authority, SSL_CERT_FILE. A private index must mirror the project uv.",
               reason, index, tool)};
}

UserError installer_not_as_pinned(std::string_view file, const base::DigestMismatch& mismatch) {
    return {format("{} could not be verified.", file),
            format("Its SHA-256 is          {};\nthis buildpack was made for {}.\n\n"
                   "The package index serves another file under this name. Nothing was installed.",
                   mismatch.actual().hex(), mismatch.expected().hex())};
}

UserError no_virtual_environment(std::string_view outcome) {
    return {"The virtual environment could not be created.",
            format("uv ended with {}; what it wrote stands above.", outcome)};
}

UserError installation_failed(std::string_view file, std::string_view tool, std::string_view outcome) {
    return {format("The dependencies in {} could not be installed.", file),
            format("{} ended with {}; its reason stands above.", tool, outcome)};
}

UserError resolution_failed(std::string_view file, std::string_view outcome) {
    return {format("The dependencies in {} cannot be chosen anew.", file),
            format("They are not pinned by hashes, and were chosen longer ago than BP_PYTHON_RESOLVE_MAX_AGE "
                   "allows.\n"
                   "uv ended with {}; its reason stands above.",
                   outcome)};
}

UserError compilation_failed(std::string_view reason, std::string_view outcome) {
    return {
        "The dependencies could not be compiled to bytecode.",
        format("Python ended with {}: {}\n\nIf the disk is full or memory was short, give the build more.",
               outcome, reason.empty() ? "it gave no reason" : reason)};
}

UserError login_exposed(std::string_view origin, std::string_view url, std::string_view binding) {
    return {
        "A password would be sent to a place that it is not for.",
        format("{} names\n  {}\n\n"
               "The binding \"{}\" has a login for that host, but not over http, or not for that port.\n"
               "Package managers would send it all the same. Write the URL as the binding has it (https,\n"
               "and the same port), or bind a login for this one.",
               base::printable(origin), base::printable(url), base::printable(binding))};
}

UserError login_for_unchecked_host(std::string_view origin, std::string_view host, std::string_view binding) {
    return {format("A password would be sent to {} without checking who it is.", base::printable(host)),
            format("{} says that its certificate is not to be checked.\n"
                   "The binding \"{}\" has a login for it, which anyone on the way could take.\n\n"
                   "Bind the certificate authority that signs its certificate (type ca-certificates), and\n"
                   "remove the exception.",
                   base::printable(origin), base::printable(binding))};
}

Advice unprotected_indexes(const std::vector<std::string>& lines) {
    std::string shown;
    for (const std::string& line : lines) shown += "  " + base::printable(line) + "\n";
    return {"Packages may come from where anyone on the way can change them.",
            format("These are used as they are written:\n{}\n"
                   "Use https. For an index with a private certificate authority, bind that authority (type\n"
                   "ca-certificates). Hashes in a lock file protect what is installed in any case.",
                   shown),
            "unprotected-index"};
}

UserError secret_in_image(const std::filesystem::path& file, std::string_view origin) {
    return {
        "A secret would become part of the image.",
        format("It comes from {}, and stands in\n  {}\n\n"
               "Whoever can pull the image could read it there. A package wrote it when it was built or\n"
               "installed: look at the setup.py or the build backend of the package that owns this file. "
               "The\nbuild was stopped, and nothing was exported. If the secret reached an earlier image, "
               "replace it.",
               base::printable(origin), base::printable(file.native()))};
}

Advice kept_state_changed(const std::vector<std::string>& paths) {
    constexpr std::size_t most = 5;
    std::vector<std::string> shown;
    for (const std::string& path : paths) {
        if (shown.size() < most) shown.push_back("  " + base::printable(path));
    }
    if (paths.size() > most) shown.push_back(format("  and {} more", paths.size() - most));
    return {"Something that ran in this build changed what later builds use.",
            format("Only the buildpack writes these files, but they are not as it left them:\n{}\n\n"
                   "A package that was built from source did that, or your app while its static files were\n"
                   "collected. Later builds do not use the changes: files in caches were removed, and a\n"
                   "changed layer will be rebuilt. Find out which package it was, and whether you trust it.",
                   base::join(shown, "\n"))};
}

UserError tool_not_vendored(std::string_view tool, std::string_view pins, std::string_view outcome) {
    return {
        format("{} could not be installed from vendor/.", tool),
        format("Its own wheel is there, so all that it needs is expected there, too. uv ended with {};\nits "
               "reason stands above. Add what this buildpack pins for it, or take the wheel away:\n"
               "  pip download --dest vendor --requirement tools/{}",
               outcome, pins)};
}

}  // namespace adder::python::messages
