#include "testing/tools.hpp"

#include <adder/base/error.hpp>
#include <adder/base/process.hpp>
#include <adder/testing/standard_path.hpp>

namespace adder::test {

std::string run_tool(std::string_view program, const std::vector<std::string>& args,
                     const base::Environment& env) {
    base::Captured captured =
        base::run_and_capture({.program = program, .args = args, .env = env, .working_directory = {}});
    if (!captured.status.ok())
        throw base::Error{"{} failed ({}): {}", program, captured.status.describe(), captured.output};
    return std::move(captured.output);
}

base::Environment standard_env() { return {{"PATH", std::string{standard_path}}}; }

}  // namespace adder::test
