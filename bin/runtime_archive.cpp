// runtime-archive: makes, checks and publishes the archives of Python that the buildpack installs.
#include "runtime_archive/command_line.hpp"

#include <adder/base/files.hpp>

#include <csignal>
#include <cstdio>

#include <unistd.h>

namespace {

void write(std::FILE* stream, std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stream);
    std::fflush(stream);
}

}  // namespace

int main(int argc, char** argv, char** environment) {
    namespace ra = adder::runtime_archive;
    ra::Process process{.env = adder::base::Environment::from(environment)};
    process.colour = ::isatty(STDOUT_FILENO) != 0 && !process.env.find_non_empty("NO_COLOR");
    process.out = [](std::string_view text) { write(stdout, text); };
    process.error = [](std::string_view text) { write(stderr, text); };
    process.input = [] { return adder::base::read_file_or_pipe("/dev/stdin"); };
    const int code = static_cast<int>(ra::run_command_line({argv + 1, argv + argc}, process));
    // Whoever waits for this process sees that the signal ended it, as if it had not been handled.
    if (code > static_cast<int>(ra::Exit::first_signal)) {
        std::raise(code - static_cast<int>(ra::Exit::first_signal));
    }
    return code;
}
