#include "../messages.hpp"
#include "words.hpp"

#include <adder/base/text.hpp>

/// What is said about packages that have no wheel here and cannot be built from their sources, either.
namespace adder::python::messages {

namespace {

using base::format;

/// The name alone, of "psycopg2 2.9.10".
std::string_view name_of(std::string_view package) { return package.substr(0, package.find(' ')); }

std::string with_wheels(std::string_view package) {
    return format(
        "Ask for a version of it that has a wheel for this Python and platform. This finds the newest\n"
        "one:\n  pip download --no-deps --only-binary :all: {}",
        name_of(package));
}

}  // namespace

UserError build_needs(std::string_view package, std::string_view thing, std::string_view debian,
                      std::string_view variant) {
    const std::string from_debian =
        debian.empty() ? std::string{" (https://packages.debian.org finds the package that has it)"}
                       : format(" (Debian and Ubuntu: apt-get install {})", debian);
    return {format("{} needs {} to be built, which is not in the build image.", package, thing),
            format("It has no wheel for this Python and platform, so that it was built from its sources.\n\n"
                   "One of these helps:\n{}"
                   "- {}\n"
                   "- Use a build image that has {}{};\n"
                   "  the run image needs the library itself.",
                   variant.empty() ? std::string{} : format("- Use {}.\n", variant), with_wheels(package),
                   thing, from_debian)};
}

UserError build_needs_older_python(std::string_view package, std::string_view thing,
                                   std::string_view series) {
    const std::string python =
        series.empty() ? std::string{"or choose an older Python in .python-version."}
                       : format("or choose an older Python:\n  echo {} > .python-version", series);
    return {format("{} is too old for the Python that was chosen.", package),
            format("Its sources use {}, which {}.\n\n{}, {}", thing,
                   series.empty() ? std::string{"does not know it"}
                                  : format("Python has not had since {}", series),
                   with_wheels(package), python)};
}

UserError build_needs_older_setuptools(std::string_view package) {
    return {
        format("{} cannot be built with today's setuptools.", package),
        format("Its sources use pkg_resources, which setuptools has not had since version 82.\n\n{}\n"
               "Or build it with an older setuptools: write setuptools<82 into a file of the app and name "
               "it in\n  UV_BUILD_CONSTRAINT=build-constraints.txt",
               with_wheels(package))};
}

UserError python_without_headers(std::string_view package) {
    return {format("{} needs the headers of Python to be built.", package),
            format("The Python that was chosen comes without Python.h, and {} has no wheel for it.\n\n{}",
                   name_of(package), with_wheels(package))};
}

UserError build_failed(std::string_view package) {
    return {format("{} could not be built.", package),
            format("It has no wheel for this Python and platform, so that it was built from its sources, and "
                   "that failed;\nwhat it said stands above.\n\n{}",
                   with_wheels(package))};
}

}  // namespace adder::python::messages
