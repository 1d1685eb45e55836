#include "runtime_archive/commands/archive_options.hpp"

#include "runtime_archive/commands/values.hpp"
#include "runtime_archive/inspection/machine.hpp"

#include <algorithm>
#include <thread>

namespace adder::runtime_archive {

namespace {

constexpr unsigned most_builds = 2147483647;
constexpr unsigned most_jobs = 256;

}  // namespace

void ArchiveOptions::declare(Options& options) {
    options.text("--output", output_, "Directory for the archive and its index.json", Presence::required);
    options.number("--build", build_, 1, most_builds,
                   "Number of this build of the version: 2 for a first rebuild (default: 1)");
    options.text("--distro", distro_, "Distribution it is for (default: this machine's)");
    options.text("--distro-version", distro_version_, "Version of that (default: this machine's)");
    options.text("--arch", arch_, "amd64 or arm64 (default: this machine's)");
    options.choice("--variant", variant_, {"full", "minimal"},
                   "full, or minimal: without headers, build settings, ensurepip, distutils (default: full)");
    options.number("--level", level_, 1, 22, "zstd level, 1 to 22 (default: 22)");
    options.number(
        "--window-log", window_log_, 10, 27,
        "zstd window as a power of two, 10 to 27 (default: 23): larger packs better, and needs that "
        "much memory to unpack");
    options.number("--jobs", jobs_, 1, most_jobs, "Programs and threads at a time (default: all cores)");
    options.text("--date", date_, "Date for the index, as in 2026-01-31 (default: none)");
}

unsigned ArchiveOptions::jobs() const {
    return jobs_ > 0 ? jobs_ : std::max(1u, std::thread::hardware_concurrency());
}

PackRequest ArchiveOptions::request(const runtimes::PythonVersion& version) const {
    return {
        .id = {.version = version,
               .build = build_,
               .target = complete_for_this_machine({"linux", arch_, distro_, distro_version_}),
               .variant = *runtimes::variant_from(variant_)},
        .output = output_,
        .level = static_cast<int>(level_),
        .window_log = static_cast<int>(window_log_),
        .threads = static_cast<int>(jobs()),
        .date = text_value(date_),
    };
}

}  // namespace adder::runtime_archive
