#include "python/install/app_files.hpp"

#include "python/app/beside_sources.hpp"

#include <algorithm>

namespace adder::python {

namespace fs = std::filesystem;

namespace {

/// What an installation may leave and nobody needs again. Not environments in general: what is put into one
/// that belongs to the app would be missed.
bool is_passed_over(const std::string& name) {
    return is_version_control(name) || is_bytecode(name) || is_build_output(name) || name == ".venv" ||
           name == ".pdm-python" || name == ".pdm-build";
}

}  // namespace

std::set<std::string> files_of_app(const fs::path& directory) {
    std::set<std::string> files;
    std::error_code unreadable;
    fs::recursive_directory_iterator entry{directory, fs::directory_options::skip_permission_denied,
                                           unreadable};
    for (; entry != fs::recursive_directory_iterator{}; entry.increment(unreadable)) {
        if (is_passed_over(entry->path().filename())) {
            entry.disable_recursion_pending();
        } else if (entry->is_symlink() || !entry->is_directory()) {
            files.insert(entry->path().lexically_relative(directory));
        }
    }
    return files;
}

std::vector<std::string> new_files(const std::set<std::string>& before, const std::set<std::string>& after) {
    std::vector<std::string> difference;
    std::ranges::set_difference(after, before, std::back_inserter(difference));
    return difference;
}

}  // namespace adder::python
