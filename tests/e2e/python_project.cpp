#include "python_project.hpp"

#include "fetch/fetcher.hpp"

#include <chrono>

namespace adder::test {

namespace fs = std::filesystem;

PythonProject::PythonProject(Destination destination)
    : Project{lifecycle_for_apps(),
              {.order = {{{required_path("ADDER_E2E_BUILDPACK")}}},
               .registry = destination == Destination::registry ? &registry() : nullptr}} {
    set("BP_PYTHON_RUNTIME_SOURCES", "index+file://" + required_path("ADDER_E2E_RUNTIMES").native());
    set("NO_COLOR", "1");
    for (const char* name : {"SSL_CERT_FILE", "SSL_CERT_DIR"}) {
        if (const auto value = setting(name)) set(name, *value);
    }
}

PythonProject::PythonProject(const std::string& example, Destination destination)
    : PythonProject{destination} {
    fs::copy(fs::path{ADDER_SOURCE_DIR} / "examples" / example, source(), fs::copy_options::recursive);
}

PythonProject::PythonProject(const std::vector<std::pair<std::string, std::string>>& files,
                             Destination destination)
    : PythonProject{destination} {
    for (const auto& [name, text] : files) write(name, text);
}

RunningApp::RunningApp(const Rootfs& rootfs, unsigned short port)
    : port_{port}, process_{rootfs.start({.env = {{"PORT", std::to_string(port)}}})} {}

std::string RunningApp::get(const std::string& path) {
    fetch::FetcherOptions options;
    options.retry = {.attempts = 150,
                     .first_delay = std::chrono::milliseconds{100},
                     .longest_delay = std::chrono::milliseconds{200}};
    try {
        const auto url = fetch::Url::parse(base::format("http://127.0.0.1:{}{}", port_, path));
        return fetch::Fetcher{options}.get_text(url, 1u << 20);
    } catch (const base::Error& error) {
        throw base::Error{"{}\nThe app wrote:\n{}", error.full_text(), output()};
    }
}

}  // namespace adder::test
