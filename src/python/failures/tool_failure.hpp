#pragma once

#include "python/versions/version.hpp"

#include <adder/base/process.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace adder::python {

/// A tool that ended without having installed what it should.
struct ToolFailure {
    std::string tool;  ///< "uv", "Poetry"
    base::ExitStatus status = {};
    std::string output;         ///< what it wrote, and what its own log says beside that
    std::string index = {};     ///< where packages come from, in the form that may be shown
    unsigned memory_kills = 0;  ///< processes that the kernel ended for want of memory meanwhile
    /// What may be advised where another Python helps, best first. What is not among them has ended.
    std::vector<SeriesNumber> advisable_series = {};
};

/// What tools have written to the files of a directory, from which they are understood better; nothing of a
/// directory that is not there.
std::string read_tool_logs(const std::filesystem::path& directory);

}  // namespace adder::python
