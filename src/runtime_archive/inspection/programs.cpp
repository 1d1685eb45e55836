#include "runtime_archive/inspection/programs.hpp"

#include <adder/base/text.hpp>

#include <filesystem>

#include <unistd.h>

namespace adder::runtime_archive {

bool is_on_path(std::string_view name, const base::Environment& env) {
    const std::string path = env.find("PATH").value_or("/usr/local/bin:/usr/bin:/bin");
    for (const std::string_view directory : base::split(path, ':')) {
        if (::access((std::filesystem::path{directory} / name).c_str(), X_OK) == 0) return true;
    }
    return false;
}

}  // namespace adder::runtime_archive
