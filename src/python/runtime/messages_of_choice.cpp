// What is said about which runtimes there are.
#include "python/app/words.hpp"
#include "python/runtime/messages.hpp"

#include <adder/base/text.hpp>

#include <algorithm>

namespace adder::python::messages {

namespace {

using base::format;

using Example = std::optional<std::string>;

/// Where a version can be changed: the place it came from, or a file to make.
std::string how_to_change(const VersionRequest& request, const Example& example) {
    const Origin& origin = request.origin;
    const std::string such_as = example ? " such as " + *example : "";
    const std::string allows = example ? *example : "another version";
    switch (origin.kind) {
        case Origin::Kind::variable:
            return format("Set {} to another version{}.", origin.name, example ? "," + such_as : "");
        case Origin::Kind::lock:
            return format("Change {} in pyproject.toml so that it allows {}, and run: uv lock", origin.key,
                          allows);
        case Origin::Kind::declaration:
            return format("Change {} so that it allows {}.", origin.text(), allows);
        default:
            return format("Write {}{} into the file .python-version.",
                          example ? "a version" : "another version", such_as);
    }
}

/// "Available for linux/amd64 · debian 12: 3.12.9, 3.13.5."
std::string available_text(const cnb::Target& target, const std::vector<std::string>& versions) {
    return format("Available for {}: {}.", target.describe(), comma_separated(versions));
}

/// What the catalogue's age has to do with it; nothing if that has nothing to do with it.
std::string age_text(const std::optional<Date>& catalogue_date) {
    if (!catalogue_date) return "";
    return format(
        "This buildpack knows the Python releases of {}. It finds newer ones only in a source that\n"
        "has them; a newer buildpack knows more.\n",
        date_text(*catalogue_date));
}

}  // namespace

Advice near_end_of_life(const VersionRequest& request, const Series& series, const Example& example) {
    return {format("Python {} reaches its end of life on {}.", series.number().text(),
                   date_text(series.end_of_life)),
            format("After that day it gets no security fixes, and this buildpack refuses it.\n{}",
                   how_to_change(request, example)),
            "end-of-life"};
}

Advice served_past_end_of_life(const VersionRequest& request, const SeriesNumber& series,
                               const Example& example) {
    return {
        format("Python {} has reached its end of life.", series.text()),
        format(
            "Python's maintainers do not fix it any more. It comes from a source whose operator says that\n"
            "he does (past-end-of-life). To move to a maintained series:\n{}",
            how_to_change(request, example))};
}

Advice outdated_patch(const VersionRequest& request, const PythonVersion& newest) {
    return {format("Python {} is not the newest {}.", request.text(), newest.series()),
            format("{} asks for that very release; {} has fixes since, as a rule security\nfixes among "
                   "them.\nAsk for {} to get each new patch with the next build.",
                   request.origin.text(), newest.text(), newest.series()),
            "patch"};
}

UserError end_of_life(const VersionRequest& request, const std::optional<Date>& since,
                      const Example& example) {
    const std::string when = since ? "since " + date_text(*since) : "for a long time";
    return {format("Python {} has reached its end of life.", request.series()->text()),
            format("{} asks for {}. That series has had no security fixes {}.\n{}", request.origin.text(),
                   request.text(), when, how_to_change(request, example))};
}

UserError set_past_end_of_life(const VersionRequest& request, const SeriesNumber& newest,
                               const std::optional<Date>& since, const Example& example) {
    const std::string when = since ? "on " + date_text(*since) : "long ago";
    return {format("Every Python that {} allows has reached its end of life.", request.origin.text()),
            format("It is {}. The newest of these, {}, got its last security fixes {}.\n{}",
                   base::printable(request.text()), newest.text(), when, how_to_change(request, example))};
}

UserError unsatisfiable(const VersionRequest& request, const Example& example) {
    return {format("No Python can be what {} asks for.", request.origin.text()),
            format("It is {}, which leaves no version.\n{}", base::printable(request.text()),
                   how_to_change(request, example))};
}

std::optional<std::string> newest_allowed(const VersionRequest& request,
                                          const std::vector<std::string>& versions) {
    const std::string_view ending = request.free_threaded ? "t" : "";
    for (auto text = versions.rbegin(); text != versions.rend(); ++text) {
        const auto version =
            PythonVersion::parse(std::string_view{*text}.substr(0, text->size() - ending.size()));
        if (!version || request.series() == SeriesNumber::of(*version)) continue;
        const bool is_allowed = std::ranges::all_of(request.limits, [&](const VersionLimit& limit) {
            return limit.origin == request.origin || limit.set.contains(*version);
        });
        if (is_allowed) return version->series() + std::string{ending};
    }
    return std::nullopt;
}

UserError unknown_version(const VersionRequest& request, const cnb::Target& target,
                          const Availability& availability) {
    return {format("There is no Python {}.", base::printable(request.text())),
            format("{} asks for it, and no source of runtimes knows it.\n{}{}\n{}", request.origin.text(),
                   age_text(availability.catalogue_date), available_text(target, availability.here),
                   how_to_change(request, newest_allowed(request, availability.here)))};
}

UserError not_for_target(const VersionRequest& request, const cnb::Target& target,
                         const Availability& availability) {
    return {format("Python {} is not available for {}.", base::printable(request.text()), target.describe()),
            format("{} asks for it. It exists for: {}.\n{}{}\n"
                   "{}build with a builder for another distribution, or set {}\nto a source that has "
                   "the runtime; runtime-archive makes one.",
                   request.origin.text(), comma_separated(availability.elsewhere),
                   age_text(availability.catalogue_date), available_text(target, availability.here),
                   availability.here.empty() ? "Either " : "Choose one of these, ", sources_variable)};
}

UserError no_python_for_target(const VersionRequest& request, const cnb::Target& target,
                               const Availability& availability) {
    const std::string elsewhere =
        availability.elsewhere.empty()
            ? ""
            : format(" They have {} for: {}.", request.text(), comma_separated(availability.elsewhere));
    return {
        format("No Python is available for {}.", target.describe()),
        format("The app names no version, so any maintained Python would do, and no source of runtimes has\n"
               "one for this image.{}\n{}\n"
               "Build with a builder for another distribution, or set {} to a\nsource that has "
               "runtimes for this one; runtime-archive makes them.",
               elsewhere, age_text(availability.catalogue_date), sources_variable)};
}

std::string another_series(const VersionRequest& request, const SeriesNumber& chosen,
                           const cnb::Target& target) {
    return format("No source has {} for {}, and the app names no version: it gets {}", request.text(),
                  target.describe(), chosen.text());
}

std::string not_where_expected(const Runtime& runtime) {
    return format("Not there, looking elsewhere: {}", runtime.url.display());
}

UserError archive_missing(const Runtime& runtime, const Resolution& resolution) {
    const VersionRequest& request = resolution.request;
    const std::string catalogue = resolution.catalogue_date
                                      ? "this buildpack's data of " + date_text(*resolution.catalogue_date)
                                      : "this buildpack's data";
    const std::string series = runtime.version.series();
    const std::string asked =
        request.is_wish ? "The app names no version."
                        : format("{} asks for {}.", request.origin.text(), base::printable(request.text()));
    const std::string chosen =
        request.is_one_release() ? ""
        : runtime.entry ? format(" The newest {} that the source lists is {}.", series, runtime.name())
                        : format(" The newest {} is {}, by {}.", series, runtime.name(), catalogue);
    const std::string available =
        resolution.available.empty()
            ? ""
            : available_text(runtime.target, resolution.available) + "\n" +
                  how_to_change(request, newest_allowed(request, resolution.available)) + "\n";
    return {format("Python {} is not available for {}.", runtime.name(), runtime.target.describe()),
            format("{}{}\nThere is no archive at:\n  {}\n\n{}"
                   "{} whoever runs that server for the archive, or set {}\nto a source that has it.",
                   asked, chosen, runtime.url.display(), available, available.empty() ? "Ask" : "Or ask",
                   sources_variable)};
}

}  // namespace adder::python::messages
