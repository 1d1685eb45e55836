#include "python/failures/tool_failure.hpp"

#include <adder/base/files.hpp>

#include <algorithm>

namespace adder::python {

namespace {

namespace fs = std::filesystem;

/// As much as matters: what ended a tool stands at its log's end.
constexpr std::size_t log_limit = std::size_t{1} << 20;

}  // namespace

std::string read_tool_logs(const fs::path& directory) {
    std::vector<fs::path> files;
    std::error_code missing;
    for (const fs::directory_entry& entry : fs::directory_iterator{directory, missing}) {
        if (entry.is_regular_file(missing)) files.push_back(entry.path());
    }
    std::ranges::sort(files);
    std::string text;
    for (const fs::path& file : files) {
        std::string log = base::read_file(file, std::size_t{1} << 30);
        if (log.size() > log_limit) log.erase(0, log.size() - log_limit);
        text += log;
    }
    return text;
}

}  // namespace adder::python
