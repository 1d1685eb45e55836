#include "killed_builds.hpp"

#include "runtimes/index.hpp"
#include "tools.hpp"

#include <adder/base/files.hpp>
#include <adder/base/text.hpp>
#include <adder/testing/background_process.hpp>

#include <algorithm>
#include <csignal>
#include <thread>

namespace adder::test {

namespace fs = std::filesystem;

namespace {

/// The lines of a TOML file that say the same whenever it was written.
std::string without_times(const std::string& toml) {
    std::string text;
    for (const std::string_view line : base::lines(toml)) {
        if (line.find("resolved-at") == std::string_view::npos) text += std::string{line} + "\n";
    }
    return text;
}

/// The oldest: it is there wherever there is one at all.
runtimes::ArchiveId some_runtime() {
    const fs::path index = required_path("ADDER_E2E_RUNTIMES") / "index.json";
    const std::vector<runtimes::IndexEntry> entries = runtimes::parse_index(base::read_file(index)).archives;
    return std::ranges::min(entries, {}, &runtimes::IndexEntry::id).id;
}

}  // namespace

std::string KillPoint::text() const {
    if (!call.empty()) return "before " + call;
    return base::format("after {} ms", static_cast<double>(after.count()) / 1000.0);
}

KilledBuilds::KilledBuilds() : index_{required_path("ADDER_E2E_WHEELS")} {
    platform_.write_app_file("main.py", "print('x')\n");
    platform_.write_app_file(".python-version", some_runtime().version.series() + "\n");
    base::make_directories(platform_.platform_directory() / "env");
    base::write_file(work_.path() / "plan.toml", "");
}

base::Environment KilledBuilds::environment() const {
    const runtimes::Target target = some_runtime().target;
    return {{"PATH", std::string{standard_path}},
            {"CNB_BUILDPACK_DIR", required_path("ADDER_E2E_BUILDPACK").native()},
            {"CNB_LAYERS_DIR", platform_.layers_directory().native()},
            {"CNB_PLATFORM_DIR", platform_.platform_directory().native()},
            {"CNB_BP_PLAN_PATH", (work_.path() / "plan.toml").native()},
            {"CNB_TARGET_OS", target.os},
            {"CNB_TARGET_ARCH", target.arch},
            {"CNB_TARGET_DISTRO_NAME", target.distro},
            {"CNB_TARGET_DISTRO_VERSION", target.distro_version},
            {"BP_PYTHON_RUNTIME_SOURCES", "index+file://" + required_path("ADDER_E2E_RUNTIMES").native()},
            {"PIP_INDEX_URL", index_.url()},
            {"TMPDIR", work_.path().native()},
            {"NO_COLOR", "1"}};
}

int KilledBuilds::run(const std::optional<KillPoint>& point) {
    base::Environment env = environment();
    if (point && !point->call.empty()) {
        env.set("LD_PRELOAD", ADDER_E2E_KILL_AT);
        env.set("ADDER_KILL_AT", point->call);
    }
    BackgroundProcess process{{.program = required_path("ADDER_E2E_BUILDPACK") / "bin/build",
                               .args = {},
                               .env = env,
                               .working_directory = platform_.app()},
                              work_.path() / "log"};
    if (point && point->call.empty()) {
        std::this_thread::sleep_for(point->after);
        return process.kill();
    }
    return process.wait();
}

void KilledBuilds::finish(int code) const {
    if (code == 0) return;
    throw base::Error{"a build ended with {}:\n{}", code, base::read_file(work_.path() / "log")};
}

bool KilledBuilds::build_and_kill(const KillPoint& point) {
    const int code = run(point);
    const bool is_killed = code == 128 + SIGKILL;
    if (!is_killed) finish(code);
    return is_killed;
}

void KilledBuilds::forget_everything() {
    base::remove_tree(platform_.layers_directory());
    base::make_directories(platform_.layers_directory());
}

void KilledBuilds::remember() {
    base::remove_tree(work_.path() / "remembered");
    fs::copy(platform_.layers_directory(), work_.path() / "remembered",
             fs::copy_options::recursive | fs::copy_options::copy_symlinks);
}

void KilledBuilds::go_back() {
    base::remove_tree(platform_.layers_directory());
    fs::copy(work_.path() / "remembered", platform_.layers_directory(),
             fs::copy_options::recursive | fs::copy_options::copy_symlinks);
}

Result KilledBuilds::result(const Result& previous) const {
    Result result = previous;
    for (const fs::directory_entry& entry : fs::directory_iterator{platform_.layers_directory()}) {
        const std::string name = entry.path().filename();
        result[name] = entry.is_directory() ? digests_of(entry.path())
                                            : Tree{{"", without_times(base::read_file(entry.path()))}};
    }
    return result;
}

}  // namespace adder::test
