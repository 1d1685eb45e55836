#include "python/failures/tool_failure.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>

#include <algorithm>
#include <cerrno>
#include <vector>

#include <unistd.h>

namespace adder::python {

namespace {

namespace fs = std::filesystem;

/// As much as matters: what ended a tool stands at its log's end.
constexpr std::size_t log_limit = std::size_t{1} << 20;
constexpr std::size_t most_text = 16u << 20;

std::string end_of(const fs::path& file) {
    const base::UniqueFd fd = base::open_regular_file(file);
    const std::uintmax_t size = fs::file_size(file);
    std::uintmax_t at = size - std::min<std::uintmax_t>(size, log_limit);
    std::string text;
    std::vector<char> buffer(64u << 10);
    while (text.size() < log_limit) {
        const ssize_t count = ::pread(fd.get(), buffer.data(), buffer.size(), static_cast<off_t>(at));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) throw base::SystemError{errno, "cannot read {}", file};
        if (count == 0) break;
        text.append(buffer.data(), static_cast<std::size_t>(count));
        at += static_cast<std::uintmax_t>(count);
    }
    return text;
}

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
        if (text.size() > most_text) break;
        text += end_of(file);
    }
    return text;
}

}  // namespace adder::python
