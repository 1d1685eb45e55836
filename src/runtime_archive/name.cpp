#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/text.hpp>
#include <adder/runtime_archive/name.hpp>

#include <algorithm>
#include <tuple>

#include <sys/utsname.h>

namespace adder::runtime_archive {

namespace {

bool is_pre_release(std::string_view text) {
    for (const std::string_view kind : {"a", "b", "rc"}) {
        if (text.starts_with(kind)) return base::parse_number(text.substr(kind.size())).has_value();
    }
    return false;
}

std::string unquoted(std::string_view value) {
    if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') &&
        value.back() == value.front()) {
        value = value.substr(1, value.size() - 2);
    }
    return std::string{value};
}

std::string os_release_value(std::string_view os_release, std::string_view key) {
    for (const std::string_view line : base::lines(os_release)) {
        if (line.starts_with(key) && line.substr(key.size()).starts_with('=')) {
            return unquoted(base::trim(line.substr(key.size() + 1)));
        }
    }
    throw base::Error{"os-release has no {}: name the target with --distro and --distro-version", key};
}

std::string arch_of(std::string_view machine) {
    if (machine == "x86_64") return "amd64";
    if (machine == "aarch64") return "arm64";
    throw base::Error{"the architecture {} has no name in the buildpack contract: name it with --arch",
                      machine};
}

/// Finals sort after every pre-release; "a" < "b" < "rc" is the alphabet's order.
auto sort_key(const Version& version) {
    const std::string_view pre = version.pre_release;
    const auto digits = std::find_if(pre.begin(), pre.end(), [](char c) { return c >= '0' && c <= '9'; });
    const auto kind_length = static_cast<std::size_t>(digits - pre.begin());
    return std::tuple{version.major,
                      version.minor,
                      version.patch,
                      pre.empty(),
                      std::string{pre.substr(0, kind_length)},
                      base::parse_number(pre.substr(kind_length)).value_or(0)};
}

}  // namespace

Version Version::parse(std::string_view text) {
    const auto parts = base::split(text, '.');
    if (parts.size() == 3) {
        const std::string_view last = parts[2];
        const std::size_t digits = std::min(last.find_first_not_of("0123456789"), last.size());
        const auto major_number = base::parse_number(parts[0]);
        const auto minor_number = base::parse_number(parts[1]);
        const auto patch_number = base::parse_number(last.substr(0, digits));
        const std::string_view rest = last.substr(digits);
        if (major_number == 3u && minor_number && patch_number && (rest.empty() || is_pre_release(rest))) {
            return {*major_number, *minor_number, *patch_number, std::string{rest}};
        }
    }
    throw base::Error{"'{}' is not a Python version: three numbers are needed, as in 3.13.5",
                      base::printable(text)};
}

std::string Version::text() const { return base::format("{}.{}.{}{}", major, minor, patch, pre_release); }

std::string Version::series() const { return base::format("{}.{}", major, minor); }

bool operator<(const Version& a, const Version& b) { return sort_key(a) < sort_key(b); }

Target target_from(std::string_view os_release, std::string_view machine) {
    return {"linux", arch_of(machine), os_release_value(os_release, "ID"),
            os_release_value(os_release, "VERSION_ID")};
}

Target target_of_this_machine() {
    utsname names{};
    if (::uname(&names) != 0) throw base::SystemError{errno, "cannot learn this machine's architecture"};
    return target_from(base::read_file("/etc/os-release"), names.machine);
}

std::string archive_file_name(const Version& version, unsigned build, const Target& target) {
    const std::string suffix = build > 1 ? base::format("+{}", build) : "";
    return base::format("python-{}{}-{}-{}-{}.tar.zst", version.text(), suffix, target.distro,
                        target.distro_version, target.arch);
}

}  // namespace adder::runtime_archive
