// What is said about sources of runtimes and about their archives.
#include "python/app/words.hpp"
#include "python/runtime/messages.hpp"

#include <adder/base/text.hpp>

namespace adder::python::messages {

using base::format;

UserError bad_source(std::string_view source, std::string_view reason, std::string_view origin) {
    // Only a URL that parses can be shown without its credentials; this one may not.
    const std::size_t credentials_end = source.find('@');
    const std::string_view safe =
        credentials_end == std::string_view::npos ? source : source.substr(credentials_end + 1);
    return {
        format("{} holds a source that cannot be used.", origin),
        format(
            "{}: {}.\n\n"
            "A source is a scheme, a plus sign and a URL:\n"
            "  index+https://runtimes.example.com/python   a directory with an index.json\n"
            "  index+file:///srv/runtimes                  the same on disk\n"
            "  heroku+https://runtimes.example.com         python-X.Y.Z-distro-version-arch.tar.zst files\n"
            "  python-build-standalone+https://mirror.example.com/20260801\n"
            "                                              a release of it, with its SHA256SUMS\nSeveral are "
            "separated by spaces and asked in this order. Plain http is accepted for this\nmachine only. "
            "Behind the URL of an index, \",past-end-of-life=true\" says that its operator keeps\nPythons "
            "up to date that Python's own maintainers have given up.",
            quoted(safe), reason)};
}

UserError past_end_of_life_unsigned(const Source& source) {
    return {
        "A source for Pythons past their end of life needs a key.",
        format("Source: {}\n"
               "It has the setting past-end-of-life, which is for an index that is signed, so that it is\n"
               "certain whose fixes these are. No key is configured.\n\n"
               "Set BP_PYTHON_INDEX_KEYS to the operator's public key (or the buildpack's index-keys), or\n"
               "remove the setting.",
               source.display())};
}

UserError bad_index_keys(std::string_view reason, std::string_view origin) {
    return {
        format("{} holds a key that cannot be used.", origin),
        format("{}.\n\nIt should hold Ed25519 public keys, in PEM or in base64, separated by white space.",
               reason)};
}

UserError index_not_trusted(const Source& source, std::string_view reason) {
    return {
        "The list of Python runtimes is not signed by a key this build trusts.",
        format(
            "Source: {}\n{}.\n\n"
            "Either someone has changed the list, or its publisher uses another key. Nothing was installed.\n"
            "Ask whoever runs the source; the trusted keys are those of BP_PYTHON_INDEX_KEYS, or else the\n"
            "buildpack's own.",
            source.display(), reason)};
}

UserError index_unreachable(const Source& source, std::string_view reason) {
    const std::string first = source.is_from_variable ? format("Check the URL in {}, the", sources_variable)
                                                      : "Try again. If it stays so, check the";
    const std::string another = source.is_from_variable
                                    ? ""
                                    : format(
                                          "\nWhere builds cannot reach this server, name one that they can: "
                                          "BP_DEPENDENCY_MIRROR is for a\nmirror of it, {} for sources of "
                                          "your own.",
                                          sources_variable);
    return {"The list of Python runtimes could not be read.",
            format("Source: {}\n{}\n\n"
                   "{} proxy settings (HTTPS_PROXY, NO_PROXY) and, behind\n"
                   "a private certificate authority, SSL_CERT_FILE.{}",
                   source.display(), reason, first, another)};
}

UserError archive_unreachable(const Runtime& runtime, const base::Error& error) {
    return {
        format("Python {} could not be downloaded.", runtime.name()),
        format("{}\nSource: {}\n\n"
               "Nothing was installed. Try again; if it stays so, check the proxy settings (HTTPS_PROXY,\n"
               "NO_PROXY) and, behind a private certificate authority, SSL_CERT_FILE. To get runtimes from\n"
               "another source, set {} to it.",
               error.full_text(), runtime.url.display(), sources_variable)};
}

UserError archive_not_as_promised(const Runtime& runtime, const base::DigestMismatch& mismatch) {
    return {
        format("Python {} could not be verified.", runtime.name()),
        format("The archive's SHA-256 is {};\nthe one promised is     {}.\nSource: {}\n\n"
               "Either the source serves a damaged or replaced file, or its index is newer than its files.\n"
               "Nothing was installed. Try again, or set {} to another source.",
               mismatch.actual().hex(), mismatch.expected().hex(), runtime.url.display(), sources_variable)};
}

Advice archive_passed_over(const Runtime& runtime, const base::DigestMismatch& mismatch) {
    return {
        format("An archive of Python {} could not be verified.", runtime.name()),
        format(
            "Its SHA-256 is      {};\nthe one promised is {}.\nSource: {}\n\n"
            "Nothing of it is used, and the next source is asked. Tell whoever runs this one: it serves a\n"
            "damaged or replaced file, or its index is newer than its files.",
            mismatch.actual().hex(), mismatch.expected().hex(), runtime.url.display())};
}

UserError archive_has_changed(const Runtime& runtime, const base::DigestMismatch& mismatch) {
    return {
        format("The archive of Python {} is not the one this app was built with before.", runtime.name()),
        format(
            "Its SHA-256 is      {};\nin earlier builds   {}.\nSource: {}\n\n"
            "The source publishes no digests, so the first one seen is remembered with the app's "
            "image. Published\narchives should never change: ask whoever runs the source. If the change is "
            "known and wanted,\nbuild once under another image name, or ask for another Python version.",
            mismatch.actual().hex(), mismatch.expected().hex(), runtime.url.display())};
}

UserError archive_unusable(const Runtime& runtime, const base::Error& error) {
    return {format("The archive of Python {} is damaged.", runtime.name()),
            format("{}\nSource: {}\n\n"
                   "Nothing was installed. Try again, or set {} to another source.",
                   error.full_text(), runtime.url.display(), sources_variable)};
}

UserError with_other_sources(const UserError& message, const std::vector<std::string>& others) {
    return {message.title(), format("{}\n\nThe other sources do not serve, either:\n  {}", message.body(),
                                    base::join(others, "\n  "))};
}

}  // namespace adder::python::messages
