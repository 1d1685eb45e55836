#include "runtimes.hpp"

#include "runtimes/index.hpp"
#include "tools.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>

#include <algorithm>

#include <nlohmann/json.hpp>

namespace adder::test {

namespace fs = std::filesystem;

std::vector<KnownRuntime> known_runtimes() {
    std::vector<runtimes::IndexEntry> entries =
        runtimes::parse_index(base::read_file(required_path("ADDER_E2E_RUNTIMES") / "index.json")).archives;
    std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    std::vector<KnownRuntime> runtimes;
    for (const runtimes::IndexEntry& entry : entries) {
        runtimes.push_back({entry.id.version.text(), entry.id.version.series(), entry.file});
    }
    if (runtimes.empty() || runtimes.front().series == runtimes.back().series) {
        throw base::Error{"{} does not hold runtimes of two series", required_path("ADDER_E2E_RUNTIMES")};
    }
    return runtimes;
}

RuntimeSource::RuntimeSource() {
    nlohmann::json json =
        nlohmann::json::parse(base::read_file(required_path("ADDER_E2E_RUNTIMES") / "index.json"));
    auto& archives = json.at("archives");
    const auto others = std::remove_if(archives.begin(), archives.end(), [](const nlohmann::json& entry) {
        return entry.at("file") != newest_runtime().file;
    });
    archives.erase(others, archives.end());
    base::write_file(index(), json.dump());
    fs::copy_file(required_path("ADDER_E2E_RUNTIMES") / newest_runtime().file, archive());
}

}  // namespace adder::test
