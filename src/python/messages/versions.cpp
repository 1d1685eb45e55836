// What is said about the Python that an app asks for.
#include "messages.hpp"
#include "messages/words.hpp"

#include <adder/base/text.hpp>

namespace adder::python::messages {

namespace {

using base::format;

std::string date_text(const Date& date) {
    return format("{}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                  static_cast<unsigned>(date.day()));
}

std::string newest_series(const Catalogue& catalogue) { return catalogue.series.back().latest.series(); }

/// ", line 3", where that says anything.
std::string at_line(const Statement& statement) {
    return statement.line == 0 ? "" : format(", line {}", statement.line);
}

std::string shown(std::string_view text) { return quoted(text); }

/// Where a version can be changed: the place it came from, or a file to make.
std::string how_to_change(std::string_view origin, std::string_view example) {
    if (origin.starts_with("BP_")) return format("Set {} to a version such as {}.", origin, example);
    if (origin.ends_with("uv.lock")) {
        return format("Change requires-python in pyproject.toml so that it allows {}, and run: uv lock",
                      example);
    }
    if (origin.find(" in ") != origin.npos) {
        return format("Change {} so that it allows {}.", origin, example);
    }
    return format("Write a version such as {} into the file .python-version.", example);
}

std::string how_to_change(const VersionRequest& request, std::string_view example) {
    return how_to_change(request.origin, example);
}

constexpr const char* forms =
    "  3.13              the newest patch of 3.13, in every build\n"
    "  3.13.5            that very release\n"
    "  >=3.12,<3.14      what specifiers allow (PEP 440)\n"
    "  3.14t, 3.15.0rc1  a free-threaded build, a pre-release";

}  // namespace

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

UserError several_versions(std::string_view file, const std::vector<Statement>& versions) {
    std::vector<std::string> texts;
    for (const Statement& version : versions) {
        if (texts.size() == 5) break;
        texts.push_back(format("{} (line {})", base::printable(version.text, 40), version.line));
    }
    return {format("{} names {} Python versions.", file, versions.size()),
            format("It holds {}{}; an image has one Python.\n"
                   "Leave the one the app should run on.",
                   list(texts), versions.size() > texts.size() ? ", …" : "")};
}

UserError bad_version(const Statement& version, std::string_view origin) {
    return {
        format("{} in {}{} is not a Python version.", shown(version.text), origin, at_line(version)),
        format("It can be one of these:\n{}", forms),
    };
}

UserError other_interpreter(const Statement& version, std::string_view origin) {
    return {format("{} in {}{} is not CPython.", shown(version.text), origin, at_line(version)),
            format("This buildpack installs CPython only. Write the version of it that the app runs on, such "
                   "as\n3.13, into {}, or build with a buildpack that has the other interpreter.",
                   origin)};
}

UserError misspelt_file(std::string_view found, std::string_view meant) {
    return {format("{} is not read: the file is called {}.", quoted(found), meant),
            format("Whatever version it names would not be the app's. Rename it:\n"
                   "  mv '{}' {}\n"
                   "or, if it is something else, give it a name that is less like it.",
                   base::printable(found), meant)};
}

UserError unreadable_file(std::string_view file, std::string_view reason) {
    return {format("{} cannot be read.", file),
            format("{}\n\nThe Python version is looked for in it. Correct it, and build again.", reason)};
}

UserError bad_specifiers(const Statement& text, std::string_view origin) {
    return {format("{} is not what {} can be{}.", shown(text.text), origin, at_line(text)),
            "It should be a list of version specifiers (PEP 440), such as one of\n"
            "  >=3.12\n"
            "  >=3.12,<3.15\n"
            "  ==3.13.*\n"
            "Poetry's ^ and ~ are not among them, and neither is a version without an operator."};
}

UserError bad_poetry_constraint(const Statement& text, std::string_view origin) {
    return {format("{} is not what {} can be{}.", shown(text.text), origin, at_line(text)),
            "It should be a constraint as Poetry knows them, such as one of\n"
            "  ^3.12\n"
            "  >=3.12,<3.15\n"
            "  ~3.12 || ~3.13"};
}

UserError contradiction(const VersionRequest& request, const VersionLimit& limit,
                        const Catalogue& catalogue) {
    const auto standard = VersionRequest::parse(catalogue.default_version, "");
    const bool is_allowed =
        standard &&
        VersionRequest{*standard->series(), false, "", request.limits}.may_match(*standard->series());
    const std::string example = is_allowed ? format(" such as {}", standard->text()) : "";
    return {format("{} and {} contradict each other.", request.origin, limit.origin),
            format("{} asks for {};\n{} allows {}.\n"
                   "Change {} to a version{} that both allow,\nor correct {}.",
                   request.origin, base::printable(request.text()), limit.origin,
                   base::printable(limit.set.text()), request.origin, example, limit.origin)};
}

Advice runtime_txt_deprecated(const VersionRequest& request) {
    return {"runtime.txt is an old way to name the Python version.",
            format("It works, but other tools do not read it. Instead of it, write a .python-version:\n"
                   "  echo {} > .python-version && git rm runtime.txt",
                   request.text()),
            "runtime-txt"};
}

Advice runtime_txt_unused(const VersionRequest& request, const VersionLimit& limit) {
    return {format("runtime.txt asks for {}, but {} decides.", request.text(), limit.origin),
            format("runtime.txt is an old way to name the Python version. To stay on {}, write a "
                   ".python-version,\nwhich goes before {}:\n"
                   "  echo {} > .python-version && git rm runtime.txt",
                   request.text(), limit.origin, request.text()),
            "runtime-txt"};
}

Advice recorded_end_of_life(const SeriesNumber& recorded, const VersionRequest& standard,
                            const Catalogue& catalogue) {
    const Series* series = catalogue.find(recorded);
    const std::string when = series ? " on " + date_text(series->end_of_life) : "";
    return {
        format("Python {}, which this app was built with, reached its end of life{}.", recorded.text(), when),
        format(
            "The app names no version, and moves on to {}. To choose one yourself, write it into the file\n"
            ".python-version.",
            standard.text()),
        "end-of-life"};
}

std::string stays_on(const SeriesNumber& recorded, const VersionRequest& standard) {
    return format("The app stays on {}; the default is {} by now: to move, write it into .python-version",
                  recorded.text(), standard.text());
}

Advice near_end_of_life(const VersionRequest& request, const Series& series, const Catalogue& catalogue) {
    return {
        format("Python {} reaches its end of life on {}.", series.number().text(),
               date_text(series.end_of_life)),
        format("From then on it gets no security fixes, and later versions of this buildpack refuse it.\n{}",
               how_to_change(request, newest_series(catalogue))),
        "end-of-life"};
}

Advice outdated_patch(const VersionRequest& request, const PythonVersion& newest) {
    return {format("Python {} is not the newest {}.", request.text(), newest.series()),
            format("{} asks for that very release; {} has fixes since, as a rule security\nfixes among "
                   "them.\nAsk for {} to get each new patch with the next build.",
                   request.origin, newest.text(), newest.series()),
            "patch"};
}

UserError end_of_life(const VersionRequest& request, const std::optional<Date>& since,
                      const Catalogue& catalogue) {
    const std::string when = since ? "since " + date_text(*since) : "for a long time";
    return {format("Python {} has reached its end of life.", request.series()->text()),
            format("{} asks for {}. That series has had no security fixes {}.\n{}", request.origin,
                   request.text(), when, how_to_change(request, newest_series(catalogue)))};
}

UserError set_past_end_of_life(const VersionRequest& request, const SeriesNumber& newest,
                               const Catalogue& catalogue) {
    const Series* series = catalogue.find(newest);
    const std::string when = series ? "on " + date_text(series->end_of_life) : "long ago";
    return {format("Every Python that {} allows has reached its end of life.", request.origin),
            format("It is {}. The newest of these, {}, got its last security fixes {}.\n{}",
                   base::printable(request.text()), newest.text(), when,
                   how_to_change(request, newest_series(catalogue)))};
}

UserError unsatisfiable(const VersionRequest& request, const Catalogue& catalogue) {
    return {format("No Python can be what {} asks for.", request.origin),
            format("It is {}, which leaves no version.\n{}", base::printable(request.text()),
                   how_to_change(request, newest_series(catalogue)))};
}

UserError unknown_version(const VersionRequest& request, const cnb::Target& target,
                          const std::vector<std::string>& available) {
    return {format("There is no Python {}.", base::printable(request.text())),
            format("{} asks for it, and no source of runtimes knows it.\n"
                   "Available for {}: {}.\n{}",
                   request.origin, target.describe(), list(available),
                   how_to_change(request, available.empty() ? "3.13" : available.back()))};
}

UserError not_for_target(const VersionRequest& request, const cnb::Target& target,
                         const std::vector<std::string>& targets, const std::vector<std::string>& available) {
    return {
        format("Python {} is not available for {}.", base::printable(request.text()), target.describe()),
        format(
            "{} asks for it. It exists for: {}.\n"
            "Available for {}: {}.\n"
            "Choose one of these, build with a builder for another distribution, or name a source that has\n"
            "the runtime in {}; runtime-archive makes one.",
            request.origin, list(targets), target.describe(), list(available), sources_variable)};
}

}  // namespace adder::python::messages
