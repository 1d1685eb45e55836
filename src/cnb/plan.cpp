#include <adder/cnb/plan.hpp>

namespace adder::cnb {

namespace {

TomlTable to_toml(const BuildPlan::Alternative& alternative) {
    TomlArray provides;
    for (const std::string& name : alternative.provides) provides.push_back(TomlTable{{"name", name}});
    TomlArray requirements;
    for (const Requirement& requirement : alternative.requirements) {
        TomlTable entry{{"name", requirement.name}};
        if (!requirement.metadata.empty()) entry.emplace("metadata", requirement.metadata);
        requirements.push_back(std::move(entry));
    }
    return {{"provides", std::move(provides)}, {"requires", std::move(requirements)}};
}

}  // namespace

TomlTable BuildPlan::to_toml() const {
    if (alternatives.empty()) return {};
    TomlTable plan = cnb::to_toml(alternatives.front());
    TomlArray others;
    for (std::size_t i = 1; i < alternatives.size(); ++i) others.push_back(cnb::to_toml(alternatives[i]));
    if (!others.empty()) plan.emplace("or", std::move(others));
    return plan;
}

BuildpackPlan BuildpackPlan::read(const std::filesystem::path& file) {
    const TomlTable table = read_toml_file(file);
    BuildpackPlan plan;
    for (const TomlReader& entry : TomlReader{table, file.native()}.tables("entries")) {
        const std::optional<TomlReader> metadata = entry.find_table("metadata");
        plan.entries.push_back({entry.text("name"), metadata ? metadata->contents() : TomlTable{}});
    }
    return plan;
}

std::vector<Requirement> BuildpackPlan::entries_for(std::string_view name) const {
    std::vector<Requirement> result;
    for (const Requirement& entry : entries) {
        if (entry.name == name) result.push_back(entry);
    }
    return result;
}

}  // namespace adder::cnb
