#include "runtime_archive/importing/interpreter.hpp"

#include <adder/base/error.hpp>
#include <adder/base/process.hpp>
#include <adder/base/text.hpp>

namespace adder::runtime_archive {

runtimes::PythonVersion ask_version(const std::filesystem::path& tree, const std::string& interpreter) {
    const base::Captured result = base::run_and_capture(
        {.program = std::filesystem::absolute(tree) / "bin" / interpreter,
         .args = {"-I", "-B", "-c", "import platform; print(platform.python_version())"},
         .env = {},
         .working_directory = "/"});
    const std::string_view answer = base::trim(std::string_view{result.output});
    const auto version = runtimes::PythonVersion::parse(answer);
    if (result.status.ok() && version) return *version;
    throw base::Error{"{} does not say which Python it is ({}): {}", tree / "bin" / interpreter,
                      result.status.describe(), base::printable(answer)};
}

}  // namespace adder::runtime_archive
