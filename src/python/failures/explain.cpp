#include "python/failures/explain.hpp"

#include "python/failures/failures.hpp"
#include "python/failures/messages.hpp"

#include <adder/base/text.hpp>

#include <array>
#include <cerrno>
#include <span>

namespace adder::python {

namespace {

using Kind = failures::Explanation (*)(const failures::Evidence&);

/// What is more certain, and what other things follow from, comes first: a full disk breaks builds, an index
/// that refuses has no packages, and a package that has no wheel here is built from its sources.
constexpr std::array of_installing{
    failures::of_memory,  failures::of_space,  failures::of_the_manager, failures::of_requirement_lines,
    failures::of_hashes,  failures::of_vendor, failures::of_git,         failures::of_credentials,
    failures::of_network, failures::of_python, failures::of_wheels,      failures::of_building,
    failures::of_versions};

constexpr std::array of_django{failures::of_memory, failures::of_space, failures::of_django_variable,
                               failures::of_django_module, failures::of_static_file};

constexpr std::array of_shortage{failures::of_memory, failures::of_space};

failures::Explanation first_of(std::span<const Kind> kinds, const ToolFailure& failure,
                               const Project& project) {
    const failures::Evidence evidence{failure, project, failures::one_line(failure.output)};
    for (const Kind kind : kinds) {
        if (auto explanation = kind(evidence)) return explanation;
    }
    return std::nullopt;
}

}  // namespace

std::optional<base::UserError> explain_failure(const ToolFailure& failure, const Project& project) {
    return first_of(of_installing, failure, project);
}

base::UserError explain_django_failure(const ToolFailure& failure) {
    return first_of(of_django, failure, {}).value_or(messages::django_failed(failure.status.describe()));
}

std::optional<base::UserError> explain_shortage(const ToolFailure& failure) {
    return first_of(of_shortage, failure, {});
}

std::optional<base::UserError> explain_shortage(const base::SystemError& error) {
    if (error.code() != ENOSPC && error.code() != EDQUOT) return std::nullopt;
    return messages::no_space("This buildpack", error.message());
}

}  // namespace adder::python
