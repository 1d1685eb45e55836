#pragma once

#include "python/app/advice.hpp"
#include "python/versions/origin.hpp"
#include "python/versions/releases.hpp"
#include "python/versions/version.hpp"

#include <adder/base/error.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What is said about the version of Python that an app asks for.
/// Each error answers three questions in order: what happened, what was seen, what to do.
namespace adder::python::messages {

using base::UserError;

/// What a file says, and where: 0 is no line.
struct Statement {
    std::string text;
    unsigned line = 0;
};

UserError empty_version_file(std::string_view file);
UserError several_versions(std::string_view file, const std::vector<Statement>& versions);
UserError bad_version(const Statement& version, const Origin& origin);
UserError other_interpreter(const Statement& version, const Origin& origin);
UserError misspelt_file(std::string_view found, std::string_view meant);
UserError unreadable_file(std::string_view file, std::string_view reason);
UserError bad_specifiers(const Statement& text, const Origin& origin);
UserError bad_poetry_constraint(const Statement& text, const Origin& origin);
UserError contradiction(const VersionRequest& request, const VersionLimit& limit,
                        const std::optional<std::string>& example);
Advice runtime_txt_deprecated(const VersionRequest& request);
Advice runtime_txt_unused(const VersionRequest& request, const VersionLimit& limit);
Advice recorded_end_of_life(const SeriesNumber& recorded, const VersionRequest& standard,
                            const KnownReleases& releases);
std::string stays_on(const SeriesNumber& recorded, const VersionRequest& standard);

}  // namespace adder::python::messages
