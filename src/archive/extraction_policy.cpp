#include "archive/extraction_policy.hpp"

#include <adder/base/text.hpp>

#include <algorithm>
#include <vector>

namespace adder::archive {

namespace {

template <typename... Args>
[[noreturn]] void refuse(std::string_view path, std::string_view rule, const Args&... args) {
    throw UnsafeArchive{"the archive's entry \"{}\" is refused: {}", base::printable(path),
                        base::format(rule, args...)};
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

/// Rule 1. The components, without those that say "here" at the beginning; none for the root itself.
std::vector<std::string_view> checked_components(std::string_view entry, std::string_view path,
                                                 EntryKind kind, const Limits& limits) {
    if (path.empty()) refuse(entry, "it has no name");
    if (path.size() > limits.path_bytes) refuse(entry, "its path is longer than {} bytes", limits.path_bytes);
    if (std::ranges::any_of(path, is_control)) refuse(entry, "its path holds control characters");
    if (!base::is_valid_utf8(path)) refuse(entry, "its path is not UTF-8");
    if (path.starts_with('/')) refuse(entry, "its path is absolute");
    if (kind == EntryKind::directory && path.ends_with('/')) path.remove_suffix(1);

    std::vector<std::string_view> components = base::split(path, '/');
    const auto first = std::ranges::find_if(components, [](std::string_view name) { return name != "."; });
    components.erase(components.begin(), first);
    for (const std::string_view name : components) {
        if (name == "..") refuse(entry, "its path holds \"..\"");
        if (name.empty() || name == ".") refuse(entry, "its path is not in its simplest form");
        if (name.size() > limits.name_bytes) refuse(entry, "a name in it is too long");
    }
    if (components.size() > limits.depth) refuse(entry, "it is more than {} levels deep", limits.depth);
    return components;
}

std::string joined(const std::vector<std::string_view>& components, std::size_t from) {
    std::string path;
    for (std::size_t i = from; i < components.size(); ++i) {
        if (i > from) path += '/';
        path += components[i];
    }
    return path;
}

}  // namespace

ExtractionPolicy::ExtractionPolicy(const Limits& limits, std::size_t strip)
    : limits_{limits}, strip_{strip} {}

Action ExtractionPolicy::check(const Entry& entry) {
    if (++entries_ > limits_.entries) refuse(entry.path, "there are more than {} entries", limits_.entries);
    const auto components = checked_components(entry.path, entry.path, entry.kind, limits_);
    if (components.empty() && entry.kind != EntryKind::directory) {
        refuse(entry.path, "only a directory can be the root");
    }
    if (components.size() <= strip_) return Skip{};
    return decide(entry, joined(components, strip_));
}

Action ExtractionPolicy::decide(const Entry& entry, const std::string& path) {
    switch (entry.kind) {
        case EntryKind::directory:
            add(path, EntryKind::directory);
            return MakeDirectory{path};
        case EntryKind::file:
            if (entry.size > limits_.file_bytes) {
                refuse(path, "it is larger than {} bytes", limits_.file_bytes);
            }
            if (entry.size > limits_.total_bytes - total_bytes_) {
                refuse(path, "the archive holds more than {} bytes", limits_.total_bytes);
            }
            add(path, EntryKind::file);
            current_ = path;
            file_bytes_ = 0;
            return WriteFile{path, (entry.mode & 0111) != 0};
        case EntryKind::symlink:
            check_symlink(entry, path);
            add(path, EntryKind::symlink);
            return MakeSymlink{path, entry.link_target};
        case EntryKind::hardlink: {
            if (entry.size > 0) refuse(path, "it is a hard link with contents");
            const auto components = checked_components(path, entry.link_target, EntryKind::hardlink, limits_);
            const std::string existing = components.size() > strip_ ? joined(components, strip_) : "";
            const auto found = seen_.find(existing);
            if (found == seen_.end() || found->second != EntryKind::file) {
                refuse(path, "it is a hard link to \"{}\", which is no file before it in the archive",
                       base::printable(entry.link_target));
            }
            add(path, EntryKind::file);
            return MakeHardlink{path, existing};
        }
        case EntryKind::other:
            break;
    }
    refuse(path, "it is neither a file, a directory nor a link");
}

void ExtractionPolicy::add(const std::string& path, EntryKind kind) {
    add_parents(path);
    const auto [found, is_new] = seen_.try_emplace(path, kind);
    require_room(path);
    if (is_new || (kind == EntryKind::directory && found->second == EntryKind::directory)) return;
    refuse(path, found->second == kind ? "it is there twice" : "it is there twice, as two different things");
}

/// A header makes one entry, and all parents of it that are not there: each costs an inode.
void ExtractionPolicy::require_room(const std::string& path) const {
    if (seen_.size() > limits_.entries) refuse(path, "there are more than {} entries", limits_.entries);
}

void ExtractionPolicy::add_parents(const std::string& path) {
    for (std::size_t slash = path.rfind('/'); slash != std::string::npos && slash > 0;
         slash = path.rfind('/', slash - 1)) {
        const auto [found, is_new] = seen_.try_emplace(path.substr(0, slash), EntryKind::directory);
        if (found->second != EntryKind::directory) {
            refuse(path, "it is below \"{}\", which is no directory", base::printable(found->first));
        }
        if (!is_new) return;  // its own parents are known
        require_room(path);
    }
}

void ExtractionPolicy::check_symlink(const Entry& entry, const std::string& path) const {
    const std::string_view target = entry.link_target;
    const auto refuse_target = [&](std::string_view why) {
        refuse(path, "it is a symbolic link to \"{}\", {}", base::printable(target), why);
    };
    if (target.empty()) refuse_target("which is no path");
    if (target.size() > limits_.path_bytes) refuse_target("which is too long");
    if (target.starts_with('/')) refuse_target("which is absolute");
    if (std::ranges::any_of(target, is_control) || !base::is_valid_utf8(target)) {
        refuse_target("which is not printable UTF-8");
    }
    auto levels_up_left = std::ranges::count(path, '/');
    bool has_descended = false;
    for (const std::string_view name : base::split(target, '/')) {
        if (name != "..") {
            has_descended = has_descended || (!name.empty() && name != ".");
        } else if (has_descended) {
            refuse_target("which has \"..\" after a name");
        } else if (levels_up_left-- == 0) {
            refuse_target("which is outside");
        }
    }
}

void ExtractionPolicy::count(std::uint64_t bytes) {
    file_bytes_ += bytes;
    total_bytes_ += bytes;
    if (file_bytes_ > limits_.file_bytes) refuse(current_, "it is larger than {} bytes", limits_.file_bytes);
    if (total_bytes_ > limits_.total_bytes) {
        refuse(current_, "the archive holds more than {} bytes", limits_.total_bytes);
    }
}

void check_expansion(const Limits& limits, std::uint64_t packed, std::uint64_t unpacked) {
    if (unpacked <= limits.ratio_free_bytes || unpacked / limits.ratio <= packed) return;
    throw UnsafeArchive{"the archive is refused: {} came out of {}, more than {} times as much",
                        base::human_size(unpacked), base::human_size(packed), limits.ratio};
}

}  // namespace adder::archive
