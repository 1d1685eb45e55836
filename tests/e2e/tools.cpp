#include "tools.hpp"

#include <adder/base/environment.hpp>
#include <adder/base/error.hpp>
#include <adder/base/process.hpp>
#include <adder/base/text.hpp>

#include <memory>

#include <unistd.h>

namespace adder::test {

std::optional<std::string> setting(const char* variable) {
    static const base::Environment env = base::Environment::from(::environ);
    return env.find_non_empty(variable);
}

unsigned number_setting(const char* variable, unsigned otherwise) {
    const auto text = setting(variable);
    if (!text) return otherwise;
    if (const auto number = base::parse_number(*text)) return *number;
    throw base::Error{"{} is '{}', which is no number", variable, *text};
}

std::filesystem::path required_path(const char* variable) {
    if (const auto value = setting(variable)) return *value;
    throw base::Error{"{} is not set: run scripts/test.sh, which gets what end-to-end tests need", variable};
}

const Lifecycle& lifecycle_for_apps() {
    static const Lifecycle lifecycle = [] {
        Lifecycle result{.programs = required_path("ADDER_E2E_LIFECYCLE"),
                         .run_image = std::make_shared<const RunImage>(required_path("ADDER_E2E_RUN_IMAGE"))};
        for (const char* name : {"HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy"}) {
            if (const auto value = setting(name)) result.env.set(name, *value);
        }
        return result;
    }();
    return lifecycle;
}

const Lifecycle& lifecycle_for_probes() {
    static const Lifecycle lifecycle{
        .programs = required_path("ADDER_E2E_LIFECYCLE"),
        .run_image = RunImage::empty({.labels = {{"io.buildpacks.base.distro.name", "debian"},
                                                 {"io.buildpacks.base.distro.version", "12"}}})};
    return lifecycle;
}

const Registry& registry() {
    static const Registry registry{required_path("ADDER_E2E_REGISTRY"), lifecycle_for_apps()};
    return registry;
}

void run(const std::string& program, std::vector<std::string> args, const std::filesystem::path& directory) {
    const base::Captured result = base::run_and_capture({.program = program,
                                                         .args = std::move(args),
                                                         .env = {{"PATH", std::string{standard_path}}},
                                                         .working_directory = directory});
    if (!result.status.ok()) throw base::Error{"{} failed: {}", program, result.output};
}

}  // namespace adder::test
