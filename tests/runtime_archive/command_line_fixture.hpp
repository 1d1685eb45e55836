#pragma once

#include "runtime_archive/command_line.hpp"
#include "runtimes/signature.hpp"

#include <adder/base/files.hpp>
#include <adder/base/text.hpp>

#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace adder::runtime_archive {

/// The whole program in this process, with what it printed.
class CommandLineTest : public testing::Test {
  protected:
    struct Result {
        Exit exit;
        std::string out;
        std::string error;

        nlohmann::json json() const { return nlohmann::json::parse(out); }
    };

    Result run(const std::vector<std::string>& arguments) {
        Result result{};
        Process process{.env = env};
        process.out = [&](std::string_view text) { result.out += text; };
        process.error = [&](std::string_view text) { result.error += text; };
        process.input = [&] { return input; };
        result.exit = run_command_line(arguments, process);
        return result;
    }

    /// A tree that could be a Python's, packed into `runtimes`; the archive's path.
    std::filesystem::path packed_archive(const std::string& version = "3.13.5",
                                         const std::string& contents = "an interpreter") {
        const std::filesystem::path tree = directory.path() / "tree";
        base::make_directories(tree / "bin");
        base::write_file(tree / "bin/python3.13", contents, 0755);
        const Result packed =
            run({"pack", tree, "--version", version, "--output", runtimes, "--level", "3", "--distro",
                 "debian", "--distro-version", "12", "--arch", "amd64", "--json"});
        EXPECT_EQ(packed.exit, Exit::ok) << packed.error;
        return packed.json().at("path").get<std::string>();
    }

    base::TempDir directory;
    const std::filesystem::path runtimes = directory.path() / "runtimes";
    base::Environment env{{"PATH", "/usr/bin:/bin"}};
    std::string input;
};

}  // namespace adder::runtime_archive
