#include "python/installed/record.hpp"

#include <adder/base/text.hpp>

#include <algorithm>
#include <optional>

namespace adder::python {

namespace {

/// Takes the first column off a line of CSV; nothing if no comma ends it.
std::optional<std::string> take_path(std::string_view& line) {
    if (!line.starts_with('"')) {
        const std::size_t comma = line.find(',');
        if (comma == std::string_view::npos) return std::nullopt;
        std::string path{line.substr(0, comma)};
        line.remove_prefix(comma + 1);
        return path;
    }
    std::string path;
    std::size_t at = 1;
    while (at < line.size() && (line[at] != '"' || line.substr(at).starts_with("\"\""))) {
        at += line[at] == '"' ? 1u : 0u;
        path += line[at++];
    }
    if (!line.substr(at).starts_with("\",")) return std::nullopt;
    line.remove_prefix(at + 2);
    return path;
}

}  // namespace

std::vector<RecordedFile> recorded_files(std::string_view record) {
    std::vector<RecordedFile> files;
    for (std::string_view line : base::lines(record)) {
        std::optional<std::string> path = take_path(line);
        if (!path) continue;
        const std::size_t comma = std::min(line.find(','), line.size());
        files.push_back({*std::move(path), std::string{line.substr(0, comma)},
                         std::string{line.substr(std::min(comma + 1, line.size()))}});
    }
    return files;
}

}  // namespace adder::python
