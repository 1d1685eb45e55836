#include "python/app/words.hpp"
#include "python/failures/messages.hpp"

#include <adder/base/text.hpp>

namespace adder::python::messages {

namespace {

using base::format;

/// "psycopg2" of "psycopg2 2.9.10".
std::string_view name_of(std::string_view package) { return package.substr(0, package.find(' ')); }

std::string with_a_wheel(std::string_view package) {
    return format(
        "Ask for a version of it that has a wheel for this Python and platform. This finds the newest:\n"
        "  pip download --no-deps --only-binary :all: {}",
        name_of(package));
}

std::string image_with(std::string_view debian) {
    if (debian.empty())
        return "Use a build image that has it; https://packages.debian.org knows which package brings it.";
    return format(
        "Use a build image that has it. In the Dockerfile of one for Debian or Ubuntu:\n"
        "  RUN apt-get update && apt-get install --yes {}",
        debian);
}

}  // namespace

UserError build_needs(std::string_view package, std::string_view thing, std::string_view debian,
                      std::string_view variant) {
    return {
        format("{} cannot be built without {}.", package, thing),
        format("It has no wheel for this Python and platform, so it was built from its sources, and that\n"
               "needs something that the build image does not have.\n\n"
               "One of these helps, the simplest first.\n{}{}\n{}\n"
               "If that is a library, the run image needs it, too.",
               variant.empty() ? std::string{} : format("Use {}.\n", variant), with_a_wheel(package),
               image_with(debian))};
}

UserError build_needs_older_python(std::string_view package, std::string_view thing, std::string_view series,
                                   bool has_ended) {
    std::string python = "\nOr choose an older Python in the file .python-version.";
    if (!series.empty()) python = format("\nOr choose an older Python:\n  echo {} > .python-version", series);
    if (has_ended) python.clear();  // such a Python gets no fixes any more: the package has to be a newer one
    const std::string since = series.empty() ? "" : format(" after {}", series);
    return {format("{} is too old for the Python that was chosen.", package),
            format("Its sources use {}, which no Python{} has.\n\n{}{}", thing, since, with_a_wheel(package),
                   python)};
}

UserError build_needs_older_setuptools(std::string_view package) {
    return {format("{} cannot be built with the newest setuptools.", package),
            format("Its sources use pkg_resources, which setuptools has not had since version 82.\n\n{}\n"
                   "Or have it built with an older setuptools:\n"
                   "  echo 'setuptools<82' > build-constraints.txt\n"
                   "  pack build --env UV_BUILD_CONSTRAINT=build-constraints.txt …",
                   with_a_wheel(package))};
}

UserError python_without_headers(std::string_view package) {
    return {format("{} cannot be built without the headers of Python.", package),
            format("It has no wheel for this Python and platform, so it was built from its sources, and the\n"
                   "Python that was chosen comes without Python.h.\n\n{}",
                   with_a_wheel(package))};
}

UserError build_failed(std::string_view package) {
    return {format("{} could not be built.", package),
            format("It has no wheel for this Python and platform, so it was built from its sources. That "
                   "failed;\nwhat it said stands above.\n\n{}",
                   with_a_wheel(package))};
}

UserError own_build_needs(std::string_view thing, std::string_view debian) {
    return {
        format("The app's own package cannot be built without {}.", thing),
        format(
            "The build image does not have that.\n\n{}\nIf that is a library, the run image needs it, too.",
            image_with(debian))};
}

UserError own_build_failed(std::string_view file) {
    return {"The app's own package could not be built.",
            format("{} has it built; what its build said stands above.\n\n"
                   "Try it on your machine as it is done here, in an environment of its own:\n"
                   "  uv build --wheel",
                   file)};
}

}  // namespace adder::python::messages
