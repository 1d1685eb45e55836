// A buildpack that does what its directory says. Deliberately free of the code it helps to test.
//
// As bin/detect, with DIR for the buildpack's directory:
//     DIR/detect/plan         is written to the build plan, byte for byte
//     DIR/detect/delete-plan  the build plan is removed
//     DIR/detect/exit         the exit code (0)
// As bin/build:
//     DIR/build/layers/       is copied into the layers directory
//     DIR/build/remove        names, line by line, what is removed there before
//     DIR/build/exit          the exit code (0)
// Both write what they saw into the directory that DIR/record names:
//     detect.env, build.env   the environment, each variable ended by a zero byte
//     detect.args, build.args the working directory and the arguments, likewise
//     build.layers/           the layers directory as it was found
//     build.plan              the buildpack plan
// As dump-environment FILE, a process of an app: writes its environment to the file.

#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>

namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& file) {
    std::ifstream stream{file, std::ios::binary};
    if (!stream) throw std::runtime_error("cannot read " + file.string());
    return {std::istreambuf_iterator<char>{stream}, {}};
}

void write(const fs::path& file, std::string_view text) {
    std::ofstream stream{file, std::ios::binary | std::ios::trunc};
    stream.write(text.data(), static_cast<std::streamsize>(text.size()));
    if (!stream.flush()) throw std::runtime_error("cannot write " + file.string());
}

std::string zero_ended(char** strings) {
    std::string text;
    for (; *strings != nullptr; ++strings) text.append(*strings).push_back('\0');
    return text;
}

int exit_code(const fs::path& instructions) {
    return fs::exists(instructions / "exit") ? std::stoi(read(instructions / "exit")) : 0;
}

void record(const fs::path& directory, const std::string& phase, char** argv, char** envp) {
    write(directory / (phase + ".env"), zero_ended(envp));
    write(directory / (phase + ".args"), fs::current_path().string() + '\0' + zero_ended(argv + 1));
}

void detect(const fs::path& instructions, const fs::path& plan) {
    if (fs::exists(instructions / "plan")) write(plan, read(instructions / "plan"));
    if (fs::exists(instructions / "delete-plan")) fs::remove(plan);
}

void build(const fs::path& instructions, const fs::path& layers) {
    if (fs::exists(instructions / "remove")) {
        std::ifstream names{instructions / "remove"};
        for (std::string name; std::getline(names, name);) fs::remove_all(layers / name);
    }
    if (!fs::exists(instructions / "layers")) return;
    fs::copy(
        instructions / "layers", layers,
        fs::copy_options::recursive | fs::copy_options::copy_symlinks | fs::copy_options::overwrite_existing);
}

int run(int argc, char** argv, char** envp) {
    const fs::path program = argv[0];
    const std::string name = program.filename();
    if (name == "dump-environment") {
        write(argv[1], zero_ended(envp));
        return 0;
    }
    if (argc < 3 || (name == "build" && argc < 4)) throw std::runtime_error("too few arguments");
    const fs::path buildpack = program.parent_path().parent_path();
    const fs::path records = read(buildpack / "record");
    const fs::path instructions = buildpack / name;
    record(records, name, argv, envp);
    if (name == "detect") {
        detect(instructions, argv[2]);
    } else {
        const fs::path layers = argv[1];
        write(records / "build.plan", read(argv[3]));
        fs::remove_all(records / "build.layers");
        fs::copy(layers, records / "build.layers",
                 fs::copy_options::recursive | fs::copy_options::copy_symlinks);
        build(instructions, layers);
    }
    return exit_code(instructions);
}

}  // namespace

int main(int argc, char** argv, char** envp) {
    try {
        return run(argc, argv, envp);
    } catch (const std::exception& error) {
        std::cerr << "probe: " << error.what() << '\n';
        return 99;
    }
}
