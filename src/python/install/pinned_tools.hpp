#pragma once

#include "python/system/libc.hpp"

#include <adder/base/digest.hpp>
#include <adder/cnb/target.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace adder::python {

/// A wheel that holds a tool, at exactly one digest.
struct ToolWheel {
    std::string file;
    std::string os;
    std::string arch;
    base::Sha256Digest digest;

    /// Whether a system with that C library can run the tool, by the platform tag in the file's name (PEP
    /// 600, PEP 656): a manylinux wheel needs a glibc that is not older. What one for musllinux holds, alone
    /// or among others, is linked statically and runs everywhere.
    bool runs_with(const std::optional<Libc>& libc) const;
};

/// The version of uv this buildpack was tested with.
struct PinnedTool {
    std::string version;
    std::vector<ToolWheel> wheels;

    /// The first that runs on the target with that C library. Throws `base::UserError` if there is none.
    const ToolWheel& wheel_for(const cnb::Target& target, const std::optional<Libc>& libc) const;
};

/// The tools that install packages.
struct PinnedTools {
    PinnedTool uv = {};
    /// Versions of the tools that are Python programs, by the name of the file (`tools/NAME.txt` of this
    /// buildpack) that pins them and what they need: "pip", "poetry-1", "poetry-2", "pipenv", "pdm", and
    /// "setuptools", which builds the one part of them that has no wheels.
    std::map<std::string, std::string> versions = {};
};

}  // namespace adder::python
