#pragma once

#include "runtimes/archive_id.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace adder::runtimes {

/// What the name of a python-build-standalone archive says of it.
struct StandaloneName {
    PythonVersion version;
    std::string tag;                ///< of the release: "20241219"
    std::string arch;               ///< "amd64", "arm64"
    std::string arch_variant = {};  ///< "v3", of x86_64_v3; empty: any
    bool is_musl = false;
    bool free_threaded = false;
    bool is_stripped = false;  ///< of debug information

    bool operator==(const StandaloneName&) const = default;
};

/// Of "cpython-3.13.1+20241219-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz": `install_only`
/// archives for Linux on amd64 and arm64, as tar.gz, tar.xz and tar.zst. Nothing for any other name.
std::optional<StandaloneName> parse_standalone_name(std::string_view file_name);

/// The prefix that python-build-standalone is configured with, which its build settings name.
inline constexpr std::string_view standalone_prefix = "/install";

/// Build settings with another prefix. Only whole paths below it count: /usr/bin/install stays.
std::string with_prefix(std::string_view text, std::string_view from, std::string_view to);

/// Build settings that name compilers as everybody has them: cc, c++, ar, ranlib, strip, for whatever clang
/// and LLVM's tools were called, and wherever they were, where they were used.
std::string with_common_tools(std::string_view text);

/// Makes a tree of python-build-standalone one for our prefix (`nominal_prefix`), with common tools, and
/// without the pip it brings. Throws `SystemError`.
void adopt_standalone_tree(const std::filesystem::path& tree, const ArchiveId& id);

}  // namespace adder::runtimes
