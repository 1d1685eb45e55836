#include <adder/base/environment.hpp>

namespace adder::base {

Environment Environment::from(const char* const* environment) {
    Environment result;
    for (; environment && *environment; ++environment) {
        const std::string_view assignment{*environment};
        const std::size_t equals = assignment.find('=');
        if (equals == std::string_view::npos || equals == 0) continue;
        result.set(assignment.substr(0, equals), std::string{assignment.substr(equals + 1)});
    }
    return result;
}

std::optional<std::string> Environment::find(std::string_view name) const {
    const auto found = variables_.find(name);
    if (found == variables_.end()) return std::nullopt;
    return found->second;
}

std::optional<std::string> Environment::find_non_empty(std::string_view name) const {
    std::optional<std::string> value = find(name);
    if (value && value->empty()) return std::nullopt;
    return value;
}

void Environment::set(std::string_view name, std::string value) {
    variables_.insert_or_assign(std::string{name}, std::move(value));
}

void Environment::set_default(std::string_view name, std::string value) {
    if (!variables_.contains(name)) set(name, std::move(value));
}

void Environment::unset(std::string_view name) {
    if (const auto found = variables_.find(name); found != variables_.end()) variables_.erase(found);
}

std::vector<std::string> Environment::assignments() const {
    std::vector<std::string> result;
    result.reserve(variables_.size());
    for (const auto& [name, value] : variables_) result.push_back(name + "=" + value);
    return result;
}

}  // namespace adder::base
