#include "launch/limits.hpp"

#include "launch/fixed_text.hpp"
#include "launch/lines.hpp"

#include <algorithm>

namespace adder::launch {

namespace {

using Path = FixedText<4096>;

bool lists(std::string_view commas, std::string_view word) {
    while (!commas.empty()) {
        if (take_piece(commas, ',') == word) return true;
    }
    return false;
}

/// Where the control group of the process is for one controller.
struct Group {
    bool is_version_2 = false;
    Path path;   ///< in its hierarchy
    Path mount;  ///< where that is mounted, below the root
    Path root;   ///< the group that is mounted there

    bool is_known() const { return !path.view().empty() && !mount.view().empty(); }
};

/// /proc/self/cgroup: lines of "number:controllers:path". Version 1 is where the controller is listed;
/// version 2 lists none.
void read_path(const char* root, std::string_view controller, Group& group) {
    Path file;
    for_each_line(file.append(root).append("/proc/self/cgroup").c_str(), [&](std::string_view line) {
        const std::string_view number = take_piece(line, ':');
        const std::string_view controllers = take_piece(line, ':');
        const bool is_version_1 = lists(controllers, controller);
        const bool is_version_2 = number == "0" && controllers.empty() && !group.is_known();
        if (!is_version_1 && (!is_version_2 || !group.path.view().empty())) return;
        group.path.shorten_to(0);
        group.path.append(line);
        group.is_version_2 = !is_version_1;
    });
}

/// /proc/self/mountinfo: "36 35 98:0 /root /mount options … - type source options". The first that fits
/// counts.
void read_mount(const char* root, std::string_view controller, Group& group) {
    Path file;
    for_each_line(file.append(root).append("/proc/self/mountinfo").c_str(), [&](std::string_view line) {
        if (!group.mount.view().empty()) return;
        for (int field = 0; field < 3; ++field) take_piece(line, ' ');
        const std::string_view group_root = take_piece(line, ' ');
        const std::string_view mount = take_piece(line, ' ');
        while (!line.empty() && take_piece(line, ' ') != "-") {}
        const std::string_view type = take_piece(line, ' ');
        take_piece(line, ' ');  // the source
        const bool fits =
            group.is_version_2 ? type == "cgroup2" : type == "cgroup" && lists(line, controller);
        if (!fits) return;
        group.root.append(group_root);
        group.mount.append(root).append(mount);
    });
}

Group find_group(const char* root, std::string_view controller) {
    Group group;
    read_path(root, controller, group);
    read_mount(root, controller, group);
    return group;
}

/// The path of the group below the place where its hierarchy is mounted. Of a group that is not below what is
/// mounted, as in a container that has its own group mounted and sees the machine's paths, nothing.
std::string_view path_below_mount(const Group& group) {
    std::string_view path = group.path.view();
    const std::string_view root = group.root.view() == "/" ? std::string_view{} : group.root.view();
    if (!path.starts_with(root)) return {};
    path.remove_prefix(root.size());
    if (!path.starts_with('/') || path == "/" || path.find("/..") != std::string_view::npos) return {};
    return path;
}

/// Calls `use` with the directory of the group, then of each above it that can be seen.
template <typename Use>
void for_each_group(const Group& group, const Use& use) {
    if (!group.is_known()) return;
    Path directory;
    directory.append(group.mount.view()).append(path_below_mount(group));
    const std::size_t top = group.mount.view().size();
    while (!directory.is_too_long()) {
        use(directory);
        if (directory.view().size() <= top) return;
        directory.shorten_to(std::max(directory.view().rfind('/'), top));
    }
}

/// The first line of a group's file, as it is needed: for as long as `use` runs.
template <typename Use>
void with_file(const Path& directory, std::string_view name, const Use& use) {
    Path file = directory;
    bool is_first = true;
    for_each_line(file.append("/").append(name).c_str(), [&](std::string_view line) {
        if (is_first) use(line);
        is_first = false;
    });
}

std::optional<std::uint64_t> number_in(const Path& directory, std::string_view name) {
    std::optional<std::uint64_t> number;
    with_file(directory, name,
              [&](std::string_view line) { number = parse_number(line); });  // "max", "-1": none
    return number;
}

void limit(std::optional<std::uint64_t>& what, std::optional<std::uint64_t> to) {
    if (to && (!what || *to < *what)) what = to;
}

std::optional<std::uint64_t> memory_limit(const char* root) {
    const Group group = find_group(root, "memory");
    std::optional<std::uint64_t> memory;
    for_each_group(group, [&](const Path& directory) {
        if (group.is_version_2) {
            limit(memory, number_in(directory, "memory.max"));
            limit(memory, number_in(directory, "memory.high"));  // from there on, processes are held up
        } else {
            limit(memory, number_in(directory, "memory.limit_in_bytes"));
        }
    });
    return memory;
}

std::optional<std::uint64_t> quota(std::optional<std::uint64_t> time, std::optional<std::uint64_t> period) {
    if (!time || !period || *period == 0 || *time > UINT64_MAX / 1000) return std::nullopt;
    return *time * 1000 / *period;
}

std::optional<std::uint64_t> cpu_quota(const char* root) {
    const Group group = find_group(root, "cpu");
    std::optional<std::uint64_t> thousandths;
    for_each_group(group, [&](const Path& directory) {
        if (!group.is_version_2) {
            limit(thousandths,
                  quota(number_in(directory, "cpu.cfs_quota_us"), number_in(directory, "cpu.cfs_period_us")));
            return;
        }
        with_file(directory, "cpu.max", [&](std::string_view line) {
            const std::optional<std::uint64_t> time = parse_number(take_piece(line, ' '));
            limit(thousandths, quota(time, parse_number(line)));
        });
    });
    return thousandths;
}

/// "MemTotal:       24689244 kB"
std::uint64_t machine_memory(const char* root) {
    Path file;
    std::uint64_t bytes = 0;
    for_each_line(file.append(root).append("/proc/meminfo").c_str(), [&](std::string_view line) {
        if (take_piece(line, ':') != "MemTotal") return;
        while (line.starts_with(' ')) line.remove_prefix(1);
        bytes = parse_number(take_piece(line, ' ')).value_or(0) * 1024;
    });
    return bytes;
}

}  // namespace

Limits read_limits(const char* root, std::uint32_t visible_cpus) {
    Limits limits{.memory = machine_memory(root), .visible_cpus = visible_cpus, .cpu_quota = cpu_quota(root)};
    const std::optional<std::uint64_t> memory = memory_limit(root);
    if (memory && (limits.memory == 0 || *memory < limits.memory)) {
        limits.memory = *memory;
        limits.memory_is_limited = true;
    }
    return limits;
}

}  // namespace adder::launch
