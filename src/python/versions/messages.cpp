#include "python/versions/messages.hpp"

#include "python/app/words.hpp"

#include <adder/base/text.hpp>

namespace adder::python::messages {

namespace {

using base::format;

/// ", line 3", where that says anything.
std::string at_line(const Statement& statement) {
    return statement.line == 0 ? "" : format(", line {}", statement.line);
}

std::string shown(std::string_view text) { return quoted(text); }

using Example = std::optional<std::string>;

constexpr const char* forms =
    "  3.13              the newest patch of 3.13, in every build\n"
    "  3.13.5            that very release\n"
    "  >=3.12,<3.14      what specifiers allow (PEP 440)\n"
    "  3.14t, 3.15.0rc1  a free-threaded build, a pre-release";

}  // namespace

UserError empty_version_file(std::string_view file) {
    return {format("{} names no Python version.", file),
            format("It is empty, or holds only comments.\n"
                   "Write the version that the app runs on into it, or delete it to get the default.")};
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
                   comma_separated(texts), versions.size() > texts.size() ? ", …" : "")};
}

UserError bad_version(const Statement& version, const Origin& origin) {
    return {
        format("{} in {}{} is not a Python version.", shown(version.text), origin.text(), at_line(version)),
        format("It can be one of these:\n{}", forms),
    };
}

UserError other_interpreter(const Statement& version, const Origin& origin) {
    return {
        format("{} in {}{} is not CPython.", shown(version.text), origin.text(), at_line(version)),
        format(
            "This buildpack installs CPython only. Write the version of CPython that the app runs on into\n"
            "{}, or build with a buildpack that has the other interpreter.",
            origin.text())};
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

UserError bad_specifiers(const Statement& text, const Origin& origin) {
    return {format("{} is not what {} can be{}.", shown(text.text), origin.text(), at_line(text)),
            "It should be a list of version specifiers (PEP 440), such as one of\n"
            "  >=3.12\n"
            "  >=3.12,<3.15\n"
            "  ==3.13.*\n"
            "Poetry's ^ and ~ are not among them, and neither is a version without an operator."};
}

UserError bad_poetry_constraint(const Statement& text, const Origin& origin) {
    return {format("{} is not what {} can be{}.", shown(text.text), origin.text(), at_line(text)),
            "It should be a constraint as Poetry knows them, such as one of\n"
            "  ^3.12\n"
            "  >=3.12,<3.15\n"
            "  ~3.12 || ~3.13"};
}

UserError contradiction(const VersionRequest& request, const VersionLimit& limit, const Example& example) {
    return {format("{} and {} contradict each other.", request.origin.text(), limit.origin.text()),
            format("{} asks for {};\n{} allows {}.\n"
                   "Change {} to a version{} that both allow,\nor correct {}.",
                   request.origin.text(), base::printable(request.text()), limit.origin.text(),
                   base::printable(limit.set.text()), request.origin.text(),
                   example ? " such as " + *example : "", limit.origin.text())};
}

Advice runtime_txt_deprecated(const VersionRequest& request) {
    return {"runtime.txt is an old way to name the Python version.",
            format("It works, but other tools do not read it. Instead of it, write a .python-version:\n"
                   "  echo {} > .python-version && git rm runtime.txt",
                   request.text()),
            "runtime-txt"};
}

Advice runtime_txt_unused(const VersionRequest& request, const VersionLimit& limit) {
    return {format("runtime.txt asks for {}, but {} decides.", request.text(), limit.origin.text()),
            format("runtime.txt is an old way to name the Python version. To stay on {}, write a "
                   ".python-version,\nwhich goes before {}:\n"
                   "  echo {} > .python-version && git rm runtime.txt",
                   request.text(), limit.origin.text(), request.text()),
            "runtime-txt"};
}

Advice recorded_end_of_life(const SeriesNumber& recorded, const VersionRequest& standard,
                            const KnownReleases& releases) {
    const Series* series = releases.find(recorded);
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

}  // namespace adder::python::messages
