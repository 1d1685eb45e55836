#pragma once

#include <string>
#include <string_view>

namespace adder::runtime_archive {

/// A CPython release: "3.13.5", "3.15.0rc1".
struct Version {
    unsigned major = 0;
    unsigned minor = 0;
    unsigned patch = 0;
    std::string pre_release;  ///< "a1", "b2", "rc1"; empty for a final release

    /// Throws `Error` on anything else, and on what is not a Python 3.
    static Version parse(std::string_view text);

    std::string text() const;
    std::string series() const;  ///< "3.13", as in the names of its files

    bool operator==(const Version&) const = default;
};

/// Older first; a pre-release is older than its final release.
bool operator<(const Version& a, const Version& b);

/// What a runtime runs on, in the words of the Buildpack API (see `cnb::Target`).
struct Target {
    std::string os;              ///< "linux"
    std::string arch;            ///< "amd64", "arm64"
    std::string distro;          ///< "debian"
    std::string distro_version;  ///< "12"

    auto operator<=>(const Target&) const = default;
};

/// From the text of an os-release file (os-release(5)) and a machine name as `uname` gives it. Throws `Error`
/// if ID, VERSION_ID or a known machine is missing.
Target target_from(std::string_view os_release, std::string_view machine);

/// Reads /etc/os-release and asks `uname`.
Target target_of_this_machine();

/// "python-3.13.5-debian-12-amd64.tar.zst", the name in the URL scheme that the buildpack knows; a rebuilt
/// archive (build 2 and up) is "python-3.13.5+2-debian-12-amd64.tar.zst".
std::string archive_file_name(const Version& version, unsigned build, const Target& target);

}  // namespace adder::runtime_archive
