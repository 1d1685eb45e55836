#include <adder/cnb/launch.hpp>

#include <algorithm>
#include <stdexcept>

namespace adder::cnb {

namespace {

TomlArray texts(const std::vector<std::string>& strings) { return {strings.begin(), strings.end()}; }

TomlTable to_toml(const Process& process) {
    if (!is_process_type(process.type)) throw std::logic_error("not a process type: '" + process.type + "'");
    if (process.command.empty()) throw std::logic_error("the process " + process.type + " has no command");
    TomlTable table{{"type", process.type}, {"command", texts(process.command)}};
    if (!process.args.empty()) table.emplace("args", texts(process.args));
    if (process.is_default) table.emplace("default", true);
    if (process.working_directory) table.emplace("working-dir", *process.working_directory);
    return table;
}

}  // namespace

bool is_process_type(std::string_view type) {
    return !type.empty() && type.find_first_not_of(
                                "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789._-") == std::string_view::npos;
}

TomlTable Launch::to_toml() const {
    const auto defaults =
        std::count_if(processes.begin(), processes.end(), [](auto& p) { return p.is_default; });
    if (defaults > 1) throw std::logic_error("several default processes");
    TomlArray process_tables;
    for (const Process& process : processes) process_tables.push_back(cnb::to_toml(process));
    TomlArray label_tables;
    for (const Label& label : labels)
        label_tables.push_back(TomlTable{{"key", label.key}, {"value", label.value}});
    TomlTable table;
    if (!process_tables.empty()) table.emplace("processes", std::move(process_tables));
    if (!label_tables.empty()) table.emplace("labels", std::move(label_tables));
    return table;
}

}  // namespace adder::cnb
