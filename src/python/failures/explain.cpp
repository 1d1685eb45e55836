#include "python/failures/explain.hpp"

#include "python/failures/failures.hpp"
#include "python/failures/messages.hpp"

#include <adder/base/text.hpp>

#include <array>
#include <cerrno>

namespace adder::python {

namespace {

/// What is more certain, and what other things follow from, comes first: a full disk breaks builds, an index
/// that refuses has no packages, and a package that has no wheel here is built from its sources.
constexpr std::array order{
    failures::of_memory,  failures::of_space,  failures::of_the_manager, failures::of_requirement_lines,
    failures::of_hashes,  failures::of_vendor, failures::of_git,         failures::of_credentials,
    failures::of_network, failures::of_python, failures::of_wheels,      failures::of_building,
    failures::of_versions};

}  // namespace

std::optional<base::UserError> explain_failure(const ToolFailure& failure, const Project& project) {
    const failures::Evidence evidence{failure, project, failures::one_line(failure.output)};
    for (const auto& kind : order) {
        if (auto explanation = kind(evidence)) return explanation;
    }
    return std::nullopt;
}

std::optional<base::UserError> explain_shortage(const ToolFailure& failure) {
    const Project none;
    const failures::Evidence evidence{failure, none, failures::one_line(failure.output)};
    if (auto explanation = failures::of_memory(evidence)) return explanation;
    return failures::of_space(evidence);
}

std::optional<base::UserError> explain_shortage(const base::SystemError& error) {
    if (error.code() != ENOSPC && error.code() != EDQUOT) return std::nullopt;
    return messages::no_space("This buildpack", error.message());
}

}  // namespace adder::python
