#include <adder/cnb/launch.hpp>

#include <algorithm>
#include <filesystem>
#include <set>
#include <stdexcept>

namespace adder::cnb {

namespace {

TomlArray texts(const std::vector<std::string>& strings) { return {strings.begin(), strings.end()}; }

void check(const Process& process) {
    if (!is_process_type(process.type)) throw std::logic_error("not a process type: '" + process.type + "'");
    if (process.command.empty() || process.command.front().empty())
        throw std::logic_error("the process " + process.type + " has no command");
    for (const std::string& name : process.execution_environments) {
        if (!is_execution_environment(name))
            throw std::logic_error("not an execution environment: '" + name + "'");
    }
}

void check(const std::vector<Process>& processes) {
    std::set<std::string_view> types;
    bool has_default = false;
    for (const Process& process : processes) {
        check(process);
        if (!types.insert(process.type).second)
            throw std::logic_error("two processes of the type " + process.type);
        if (process.is_default && has_default) throw std::logic_error("several default processes");
        has_default = has_default || process.is_default;
    }
}

/// Skips one character of a class of a pattern; false if there is none.
bool skip_class_character(std::string_view& pattern) {
    if (pattern.empty() || pattern.front() == '-' || pattern.front() == ']') return false;
    if (pattern.front() == '\\') pattern.remove_prefix(1);
    if (pattern.empty()) return false;
    pattern.remove_prefix(1);
    return !pattern.empty();
}

/// Skips what follows the '[' of a class, its ']' included.
bool skip_class(std::string_view& pattern) {
    if (pattern.starts_with('^')) pattern.remove_prefix(1);
    do {
        if (!skip_class_character(pattern)) return false;
        if (pattern.front() == '-') {
            pattern.remove_prefix(1);
            if (!skip_class_character(pattern)) return false;
        }
    } while (pattern.front() != ']');
    pattern.remove_prefix(1);
    return true;
}

/// The lifecycle fails the export for a pattern that Go's `filepath.Match` cannot read.
bool is_well_formed(std::string_view pattern) {
    while (!pattern.empty()) {
        const char first = pattern.front();
        pattern.remove_prefix(1);
        if (first == '[' && !skip_class(pattern)) return false;
        if (first == '\\') {
            if (pattern.empty()) return false;
            pattern.remove_prefix(1);
        }
    }
    return true;
}

void check(const Slice& slice) {
    for (const std::string& path : slice.paths) {
        const std::filesystem::path normal = std::filesystem::path{path}.lexically_normal();
        const bool inside = !path.empty() && normal.is_relative() && *normal.begin() != "..";
        if (!inside || !is_well_formed(path))
            throw std::logic_error("not a path of a slice of the app: '" + path + "'");
    }
}

TomlTable to_toml(const Process& process) {
    TomlTable table{{"type", process.type}, {"command", texts(process.command)}};
    if (!process.args.empty()) table.emplace("args", texts(process.args));
    if (process.is_default) table.emplace("default", true);
    if (process.working_directory) table.emplace("working-dir", *process.working_directory);
    if (!process.execution_environments.empty())
        table.emplace("exec-env", texts(process.execution_environments));
    return table;
}

TomlTable to_toml(const Label& label) {
    if (label.key.empty()) throw std::logic_error("a label has no key");
    return {{"key", label.key}, {"value", label.value}};
}

TomlTable to_toml(const Slice& slice) {
    check(slice);
    return {{"paths", texts(slice.paths)}};
}

/// An array of tables, left out when it would be empty.
template <typename Item>
void add_array(TomlTable& table, const char* key, const std::vector<Item>& items) {
    TomlArray array;
    for (const Item& item : items) array.push_back(to_toml(item));
    if (!array.empty()) table.emplace(key, std::move(array));
}

}  // namespace

bool is_process_type(std::string_view type) {
    return !type.empty() && type.find_first_not_of(
                                "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789._-") == std::string_view::npos;
}

bool is_execution_environment(std::string_view name) {
    return !name.empty() && name.find('/') == std::string_view::npos;
}

TomlTable Launch::to_toml() const {
    check(processes);
    TomlTable table;
    add_array(table, "processes", processes);
    add_array(table, "labels", labels);
    add_array(table, "slices", slices);
    return table;
}

}  // namespace adder::cnb
