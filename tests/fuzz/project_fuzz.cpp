// Any bytes as the files of an app, in whatever combination: what is asked of them before a tool runs, and
// what the tool is told. A line "=== NAME" begins a file.

#include "fuzz.hpp"
#include "python/app/project_files.hpp"
#include "python/catalogue.hpp"
#include "python/dependencies/identify.hpp"
#include "python/install/installer.hpp"
#include "python/install/python_tool.hpp"
#include "python/install/uv.hpp"
#include "python/launch/procfile.hpp"
#include "python/versions/version_sources.hpp"

#include <adder/base/files.hpp>
#include <adder/base/text.hpp>
#include <adder/cnb/descriptor.hpp>

#include <algorithm>
#include <cctype>

namespace {

using namespace adder;
using namespace adder::python;
namespace fs = std::filesystem;

bool is_file_name(std::string_view name) {
    if (name.starts_with("vendor/")) name.remove_prefix(7);
    return !name.empty() && name.size() < 100 && name.front() != '.' &&
           std::ranges::all_of(
               name,
               [](char c) {
                   return std::isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '-' || c == '_';
               });
}

void write_app(const fs::path& directory, std::string_view input) {
    constexpr std::string_view mark = "=== ";
    while (input.starts_with(mark)) {
        const std::size_t line_end = std::min(input.find('\n'), input.size());
        const std::string_view name = input.substr(mark.size(), line_end - mark.size());
        input.remove_prefix(std::min(line_end + 1, input.size()));
        const std::size_t next = input.starts_with(mark) ? 0 : input.find("\n=== ");
        const std::string_view text = input.substr(0, next == 0 ? 0 : next + (next != input.npos));
        input.remove_prefix(text.size());
        if (!is_file_name(name) && name != ".python-version") continue;
        const fs::path file = directory / name;
        if (fs::is_directory(file) || fs::is_regular_file(file.parent_path())) continue;
        base::make_directories(file.parent_path());
        base::write_file(file, text);
    }
}

const Catalogue& catalogue() {
    static const Catalogue read = cnb::Descriptor::read(ADDER_SOURCE_DIR).metadata_as<Catalogue>();
    return read;
}

void ask_for_dependencies(const App& app, const Settings& settings) {
    const base::Environment env;
    const Project project = identify_project(app, settings);
    (void)advice_on_files(app, project);
    (void)project.fingerprint();
    const InstallerChoice installer = choose_installer(project, catalogue().tools, settings, env);
    if (!project.has_dependencies()) return;
    const InstallPlace place{.environment = "/layers/venv", .app_directory = app.directory, .work = "/work"};
    if (installer.is_uv()) {
        (void)uv_commands(project, place, env);
    } else {
        (void)tool_commands(installer, project, place,
                            {.cache = "/cache", .index = "https://example.com/simple/"});
    }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const base::TempDir directory;
    write_app(directory.path(), fuzz::text_of(data, size));
    const Settings settings = Settings::from({});
    fuzz::refuse_or_take([&] {
        const App app = with_project_files(App::scan(directory.path()));
        (void)first_python_file(app);
        fuzz::refuse_or_take([&] { ask_for_dependencies(app, settings); });
        fuzz::refuse_or_take([&] {
            (void)requested_python(app, settings, catalogue().releases, {},
                                   std::chrono::year{2026} / 11 / 28);
        });
        fuzz::refuse_or_take([&] {
            if (app.procfile) (void)parse_procfile(*app.procfile);
        });
    });
    return 0;
}
