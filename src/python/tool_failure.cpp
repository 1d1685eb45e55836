#include "failures/failures.hpp"
#include "messages.hpp"

#include <adder/base/files.hpp>
#include <adder/base/text.hpp>
#include <adder/python/tool_failure.hpp>

#include <algorithm>
#include <array>
#include <cerrno>

namespace adder::python {

namespace {

namespace fs = std::filesystem;

/// What is more certain, and what other things follow from, comes first: a full disk breaks builds, an index
/// that refuses has no packages, and a package that has no wheel here is built from its sources.
constexpr std::array order{
    failures::of_memory,  failures::of_space,  failures::of_the_manager, failures::of_requirement_lines,
    failures::of_hashes,  failures::of_vendor, failures::of_git,         failures::of_credentials,
    failures::of_network, failures::of_python, failures::of_wheels,      failures::of_building,
    failures::of_versions};

/// As much as matters: what ended a tool stands at its log's end.
constexpr std::size_t log_limit = std::size_t{1} << 20;

}  // namespace

std::optional<base::UserError> explain(const ToolFailure& failure, const Project& project) {
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

std::string read_tool_logs(const fs::path& directory) {
    std::vector<fs::path> files;
    std::error_code missing;
    for (const fs::directory_entry& entry : fs::directory_iterator{directory, missing}) {
        if (entry.is_regular_file(missing)) files.push_back(entry.path());
    }
    std::ranges::sort(files);
    std::string text;
    for (const fs::path& file : files) {
        std::string log = base::read_file(file, std::size_t{1} << 30);
        if (log.size() > log_limit) log.erase(0, log.size() - log_limit);
        text += log;
    }
    return text;
}

}  // namespace adder::python
