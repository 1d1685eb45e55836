// Runs a fuzz target on every file of its corpus, in a build without libFuzzer: what was found once stays
// found.

#include "fuzz.hpp"

#include <adder/base/files.hpp>

#include <cstdio>
#include <filesystem>

int main(int argc, char** argv) {
    std::size_t inputs = 0;
    for (int i = 1; i < argc; ++i) {
        for (const auto& entry : std::filesystem::directory_iterator{argv[i]}) {
            const std::string input = adder::base::read_file(entry.path());
            std::printf("%s\n", entry.path().c_str());
            std::fflush(stdout);  // the last one named is the one that ended the program
            LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
            ++inputs;
        }
    }
    std::printf("%zu inputs\n", inputs);
    return inputs == 0 ? 1 : 0;
}
