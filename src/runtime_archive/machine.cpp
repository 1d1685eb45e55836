#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/text.hpp>
#include <adder/runtime_archive/machine.hpp>

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

}  // namespace

runtimes::Target target_from(std::string_view os_release, std::string_view machine) {
    return {"linux", arch_of(machine), os_release_value(os_release, "ID"),
            os_release_value(os_release, "VERSION_ID")};
}

runtimes::Target target_of_this_machine() {
    utsname names{};
    if (::uname(&names) != 0) throw base::SystemError{errno, "cannot learn this machine's architecture"};
    return target_from(base::read_file("/etc/os-release"), names.machine);
}

}  // namespace adder::runtime_archive
