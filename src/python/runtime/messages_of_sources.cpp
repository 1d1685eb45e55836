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
            "up to date that Python's own maintainers have given up, and \",signed-as=PLACE\" that it is a\n"
            "copy of another place.",
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

UserError source_not_covered(const Source& source) {
    const std::string name = source.display();
    return {
        "A source of Python runtimes is not covered by the keys of this build.",
        format(
            "Source: {}\n"
            "BP_PYTHON_INDEX_KEYS, or the buildpack's index-keys, says that nothing is to be trusted which\n"
            "none of these keys has signed. A source of the scheme {} has no signatures.\n\n"
            "Remove the source, or serve its archives from an index that you sign. To use it as it is,\n"
            "unsigned, name it:\n"
            "  BP_PYTHON_UNSIGNED_SOURCES={}\n"
            "or set unsigned = true for it where the buildpack names its sources.",
            name, name_of(source.scheme), name)};
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

namespace {

/// How the index of a source is signed again.
std::string publisher_command(std::string_view place) {
    return format("Ask whoever publishes it to sign it again, which raises its serial and its last day:\n{}",
                  format("  runtime-archive publish --to DESTINATION --key KEY --source {}", place));
}

std::string name_of_place(const Source& source) {
    return source.signed_as.empty() ? source.url.display() : source.signed_as;
}

}  // namespace

Advice list_undated(const Source& source) {
    return {
        "A signed list of Python runtimes does not say when and where it is valid.",
        format(
            "Source: {}\n"
            "It is signed, and has no serial, last day and source, so an old copy of it, or one of another\n"
            "place, cannot be told from the right one. It was signed with an older runtime-archive.\n\n{}",
            source.display(), publisher_command(name_of_place(source))),
        "runtime-list"};
}

Advice list_gone_back(const Source& source, const std::optional<std::uint64_t>& serial, std::uint64_t seen) {
    return {
        "The list of Python runtimes is older than one that was seen before.",
        format("Source: {}\nIts serial is {}; the app was built with {}.\n\n"
               "Serials only go up. Either an old copy is served, by a mirror or on purpose, or its\n"
               "publisher began to count again. Look at what lies between, or ask whoever publishes it to\n"
               "go on above that:\n"
               "  runtime-archive publish --to DESTINATION --key KEY --serial {}",
               source.display(), serial ? std::to_string(*serial) : "missing", seen, seen + 1),
        "runtime-list"};
}

Advice list_expired(const Source& source, const Date& last_day) {
    return {
        "The list of Python runtimes has expired.",
        format("Source: {}\nIts last day was {}.\n\n"
               "Either nobody has published a newer one, or something between this build and the publisher\n"
               "keeps it from coming through.\n{}",
               source.display(), date_text(last_day), publisher_command(name_of_place(source))),
        "runtime-list"};
}

Advice list_of_other_place(const Source& source, std::string_view signed_for, std::string_view expected) {
    return {
        "The list of Python runtimes is one of another place.",
        format(
            "Source: {}\nIt is signed for {};\nexpected is      {}.\n\n"
            "Either somebody serves another place's list here, or this is a copy of that place. If it is a\n"
            "copy that you want, say so behind the URL of the source:\n"
            "  {},signed-as={}\n"
            "If it is the place itself, ask whoever publishes it to sign it for this one, with --source.",
            source.display(), quoted(signed_for), quoted(expected), source.display(),
            base::printable(signed_for)),
        "runtime-list"};
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

UserError archive_not_a_runtime(const Runtime& runtime, const base::Error& error) {
    return {
        format("The archive of Python {} does not hold a Python runtime.", runtime.name()),
        format("{}.\nSource: {}\n\n"
               "Nothing was installed. Ask whoever runs the source: an archive holds bin/python3 for its\n"
               "architecture, without a directory above it, and nothing that is meant for a buildpack's\n"
               "layer. `runtime-archive` makes such archives. Or set {} to another source.",
               error.full_text(), runtime.url.display(), sources_variable)};
}

UserError with_other_sources(const UserError& message, const std::vector<std::string>& others) {
    return {message.title(), format("{}\n\nThe other sources do not serve, either:\n  {}", message.body(),
                                    base::join(others, "\n  "))};
}

}  // namespace adder::python::messages
