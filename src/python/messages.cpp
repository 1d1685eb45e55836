#include "messages.hpp"

#include <adder/base/text.hpp>

namespace adder::python::messages {

namespace {

using base::format;

constexpr const char* sources_variable = "BP_PYTHON_RUNTIME_SOURCES";

std::string date_text(const Date& date) {
    return format("{}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                  static_cast<unsigned>(date.day()));
}

std::string quoted(std::string_view text) { return "'" + base::printable(text) + "'"; }

std::string list(const std::vector<std::string>& items) {
    return items.empty() ? "none" : base::join(items, ", ");
}

std::string newest_series(const Catalogue& catalogue) { return catalogue.series.back().latest.series(); }

/// Where a version can be changed: the place it came from, or a file to make.
std::string how_to_change(const VersionRequest& request, std::string_view example) {
    if (request.origin.starts_with("BP_"))
        return format("Set {} to a version such as {}.", request.origin, example);
    return format("Write a version such as {} into the file .python-version.", example);
}

}  // namespace

UserError bad_max_age(std::string_view value) {
    return {
        format("BP_PYTHON_RESOLVE_MAX_AGE is {}, which is no duration.", quoted(value)),
        "Use a number of seconds or one with a unit (30m, 24h, 7d), 0 to resolve in every build, or never."};
}

UserError bad_certificates(std::string_view reason) {
    return {"A binding of the type ca-certificates cannot be used.",
            format("Each of its entries should be a file of certificates in PEM form, but {}.", reason)};
}

UserError bad_credentials(std::string_view binding, std::string_view reason) {
    return {
        format("The binding \"{}\" of the type http-credentials cannot be used.", base::printable(binding)),
        format("Its entries should be host and either username and password or token, but {}.\n"
               "The host is a name such as runtimes.example.com, without https://.",
               reason)};
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

UserError bad_source(std::string_view source, std::string_view reason) {
    // Only a URL that parses can be shown without its credentials; this one may not.
    const std::size_t credentials_end = source.find('@');
    const std::string_view safe =
        credentials_end == std::string_view::npos ? source : source.substr(credentials_end + 1);
    return {
        format("{} holds a source that cannot be used.", sources_variable),
        format(
            "{}: {}.\n\n"
            "A source is a scheme, a plus sign and a URL:\n"
            "  index+https://runtimes.example.com/python   a directory with an index.json\n"
            "  index+file:///srv/runtimes                  the same on disk\n"
            "  heroku+https://runtimes.example.com         python-X.Y.Z-distro-version-arch.tar.zst files\n"
            "  python-build-standalone+https://mirror.example.com/20260801\n"
            "                                              a release of python-build-standalone, with its "
            "SHA256SUMS\n"
            "Several are separated by spaces and asked in this order. Plain http is accepted for this "
            "machine only.",
            quoted(safe), reason)};
}

UserError not_utf8(std::string_view file) {
    return {
        format("{} is not UTF-8 text.", file),
        format("It holds bytes that are no UTF-8, as files saved in UTF-16 or an old Windows encoding do.\n"
               "Save {} as UTF-8 and build again.",
               file)};
}

UserError empty_version_file(std::string_view file) {
    return {format("{} names no Python version.", file),
            format("It is empty, or holds only comments.\n"
                   "Write a version such as 3.13 into it, or delete it to get the default.")};
}

UserError several_versions(std::string_view file, const std::vector<std::string>& versions) {
    std::vector<std::string> shown;
    for (const std::string& version : versions) shown.push_back(base::printable(version, 40));
    if (shown.size() > 5) shown.resize(5);
    return {format("{} names {} Python versions.", file, versions.size()),
            format("It holds {}{}; an image has one Python.\n"
                   "Leave the one the app should run on.",
                   list(shown), versions.size() > shown.size() ? ", …" : "")};
}

UserError bad_version(std::string_view version, std::string_view origin) {
    return {format("{} in {} is not a Python version.", quoted(version), origin),
            "Use a series, such as 3.13, to get its newest patch in every build,\n"
            "or one release, such as 3.13.5. Pre-releases and other interpreters are not supported."};
}

UserError bad_procfile_line(unsigned number, std::string_view line, std::string_view reason) {
    return {format("Line {} of the Procfile cannot be understood.", number),
            format("{}: {}.\n\n"
                   "Each line is a process type and a command:\n"
                   "  web: gunicorn app:app --bind 0.0.0.0:$PORT",
                   quoted(line), reason)};
}

Advice near_end_of_life(const VersionRequest& request, const Date& end, const Catalogue& catalogue) {
    return {
        format("Python {} reaches its end of life on {}.", request.series(), date_text(end)),
        format("From then on it gets no security fixes, and later versions of this buildpack refuse it.\n{}",
               how_to_change(request, newest_series(catalogue)))};
}

Advice outdated_patch(const VersionRequest& request, const PythonVersion& newest) {
    return {format("Python {} is not the newest {}.", request.text(), request.series()),
            format("{} asks for that very release; {} has fixes since, security fixes among them as a rule.\n"
                   "Ask for {} to get each new patch with the next build.",
                   request.origin, newest.text(), request.series())};
}

UserError end_of_life(const VersionRequest& request, const std::optional<Date>& since,
                      const Catalogue& catalogue) {
    const std::string when = since ? "since " + date_text(*since) : "for a long time";
    return {format("Python {} has reached its end of life.", request.series()),
            format("{} asks for {}. That series has had no security fixes {}.\n{}", request.origin,
                   request.text(), when, how_to_change(request, newest_series(catalogue)))};
}

UserError unknown_version(const VersionRequest& request, const cnb::Target& target,
                          const std::vector<std::string>& available) {
    return {format("There is no Python {}.", request.text()),
            format("{} asks for it, and no source of runtimes knows it.\n"
                   "Available for {}: {}.\n{}",
                   request.origin, target.describe(), list(available),
                   how_to_change(request, available.empty() ? "3.13" : available.back()))};
}

UserError not_for_target(const VersionRequest& request, const cnb::Target& target,
                         const std::vector<std::string>& targets, const std::vector<std::string>& available) {
    return {
        format("Python {} is not available for {}.", request.text(), target.describe()),
        format(
            "{} asks for it. It exists for: {}.\n"
            "Available for {}: {}.\n"
            "Choose one of these, build with a builder for another distribution, or name a source that has\n"
            "the runtime in {}; runtime-archive makes one.",
            request.origin, list(targets), target.describe(), list(available), sources_variable)};
}

UserError bad_index_keys(std::string_view reason) {
    return {
        "BP_PYTHON_INDEX_KEYS holds a key that cannot be used.",
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
    return {"The list of Python runtimes could not be read.",
            format("Source: {}\n{}\n\n"
                   "Check the URL in {}, the proxy settings (HTTPS_PROXY, NO_PROXY) and, behind\n"
                   "a private certificate authority, SSL_CERT_FILE.",
                   source.display(), reason, sources_variable)};
}

UserError archive_missing(const Runtime& runtime, std::string_view origin) {
    return {format("Python {} is not to be had for {}.", runtime.version.text(), runtime.target.describe()),
            format("{} asks for it. There is no archive at:\n  {}\n\n"
                   "If {} names a patch release, leave the patch out (for example {}) to get the newest\n"
                   "there is, or name another source in {}.",
                   origin, runtime.url.display(), origin, runtime.version.series(), sources_variable)};
}

UserError archive_unreachable(const Runtime& runtime, const base::Error& error) {
    return {
        format("Python {} could not be downloaded.", runtime.version.text()),
        format(
            "{}\nSource: {}\n\n"
            "Nothing was installed. Try again; if it stays so, check the proxy settings (HTTPS_PROXY,\n"
            "NO_PROXY) and, behind a private certificate authority, SSL_CERT_FILE, or name another source\n"
            "in {}.",
            error.full_text(), runtime.url.display(), sources_variable)};
}

UserError archive_not_as_promised(const Runtime& runtime, const base::DigestMismatch& mismatch) {
    return {
        format("Python {} could not be verified.", runtime.version.text()),
        format("The archive's SHA-256 is {};\nthe one promised is     {}.\nSource: {}\n\n"
               "Either the source serves a damaged or replaced file, or its index is newer than its files.\n"
               "Nothing was installed. Try again, or point {} at another source.",
               mismatch.actual().hex(), mismatch.expected().hex(), runtime.url.display(), sources_variable)};
}

Advice archive_passed_over(const Runtime& runtime, const base::DigestMismatch& mismatch) {
    return {
        format("An archive of Python {} could not be verified.", runtime.version.text()),
        format(
            "Its SHA-256 is      {};\nthe one promised is {}.\nSource: {}\n\n"
            "Nothing of it is used, and the next source is asked. Tell whoever runs this one: it serves a\n"
            "damaged or replaced file, or its index is newer than its files.",
            mismatch.actual().hex(), mismatch.expected().hex(), runtime.url.display())};
}

UserError archive_has_changed(const Runtime& runtime, const base::DigestMismatch& mismatch) {
    return {format("The archive of Python {} is not the one this app was built with before.",
                   runtime.version.text()),
            format("Its SHA-256 is      {};\nin earlier builds   {}.\nSource: {}\n\n"
                   "The source publishes no digests, so the first one seen is remembered with the app's "
                   "image. Published\n"
                   "archives should never change: ask whoever runs the source. If the change is known and "
                   "wanted, build "
                   "once\nunder another image name, or ask for another Python version.",
                   mismatch.actual().hex(), mismatch.expected().hex(), runtime.url.display())};
}

UserError archive_unusable(const Runtime& runtime, const base::Error& error) {
    return {format("The archive of Python {} is damaged.", runtime.version.text()),
            format("{}\nSource: {}\n\n"
                   "Nothing was installed. Try again, or point {} at another source.",
                   error.full_text(), runtime.url.display(), sources_variable)};
}

UserError with_other_sources(const UserError& message, const std::vector<std::string>& others) {
    return {message.title(), format("{}\n\nThe other sources do not serve, either:\n  {}", message.body(),
                                    base::join(others, "\n  "))};
}

}  // namespace adder::python::messages
