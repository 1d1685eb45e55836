// Any bytes as what the kernel says of control groups, and as the container's environment. A line
// "===" begins the next file.

#include "fuzz.hpp"
#include "launch/limits.hpp"
#include "launch/variables.hpp"

#include <adder/base/files.hpp>
#include <adder/base/text.hpp>

#include <array>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace adder;
    const base::TempDir root;
    const std::array places{"proc/self/cgroup", "proc/self/mountinfo", "proc/meminfo",
                            "c/memory.max",     "c/cpu.max",           "environment"};
    std::array<std::string, places.size()> texts;
    std::size_t place = 0;
    for (const std::string_view line : base::split(fuzz::text_of(data, size), '\n')) {
        if (line == "===") {
            place = (place + 1) % places.size();
        } else {
            texts[place] += std::string{line} + "\n";
        }
    }
    for (std::size_t i = 0; i + 1 < places.size(); ++i) {
        base::make_directories((root.path() / places[i]).parent_path());
        base::write_file(root.path() / places[i], texts[i]);
    }
    std::vector<std::string> variables;
    for (const std::string_view line : base::lines(texts.back()))
        variables.emplace_back(line.substr(0, line.find('\0')));
    std::vector<const char*> environment;
    for (const std::string& variable : variables) environment.push_back(variable.c_str());
    environment.push_back(nullptr);
    (void)launch::decide(launch::read_limits(root.path().c_str(), 8), environment.data());
    return 0;
}
