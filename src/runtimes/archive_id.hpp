#pragma once

#include "runtimes/version.hpp"

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace adder::runtimes {

/// What a runtime runs on, in the words of the Buildpack API (see `cnb::Target`).
struct Target {
    std::string os;              ///< "linux"
    std::string arch;            ///< "amd64", "arm64"
    std::string distro;          ///< "debian"
    std::string distro_version;  ///< "12"
    std::string variant = {};    ///< of the architecture: "v8"; empty: any

    /// "debian-12-amd64", as in the names of archives.
    std::string text() const;

    auto operator<=>(const Target&) const = default;
};

/// How much of CPython an archive holds.
enum class Variant {
    full,     ///< everything that apps and compiled packages need
    minimal,  ///< what a running app needs: no headers, no ensurepip
};

std::string_view to_text(Variant variant);  ///< "full", "minimal"
std::optional<Variant> variant_from(std::string_view text);

/// What tells one runtime archive from all others.
struct ArchiveId {
    PythonVersion version;
    unsigned build = 1;  ///< 2 and up: rebuilt from the same version
    Target target = {};
    bool free_threaded = false;
    Variant variant = Variant::full;

    auto operator<=>(const ArchiveId&) const = default;
};

/// "python-3.13.5-debian-12-amd64.tar.zst", the name in the URL scheme that Heroku's archives have too.
/// In full: python-VERSION[t][+BUILD][-minimal]-DISTRO-DISTRO_VERSION-ARCH[-VARIANT].tar.zst, where `t` is
/// free-threaded and VARIANT is the architecture's.
std::string archive_file_name(const ArchiveId& id);

/// What `archive_file_name` made the name of; nothing for any other name. Names hold no operating system: it
/// is linux.
std::optional<ArchiveId> parse_archive_file_name(std::string_view name);

/// Whether the text may stand for an operating system, architecture, distribution or version of one:
/// [A-Za-z0-9._+~-], at most 64 of them, a letter or digit first. Whatever else it might say does not belong
/// into a file's name, a URL or a log.
bool is_target_word(std::string_view text);

/// The same for the name of an archive's file beside its index: at most 255 of [A-Za-z0-9._+~-]. It is
/// neither a path nor a URL.
bool is_plain_file_name(std::string_view text);

}  // namespace adder::runtimes
