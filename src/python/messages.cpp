#include "messages.hpp"

#include "messages/words.hpp"

#include <adder/base/text.hpp>

namespace adder::python::messages {

namespace {

using base::format;

}  // namespace

UserError bad_max_age(std::string_view value) {
    return {
        format("BP_PYTHON_RESOLVE_MAX_AGE is {}, which is no duration.", quoted(value)),
        "Use a number of seconds or one with a unit (30m, 24h, 7d), 0 to resolve in every build, or never."};
}

UserError bad_cache_size(std::string_view value) {
    return {format("BP_PYTHON_CACHE_SIZE is {}, which is no size.", quoted(value)),
            "Use a number of bytes or one with a unit (500kB, 10MB, 1GB), or 0 to keep nothing."};
}

UserError bad_image_labels(std::string_view value, std::string_view reason) {
    return {"BP_IMAGE_LABELS cannot be read.", format("It is {},\nand {}. Write it as for a shell:\n  --env "
                                                      "BP_IMAGE_LABELS='team=web note=\"two words\"'",
                                                      quoted(value), reason)};
}

UserError bad_certificates(std::string_view reason) {
    return {"A binding of the type ca-certificates cannot be used.",
            format("Each of its entries should be a file of certificates in PEM form, but\n{}.", reason)};
}

UserError bad_credentials(std::string_view type, std::string_view binding, std::string_view reason) {
    const bool is_index = type == "pypi";
    return {format("The binding \"{}\" of the type {} cannot be used.", base::printable(binding), type),
            format("Its entries should be {} and either username and password or token, but\n{}.\n{}",
                   is_index ? "url" : "host", reason,
                   is_index ? "The url is that of a simple repository API, such as "
                              "https://packages.example.com/simple."
                            : "The host is a name such as runtimes.example.com, without https://.")};
}

UserError bad_git_credentials(std::string_view type, std::string_view binding, std::string_view reason) {
    return {
        format("The binding \"{}\" of the type {} cannot be used.", base::printable(binding), type),
        format("{}, but\n{}.",
               type == "git-ssh"
                   ? "Its entries should be ssh-privatekey (in OpenSSH's or PEM form) and known_hosts (what\n"
                     "  ssh-keyscan git.example.com\nwrites), perhaps with host"
                   : "Its entries should be url (https://git.example.com or more of it), and token, or "
                     "username and password",
               reason)};
}

UserError two_logins(std::string_view host, std::string_view binding, std::string_view other) {
    return {format("Two bindings give different credentials for {}.", quoted(host)),
            format("They are \"{}\" and \"{}\". All tools take credentials by host, so that only one\n"
                   "of them would be used. Remove one, or give that host's servers different names.",
                   base::printable(binding), base::printable(other))};
}

UserError several_indexes(std::string_view binding, std::string_view other) {
    return {"Two bindings of the type pypi want to take PyPI's place.",
            format("They are \"{}\" and \"{}\". Give one of them an entry\n  index: credentials\n"
                   "after which it serves only where the app's files or variables name its index.",
                   base::printable(binding), base::printable(other))};
}

UserError unusable_variable(std::string_view name, std::string_view consequence, std::string_view instead) {
    return {format("{} is set.", name), format("With it{},\n{}.\nUnset it:\n  pack build --env {}= …{}{}",
                                               name.starts_with("PIP_") ? " (or its line in a pip.conf)" : "",
                                               consequence, name, instead.empty() ? "" : "\n", instead)};
}

UserError bad_mirror(std::string_view origin, std::string_view reason) {
    return {
        format("The dependency mirror in {} cannot be used.", origin),
        format(
            "{}.\n\n"
            "A mirror is an https or file URL that takes the place of a download's scheme and host, such as\n"
            "  https://mirror.example.com/{{originalHost}}\n"
            "  https://mirror.example.com/python,skip-path=/some/prefix",
            reason)};
}

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

UserError bad_procfile_line(unsigned number, std::string_view line, std::string_view reason) {
    return {format("Line {} of the Procfile cannot be understood.", number),
            format("{}: {}.\n\n"
                   "Each line is a process type and a command:\n"
                   "  web: gunicorn app:app --bind 0.0.0.0:$PORT",
                   quoted(line), reason)};
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
