#include "runtime_archive/inspection/module_report.hpp"

#include "runtime_archive/inspection/requirements.hpp"

#include <adder/base/error.hpp>
#include <adder/base/text.hpp>

#include <algorithm>
#include <set>
#include <vector>

namespace adder::runtime_archive {

namespace {

struct Heading {
    std::string_view text;  ///< how the line begins
    std::string_view reason;
};

/// From Tools/build/check_extension_modules.py, and setup.py before Python 3.12.
constexpr Heading headings[] = {
    {"The necessary bits to build these optional modules were not found:", "missing"},
    {"Failed to build these modules:", "failed to compile"},
    {"Following modules built successfully but were removed because they could not be imported:",
     "cannot be imported"},
};

bool is_module_name(std::string_view word) {
    return std::ranges::all_of(word, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    });
}

}  // namespace

void ModuleReport::read(std::string_view line) {
    if (read_check(line)) return;
    for (const Heading& heading : headings) {
        if (!line.starts_with(heading.text)) continue;
        listed_as_ = heading.reason;
        return;
    }
    if (listed_as_.empty()) return;
    const std::vector<std::string_view> names = base::words(line);
    // A list has up to three columns and ends with an empty line or a sentence.
    if (names.empty() || names.size() > 3 || !std::ranges::all_of(names, is_module_name)) {
        listed_as_.clear();
        return;
    }
    for (const std::string_view name : names) absent_.insert_or_assign(std::string{name}, listed_as_);
}

bool ModuleReport::read_check(std::string_view line) {
    constexpr std::string_view start = "checking for stdlib extension module ";
    constexpr std::string_view dots = "... ";
    if (!line.starts_with(start)) return false;
    const std::size_t end = line.find(dots, start.size());
    if (end == std::string_view::npos) return false;
    const std::string_view name = line.substr(start.size(), end - start.size());
    const std::string_view state = base::trim(line.substr(end + dots.size()));
    if (state != "yes" && !state.empty()) absent_.insert_or_assign(std::string{name}, std::string{state});
    return true;
}

void require_modules(const runtimes::PythonVersion& version, const ModuleReport& report) {
    std::string list;
    std::vector<std::string> packages;
    std::set<std::string_view> told;
    for (const Requirement& requirement : requirements_of(version)) {
        const auto found = report.absent().find(std::string{requirement.extension});
        if (found == report.absent().end() || !told.insert(requirement.extension).second) continue;
        list += base::format("\n  {}: {}", found->first, found->second);
        const std::string package{requirement.package};
        if (!package.empty() && std::ranges::find(packages, package) == packages.end()) {
            packages.push_back(package);
        }
    }
    if (list.empty()) return;
    std::string advice;
    if (!packages.empty()) {
        advice = base::format("\nOn Debian and Ubuntu: apt-get install {}", base::join(packages, " "));
    }
    throw base::Error{"Python {} would lack modules that every runtime has:{}{}", version.text(), list,
                      advice};
}

}  // namespace adder::runtime_archive
