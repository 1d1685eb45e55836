#include "python/dependencies/vendor.hpp"

#include <adder/base/format.hpp>
#include <adder/base/text.hpp>

#include <algorithm>
#include <filesystem>
#include <set>

namespace adder::python {

namespace fs = std::filesystem;

namespace {

constexpr const char* in_project = "vendor/";

bool is_package(std::string_view name) {
    return name.ends_with(".whl") || name.ends_with(".tar.gz") || name.ends_with(".zip");
}

/// By its path: that alone does not make it a part of all that is installed.
bool is_named(const Project& project, const std::string& file) {
    return std::ranges::any_of(project.files,
                               [&](const ProjectFile& known) { return known.name == in_project + file; });
}

/// Sorted by name.
std::vector<VendoredFile> packages_of(const App& app, const Project& project) {
    std::vector<VendoredFile> files;
    if (!app.has("vendor/")) return files;
    for (const fs::directory_entry& entry : fs::directory_iterator{app.directory / vendor_directory}) {
        const std::string name = entry.path().filename();
        std::error_code unreadable;
        if (is_package(name) && entry.is_regular_file(unreadable) && !is_named(project, name))
            files.push_back({name, entry.file_size(unreadable)});
    }
    std::ranges::sort(files, {}, &VendoredFile::name);
    return files;
}

}  // namespace

void add_vendored_packages(Project& project, const App& app) {
    project.vendored = packages_of(app, project);
    if (!project.is_vendored()) return;
    project.notices.push_back(
        base::format("Packages come from vendor/ ({}), and from no index.", project.vendored.size()));
}

std::set<std::string, std::less<>> vendored_files(const Project& project) {
    std::set<std::string, std::less<>> files;
    for (const VendoredFile& file : project.vendored) files.insert(file.name);
    return files;
}

bool has_vendored_tool(const Project& project, std::string_view name, std::string_view version) {
    const std::string wheel = base::format("{}-{}-", base::to_lower(name), version);
    return std::ranges::any_of(vendored_files(project),
                               [&](const std::string& file) { return file.starts_with(wheel); });
}

void add_vendor_options(std::vector<std::string>& args, const Project& project) {
    if (project.is_vendored()) args.insert(args.end(), {"--no-index", "--find-links", vendor_directory});
}

fs::path requirements_of_lock(const InstallPlace& place) { return place.work / "requirements-of-lock.txt"; }

ToolCommand install_from_vendor(const InstallPlace& place) {
    return {.args = {"pip", "install", "--no-deps", "--no-index", "--find-links", vendor_directory,
                     "--python", place.interpreter(), "--requirements", requirements_of_lock(place).native()},
            .variables = {},
            .without = {"UV_CONSTRAINT", "UV_OVERRIDE", "UV_NO_VERIFY_HASHES", "UV_REQUIRE_HASHES"},
            .by_uv = true};
}

}  // namespace adder::python
