#include "python/install/uv_traces.hpp"

#include "python/installed/packages.hpp"
#include "python/installed/record.hpp"

#include <adder/base/files.hpp>
#include <adder/base/format.hpp>
#include <adder/base/text.hpp>

#include <vector>

namespace adder::python {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view trace = "uv_cache.json";

/// The record without the line that names the trace.
std::string without_trace(const std::string& record, const std::string& dist_info) {
    const std::string named = base::format("{}/{},", dist_info, trace);
    std::string result;
    for (const std::string_view line : base::lines(record)) {
        if (!line.starts_with(named)) result += base::format("{}\n", line);
    }
    return result;
}

}  // namespace

void remove_uv_traces(const fs::path& environment) {
    base::remove_tree(environment / ".lock");
    std::vector<fs::path> traced;
    std::error_code missing;
    for (const fs::directory_entry& entry : fs::directory_iterator{site_packages_of(environment), missing}) {
        const fs::path& path = entry.path();
        if (path.extension() == ".dist-info" && fs::exists(path / trace)) traced.push_back(path);
    }
    for (const fs::path& dist_info : traced) {
        base::remove_tree(dist_info / trace);
        if (const auto record = base::read_file_if_present(dist_info / "RECORD", record_limit))
            base::write_file(dist_info / "RECORD", without_trace(*record, dist_info.filename()));
    }
}

}  // namespace adder::python
