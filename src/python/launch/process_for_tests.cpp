#include "python/launch/process_for_tests.hpp"

#include "python/launch/django.hpp"
#include "python/launch/messages.hpp"

#include <adder/base/format.hpp>
#include <adder/base/text.hpp>

#include <algorithm>

namespace adder::python {

namespace {

constexpr const char* type = "test";

ChosenProcess test_process(const std::vector<std::string>& words, std::string reason,
                           const std::string& directory = "") {
    ChosenProcess chosen{{.type = type, .command = words}, base::join(words, " "), std::move(reason)};
    if (!directory.empty()) chosen.process.working_directory = directory;
    return chosen;
}

bool is_test_file(const std::string& name) { return name.starts_with("test") && name.ends_with(".py"); }

/// In the app's directory, or in a directory of tests, whose name is the result.
std::optional<std::string> place_of_tests(const App& app) {
    for (const char* name : {"tests", "test"}) {
        if (app.has(std::string{name} + "/")) return name;
    }
    if (std::ranges::any_of(app.names, is_test_file)) return "";
    return std::nullopt;
}

std::optional<ChosenProcess> unittest_process(const App& app) {
    const auto place = place_of_tests(app);
    if (!place) return std::nullopt;
    std::vector<std::string> words{"python", "-m", "unittest", "discover"};
    std::error_code missing;
    const bool is_package =
        place->empty() || std::filesystem::exists(app.directory / *place / "__init__.py", missing);
    if (!is_package) words.insert(words.end(), {"--start-directory", *place});
    return test_process(words, place->empty() ? "files of tests found" : base::format("{}/ found", *place));
}

}  // namespace

std::optional<ChosenProcess> find_test_process(const LaunchFacts& facts) {
    const auto has = [&](const char* name) { return is_installed(facts.installed, name); };
    const auto manage_py =
        has("django") ? directory_of_manage_py(facts.sources) : std::optional<std::string>{};
    if (has("pytest") && (!manage_py || has("pytest-django")))
        return test_process({"pytest"}, "pytest is installed");
    if (manage_py) {
        return test_process({"python", "manage.py", "test"},
                            base::format("Django project found by {}", path_below(*manage_py, "manage.py")),
                            *manage_py);
    }
    if (has("tox") && (facts.app.has("tox.ini") || facts.app.has("tox.toml")))
        return test_process({"tox"}, "tox is installed");
    if (has("nox") && facts.app.has("noxfile.py")) return test_process({"nox"}, "nox is installed");
    return unittest_process(facts.app);
}

LaunchPlan for_tests(LaunchPlan plan, const LaunchFacts& facts) {
    const auto is_test = [](const ChosenProcess& chosen) { return chosen.process.type == type; };
    auto found = std::ranges::find_if(plan.processes, is_test);
    if (found == plan.processes.end()) {
        const auto chosen = find_test_process(facts);
        if (!chosen) {
            plan.notes = messages::nothing_to_test();
            return plan;
        }
        found = plan.processes.insert(plan.processes.begin(), *chosen);
    }
    for (ChosenProcess& process : plan.processes) process.process.is_default = false;
    found->process.is_default = true;
    return plan;
}

}  // namespace adder::python
