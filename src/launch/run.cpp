#include "launch/variables.hpp"

#include <bit>

#include <sched.h>
#include <unistd.h>

namespace adder::launch {

namespace {

constexpr int output_fd = 3;

/// The CPUs that this process may run on; 1 if the kernel does not say.
std::uint32_t visible_cpus() {
    std::array<unsigned long, 128> mask{};  // 8192 CPUs, as many as Linux knows
    if (::sched_getaffinity(0, sizeof mask, reinterpret_cast<cpu_set_t*>(mask.data())) < 0) return 1;
    int count = 0;
    for (const unsigned long word : mask) count += std::popcount(word);
    return count > 0 ? static_cast<std::uint32_t>(count) : 1;
}

bool write_all(int fd, std::string_view text) {
    while (!text.empty()) {
        const ssize_t count = ::write(fd, text.data(), text.size());
        if (count <= 0) return false;
        text.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

}  // namespace

int run(const char* const* environment) {
    const Variables variables = decide(read_limits("", visible_cpus()), environment);
    if (variables.port_is_unusable) {
        write_all(
            STDERR_FILENO,
            "web-environment: PORT is no number from 1 to 65535. It is left as it is, and servers that take "
            "their port from other variables do not get it.\n");
    }
    FixedText<2048> toml;
    for (const Variable& variable : variables)
        toml.append(variable.name).append(" = \"").append(variable.value.view()).append("\"\n");
    if (write_all(output_fd, toml.view())) return 0;
    write_all(
        STDERR_FILENO,
        "web-environment: file descriptor 3 cannot be written to. This program sets variables for an app and "
        "is "
        "run by the launcher of a Cloud Native Buildpacks image, which reads them there; to see them, run it "
        "with 3>&1\n");
    return 1;
}

}  // namespace adder::launch
