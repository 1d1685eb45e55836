#include "runtime_archive/inspection/machine.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/text.hpp>

#include <optional>

#include <sys/utsname.h>

namespace adder::runtime_archive {

namespace {

std::string unquoted(std::string_view value) {
    if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') &&
        value.back() == value.front()) {
        value = value.substr(1, value.size() - 2);
    }
    return std::string{value};
}

std::optional<std::string> os_release_value(std::string_view os_release, std::string_view key) {
    for (const std::string_view line : base::lines(os_release)) {
        if (line.starts_with(key) && line.substr(key.size()).starts_with('=')) {
            return unquoted(base::trim(line.substr(key.size() + 1)));
        }
    }
    return std::nullopt;
}

std::string needed_value(std::string_view os_release, std::string_view key) {
    if (auto value = os_release_value(os_release, key)) return *value;
    throw base::Error{"os-release has no {}: name the target with --distro and --distro-version", key};
}

std::string arch_of(std::string_view machine) {
    if (machine == "x86_64") return "amd64";
    if (machine == "aarch64") return "arm64";
    throw base::Error{"the architecture {} has no name in the buildpack contract: name it with --arch",
                      machine};
}

std::string machine_name() {
    utsname names{};
    if (::uname(&names) != 0) throw base::SystemError{errno, "cannot learn this machine's architecture"};
    return names.machine;
}

}  // namespace

runtimes::Target complete_target(runtimes::Target given, std::string_view os_release,
                                 std::string_view machine) {
    given.os = "linux";
    if (given.arch.empty()) given.arch = arch_of(machine);
    if (given.distro.empty()) given.distro = needed_value(os_release, "ID");
    if (given.distro_version.empty()) given.distro_version = needed_value(os_release, "VERSION_ID");
    return given;
}

runtimes::Target complete_for_this_machine(runtimes::Target given) {
    return complete_target(std::move(given), base::read_file("/etc/os-release"), machine_name());
}

runtimes::Target target_of_this_machine() {
    const std::string os_release = base::read_file("/etc/os-release");
    const auto version = os_release_value(os_release, "VERSION_ID");
    return complete_target({"linux", "", "", version.value_or("unknown")}, os_release, machine_name());
}

}  // namespace adder::runtime_archive
