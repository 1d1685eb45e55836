#include <adder/base/files.hpp>
#include <adder/cnb/platform.hpp>

#include <algorithm>
#include <array>

namespace adder::cnb {

namespace fs = std::filesystem;

base::Environment read_platform_env(const fs::path& platform_directory) {
    base::Environment env;
    const fs::path directory = platform_directory / "env";
    if (!fs::exists(directory)) return env;
    for (const fs::directory_entry& entry : fs::directory_iterator{directory}) {
        if (entry.is_directory()) continue;
        env.set(entry.path().filename().native(), base::read_file(entry.path()));
    }
    return env;
}

base::Environment with_platform_env(base::Environment env, const base::Environment& platform_env) {
    constexpr std::array<std::string_view, 5> path_variables{"PATH", "LD_LIBRARY_PATH", "LIBRARY_PATH",
                                                             "CPATH", "PKG_CONFIG_PATH"};
    for (const auto& [name, value] : platform_env.variables()) {
        const bool is_path =
            std::find(path_variables.begin(), path_variables.end(), name) != path_variables.end();
        const std::string current = env.find(name).value_or("");
        env.set(name, is_path && !current.empty() ? value + ":" + current : value);
    }
    return env;
}

}  // namespace adder::cnb
