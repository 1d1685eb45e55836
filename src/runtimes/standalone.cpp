#include "runtimes/standalone.hpp"

#include "runtimes/prepare.hpp"

#include <adder/base/files.hpp>
#include <adder/base/text.hpp>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace adder::runtimes {

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::pair<std::string_view, std::string_view>, 10> tools = {{
    {"clang", "cc"},
    {"clang++", "c++"},
    {"llvm-ar", "ar"},
    {"llvm-ranlib", "ranlib"},
    {"llvm-strip", "strip"},
    {"llvm-nm", "nm"},
    {"llvm-objcopy", "objcopy"},
    {"llvm-readelf", "readelf"},
    {"aarch64-linux-gnu-gcc", "cc"},
    {"aarch64-linux-gnu-g++", "c++"},
}};

bool is_in_path(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '-' || c == '+' || c == '/';
}

/// The text with each longest run of characters of a path replaced by what `change` makes of it.
template <typename Change>
std::string with_each_path(std::string_view text, const Change& change) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && is_in_path(text[end])) ++end;
        if (end == at) {
            result += text[at++];
            continue;
        }
        result += change(text.substr(at, end - at));
        at = end;
    }
    return result;
}

/// "-I/install/include" names a path as well.
std::size_t start_of_path(std::string_view word) {
    if (word.starts_with('/')) return 0;
    for (const std::string_view option : {"-I", "-L", "-F"}) {
        if (word.starts_with(option)) return option.size();
    }
    return word.size();
}

bool drop_prefix(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) return false;
    text.remove_prefix(prefix.size());
    return true;
}

/// "x86_64", "x86_64_v3", "aarch64" → architecture and variant.
std::optional<std::pair<std::string, std::string>> machine_from(std::string_view text) {
    if (text == "aarch64") return std::pair{"arm64", ""};
    if (text == "x86_64") return std::pair{"amd64", ""};
    for (const char* variant : {"v2", "v3", "v4"}) {
        if (text == base::format("x86_64_{}", variant)) return std::pair{"amd64", variant};
    }
    return std::nullopt;
}

bool is_build_setting(const fs::path& path) {
    const std::string name = path.filename();
    return name.starts_with("_sysconfigdata_") || name.ends_with(".pc") || name.ends_with("-config") ||
           (name == "Makefile" && path.parent_path().filename().native().starts_with("config-"));
}

bool is_installer(const std::string& name) {
    return std::ranges::any_of(std::array{"pip", "setuptools", "wheel"}, [&](std::string_view installer) {
        return name == installer || name.starts_with(std::string{installer} + "-");
    });
}

}  // namespace

std::optional<StandaloneName> parse_standalone_name(std::string_view file_name) {
    std::string_view rest = file_name;
    if (!drop_prefix(rest, "cpython-")) return std::nullopt;
    const std::size_t plus = rest.find('+');
    const std::size_t dash = rest.find('-');
    if (plus == std::string_view::npos || dash == std::string_view::npos || dash < plus) return std::nullopt;
    const auto version = PythonVersion::parse(rest.substr(0, plus));
    StandaloneName name{.version = version.value_or(PythonVersion{}),
                        .tag = std::string{rest.substr(plus + 1, dash - plus - 1)},
                        .arch = {}};
    const bool is_tag = !name.tag.empty() && name.tag.find_first_not_of("0123456789") == std::string::npos;
    if (!version || !is_tag) return std::nullopt;
    rest.remove_prefix(dash + 1);

    const std::string_view machine_text = rest.substr(0, rest.find('-'));
    const auto machine = machine_from(machine_text);
    if (!machine) return std::nullopt;
    std::tie(name.arch, name.arch_variant) = *machine;
    rest.remove_prefix(machine_text.size());
    if (!drop_prefix(rest, "-unknown-linux-")) return std::nullopt;
    name.is_musl = drop_prefix(rest, "musl");
    if (!name.is_musl && !drop_prefix(rest, "gnu")) return std::nullopt;
    name.free_threaded = drop_prefix(rest, "-freethreaded");
    if (!drop_prefix(rest, "-install_only")) return std::nullopt;
    name.is_stripped = drop_prefix(rest, "_stripped");
    if (rest != ".tar.gz" && rest != ".tar.xz" && rest != ".tar.zst") return std::nullopt;
    return name;
}

std::string with_prefix(std::string_view text, std::string_view from, std::string_view to) {
    return with_each_path(text, [&](std::string_view word) {
        const std::size_t start = start_of_path(word);
        const std::string_view path = word.substr(start);
        const bool is_below =
            path.starts_with(from) && (path.size() == from.size() || path[from.size()] == '/');
        if (!is_below) return std::string{word};
        return base::format("{}{}{}", word.substr(0, start), to, path.substr(from.size()));
    });
}

std::string with_common_tools(std::string_view text) {
    return with_each_path(text, [](std::string_view word) {
        const std::size_t slash = word.rfind('/');
        const bool is_absolute = word.starts_with('/');
        const std::string_view name = slash == std::string_view::npos ? word : word.substr(slash + 1);
        const auto tool =
            std::ranges::find(tools, name, &std::pair<std::string_view, std::string_view>::first);
        const bool is_tool = tool != tools.end() && (slash == std::string_view::npos || is_absolute);
        return std::string{is_tool ? tool->second : word};
    });
}

void adopt_standalone_tree(const fs::path& tree, const ArchiveId& id) {
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator{tree}) {
        if (!entry.is_regular_file() || entry.is_symlink() || !is_build_setting(entry.path())) continue;
        const std::string text = base::read_file(entry.path());
        const auto mode = static_cast<mode_t>(entry.status().permissions() & fs::perms::mask);
        base::write_file(entry.path(),
                         with_common_tools(with_prefix(text, standalone_prefix, nominal_prefix)), mode);
    }
    const fs::path packages = tree / "lib" / interpreter_name(id) / "site-packages";
    if (!fs::is_directory(packages)) return;
    std::vector<fs::path> installers;
    for (const fs::directory_entry& entry : fs::directory_iterator{packages}) {
        if (is_installer(entry.path().filename())) installers.push_back(entry.path());
    }
    for (const fs::path& installer : installers) base::remove_tree(installer);
}

}  // namespace adder::runtimes
