#include "python/app_source/source_tree.hpp"

#include "python/app/beside_sources.hpp"

#include <adder/base/beneath.hpp>
#include <adder/base/error.hpp>

#include <algorithm>
#include <array>

namespace adder::python {

namespace fs = std::filesystem;

namespace {

/// Some apps have thousands of directories of data.
constexpr std::size_t most_directories = 50;

bool may_hold_code(std::string_view name) {
    constexpr std::array others{"tests", "test",     "docs",   "doc",       "static", "media",
                                "env",   "examples", "vendor", "templates", "scripts"};
    return !name.starts_with('.') && !name.starts_with("__") && !is_build_output(name) &&
           !is_environment(name) && std::ranges::find(others, name) == others.end();
}

bool is_identifier(std::string_view name) {
    return !(name.front() >= '0' && name.front() <= '9') &&
           name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") ==
               std::string_view::npos;
}

}  // namespace

std::string path_below(const std::string& directory, const std::string& name) {
    return directory.empty() ? name : directory + "/" + name;
}

std::optional<std::string> SourceTree::text(const std::string& file) const {
    // Of what is in the app's own directory the names are known: most files that are asked for are not there.
    if (file.find('/') == std::string::npos && !names_.contains(file)) return std::nullopt;
    try {
        return base::read_file_beneath(root_, (directory_ / file).lexically_relative(root_));
    } catch (const base::Error&) {
        return std::nullopt;
    }
}

const ModuleObjects* SourceTree::module(const std::string& file) const {
    const auto known = modules_.find(file);
    if (known != modules_.end()) return known->second.get();
    std::unique_ptr<const ModuleObjects> module;
    if (const auto source = text(file))
        module = std::make_unique<ModuleObjects>(read_module_objects(*source));
    return modules_.emplace(file, std::move(module)).first->second.get();
}

std::optional<std::string> SourceTree::file_of(const std::string& name, const std::string& root) const {
    std::string path = name;
    std::ranges::replace(path, '.', '/');
    for (std::string file : {path_below(root, path + ".py"), path_below(root, path + "/__init__.py")}) {
        if (has(file)) return file;
    }
    return std::nullopt;
}

std::vector<std::string> SourceTree::directories_in(const std::string& directory) const {
    std::vector<std::string> names;
    const auto add = [&](std::string name) {
        if (may_hold_code(name)) names.push_back(std::move(name));
    };
    if (directory.empty()) {
        for (const std::string& name : names_) {
            if (name.ends_with('/')) add(name.substr(0, name.size() - 1));
        }
    } else {
        std::error_code ignored;
        for (const fs::directory_entry& entry : fs::directory_iterator{directory_ / directory, ignored}) {
            if (entry.is_directory(ignored)) add(entry.path().filename());
        }
    }
    std::ranges::sort(names);
    if (names.size() > most_directories) names.resize(most_directories);
    return names;
}

std::vector<std::string> SourceTree::packages_in(const std::string& directory) const {
    std::vector<std::string> names = directories_in(directory);
    std::erase_if(names, [](const std::string& name) { return !is_identifier(name); });
    return names;
}

}  // namespace adder::python
