#pragma once

#include "python/dependencies/project.hpp"
#include "python/failures/tool_failure.hpp"
#include "python/failures/words.hpp"
#include "python/versions/version.hpp"

#include <adder/base/error.hpp>

#include <optional>
#include <string>
#include <vector>

/// One function for each kind of thing that tools fail of. Each looks only for what its kind leaves in the
/// output; what the kinds share, the order decides that `explain` asks in.
namespace adder::python::failures {

using Explanation = std::optional<base::UserError>;

struct Evidence {
    const ToolFailure& failure;
    const Project& project;
    std::string text;  ///< the output as `one_line` has it
};

// The machine: machine.cpp
Explanation of_memory(const Evidence& evidence);
Explanation of_space(const Evidence& evidence);

// What packages come from: servers.cpp, git.cpp
Explanation of_git(const Evidence& evidence);
Explanation of_credentials(const Evidence& evidence);
Explanation of_network(const Evidence& evidence);

// What the project asks for: packages.cpp, pythons.cpp, wheels.cpp
Explanation of_the_manager(const Evidence& evidence);
Explanation of_requirement_lines(const Evidence& evidence);
Explanation of_hashes(const Evidence& evidence);
Explanation of_python(const Evidence& evidence);
Explanation of_wheels(const Evidence& evidence);
Explanation of_versions(const Evidence& evidence);

// What an app brings along of it: vendor.cpp
Explanation of_vendor(const Evidence& evidence);
/// What there is of exactly that version ("demo==1.0"), or of a package whatever its version ("demo").
std::vector<std::string> files_in_vendor(const std::string& demand, const Project& project);

// Django's settings and static files: django.cpp
Explanation of_django_variable(const Evidence& evidence);
Explanation of_django_module(const Evidence& evidence);
Explanation of_static_file(const Evidence& evidence);

// Building from sources: builds.cpp
Explanation of_building(const Evidence& evidence);

/// The package whose sources were being built ("psycopg2 2.9.10", "psycopg2"), if one was.
std::optional<std::string> built_package(std::string_view text);

/// The distribution that no candidate was found for, with what is asked of it: "demo==99.0".
std::optional<std::string> missing_requirement(std::string_view text);
/// The same of a lock, "demo 1.0": a tool knows only that no file of the index is the one it wants.
std::optional<std::string> locked_package(std::string_view text);
/// "demo" of "demo==99.0", "demo[extra]>=1", "demo 1.0".
std::string name_of_requirement(std::string_view requirement);
/// "1.0, 1.1" of pip's "(from versions: 1.0, 1.1)"; nothing for "none".
std::vector<std::string> versions_there_are(std::string_view text);

/// The first of the series that the specifiers allow; empty if they allow none.
std::string series_within(std::string_view specifiers, const std::vector<SeriesNumber>& among);

}  // namespace adder::python::failures
