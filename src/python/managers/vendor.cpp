#include <adder/base/format.hpp>
#include <adder/base/text.hpp>
#include <adder/python/managers/vendor.hpp>

#include <algorithm>
#include <filesystem>
#include <set>

namespace adder::python {

namespace fs = std::filesystem;

std::string vendored_packages(const App& app) {
    if (!app.has("vendor/")) return {};
    std::set<std::string> lines;
    for (const fs::directory_entry& entry : fs::directory_iterator{app.directory / vendor_directory}) {
        const std::string name = entry.path().filename();
        const bool is_package = name.ends_with(".whl") || name.ends_with(".tar.gz") || name.ends_with(".zip");
        if (is_package && entry.is_regular_file())
            lines.insert(base::format("{} {}\n", name, entry.file_size()));
    }
    std::string text;
    for (const std::string& line : lines) text += line;
    return text;
}

void add_vendored_packages(Project& project, const App& app) {
    std::string text = vendored_packages(app);
    if (text.empty()) return;
    const auto count = std::ranges::count(text, '\n');
    project.files.push_back({"vendor/", std::move(text)});
    project.is_vendored = true;
    project.notices.push_back(base::format("Packages come from vendor/ ({}), and from no index.", count));
}

std::set<std::string, std::less<>> vendored_files(const Project& project) {
    std::set<std::string, std::less<>> files;
    for (const ProjectFile& file : project.files) {
        if (!project.is_vendored || file.name != "vendor/") continue;
        for (const std::string_view line : base::lines(file.text))
            files.emplace(line.substr(0, line.rfind(' ')));
    }
    return files;
}

void add_vendor_options(std::vector<std::string>& args, const Project& project) {
    if (project.is_vendored) args.insert(args.end(), {"--no-index", "--find-links", vendor_directory});
}

fs::path requirements_of_lock(const InstallPlace& place) { return place.work / "requirements-of-lock.txt"; }

ToolCommand install_from_vendor(const InstallPlace& place) {
    return {.args = {"pip", "install", "--no-deps", "--no-index", "--find-links", vendor_directory, "--python",
                     place.interpreter(), "--requirements", requirements_of_lock(place).native()},
            .variables = {},
            .without = {"UV_CONSTRAINT", "UV_OVERRIDE", "UV_NO_VERIFY_HASHES", "UV_REQUIRE_HASHES"},
            .by_uv = true};
}

}  // namespace adder::python
