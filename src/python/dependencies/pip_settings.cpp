#include "python/dependencies/pip_settings.hpp"

#include "python/app/variables.hpp"

#include <adder/base/files.hpp>
#include <adder/base/text.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace adder::python {

namespace {

namespace fs = std::filesystem;

/// `index-url` as `PIP_INDEX_URL`.
std::string variable_of(std::string_view key) {
    std::string name = "PIP_";
    for (const char c : base::to_lower(key)) {
        name += c == '-' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return name;
}

std::string with_separator(const std::string& value, char separator) {
    std::vector<std::string> words;
    for (const std::string_view word : base::words(value)) words.emplace_back(word);
    return base::join(words, std::string_view{&separator, 1});
}

/// In the order in which pip reads them; a later one counts more.
std::vector<fs::path> configuration_files(const base::Environment& env, const fs::path& app_directory,
                                          const fs::path& root) {
    const auto chosen = env.find_non_empty("PIP_CONFIG_FILE");
    if (chosen == "/dev/null") return {};
    std::vector<fs::path> files{root / "etc/xdg/pip/pip.conf", root / "etc/pip.conf"};
    if (const auto home = env.find_non_empty("HOME")) {
        files.push_back(fs::path{*home} / ".pip/pip.conf");
        const auto configuration = env.find_non_empty("XDG_CONFIG_HOME");
        files.push_back((configuration ? fs::path{*configuration} : fs::path{*home} / ".config") /
                        "pip/pip.conf");
    }
    if (chosen) files.push_back(app_directory / *chosen);
    return files;
}

struct Section {
    base::Environment global = {};
    base::Environment install = {};
};

/// One line of the file: `key = value`, or more of the value before it, which stands further right.
void read_line(std::string_view line, std::string& section, std::string& key, Section& found) {
    const std::string_view trimmed = base::trim(line);
    if (trimmed.empty() || trimmed.starts_with('#') || trimmed.starts_with(';')) return;
    base::Environment* target = section == "global"    ? &found.global
                                : section == "install" ? &found.install
                                                       : nullptr;
    if (line.starts_with(' ') || line.starts_with('\t')) {
        if (!target || key.empty()) return;
        const std::string before = target->find(key).value_or("");
        target->set(key, before.empty() ? std::string{trimmed} : before + " " + std::string{trimmed});
        return;
    }
    key.clear();
    if (trimmed.starts_with('[') && trimmed.ends_with(']')) {
        section = base::to_lower(trimmed.substr(1, trimmed.size() - 2));
        return;
    }
    const std::size_t equals = trimmed.find_first_of("=:");
    if (!target || equals == std::string_view::npos) return;
    key = variable_of(base::trim(trimmed.substr(0, equals)));
    target->set(key, std::string{base::trim(trimmed.substr(equals + 1))});
}

}  // namespace

base::Environment read_pip_configuration(std::string_view text) {
    Section found;
    std::string section;
    std::string key;
    for (const std::string_view line : base::lines(text)) read_line(line, section, key, found);
    for (const auto& [name, value] : found.install.variables()) found.global.set(name, value);
    return found.global;
}

base::Environment with_pip_configuration(base::Environment env, const fs::path& app_directory,
                                         const fs::path& root) {
    base::Environment configured;
    for (const fs::path& file : configuration_files(env, app_directory, root)) {
        std::error_code unreadable;
        if (!fs::is_regular_file(file, unreadable)) continue;
        const base::Environment its_own = read_pip_configuration(base::read_file(file));
        for (const auto& [name, value] : its_own.variables()) configured.set(name, value);
    }
    for (const auto& [name, value] : configured.variables()) env.set_default(name, value);
    const auto also_as = [&](const char* pip, std::initializer_list<const char*> names) {
        const auto value = env.find_non_empty(pip);
        for (const char* name : names) {
            if (value && !env.find_non_empty(name)) env.set(name, *value);
        }
    };
    also_as("PIP_CERT", {"SSL_CERT_FILE"});
    also_as("PIP_PROXY", {"HTTPS_PROXY", "HTTP_PROXY"});
    return env;
}

UvSettings uv_settings_of_pip(const base::Environment& env) {
    UvSettings settings;
    const auto set = [&](const char* name, const std::optional<std::string>& value) {
        if (value && !env.find_non_empty(name)) settings.variables.set(name, *value);
    };
    const auto joined = [&](const char* name, char separator) -> std::optional<std::string> {
        const auto value = env.find_non_empty(name);
        return value ? std::optional{with_separator(*value, separator)} : std::nullopt;
    };
    if (!env.find_non_empty("UV_DEFAULT_INDEX")) set("UV_INDEX_URL", env.find_non_empty("PIP_INDEX_URL"));
    if (const auto extra = joined("PIP_EXTRA_INDEX_URL", ' ')) {
        set("UV_EXTRA_INDEX_URL", extra);
        set("UV_INDEX_STRATEGY", "unsafe-best-match");  // pip looks at all indexes alike
    }
    set("UV_FIND_LINKS", joined("PIP_FIND_LINKS", ','));
    set("UV_INSECURE_HOST", joined("PIP_TRUSTED_HOST", ' '));
    set("UV_CONSTRAINT", joined("PIP_CONSTRAINT", ' '));
    set("UV_BUILD_CONSTRAINT", joined("PIP_BUILD_CONSTRAINT", ' '));
    set("UV_HTTP_TIMEOUT", env.find_non_empty("PIP_TIMEOUT"));
    set("UV_HTTP_TIMEOUT", env.find_non_empty("PIP_DEFAULT_TIMEOUT"));
    set("UV_HTTP_RETRIES", env.find_non_empty("PIP_RETRIES"));
    set("SSL_CLIENT_CERT", env.find_non_empty("PIP_CLIENT_CERT"));
    if (env.find("PIP_KEYRING_PROVIDER") == "subprocess") set("UV_KEYRING_PROVIDER", "subprocess");
    if (is_on(env, "PIP_PRE")) set("UV_PRERELEASE", "allow");
    if (is_on(env, "PIP_REQUIRE_HASHES")) set("UV_REQUIRE_HASHES", "true");
    // Of that one pip takes "no" for an answer: isolation is then off.
    if (const auto isolation = env.find_non_empty("PIP_NO_BUILD_ISOLATION"))
        set("UV_NO_BUILD_ISOLATION", std::optional<std::string>{"true"});
    if (is_on(env, "PIP_NO_INDEX")) settings.args.emplace_back("--no-index");
    if (is_on(env, "PIP_NO_DEPS")) settings.args.emplace_back("--no-deps");
    for (const auto& [name, flag] :
         {std::pair{"PIP_NO_BINARY", "--no-binary"}, {"PIP_ONLY_BINARY", "--only-binary"}}) {
        std::string packages = env.find(name).value_or("");
        std::ranges::replace(packages, ',', ' ');
        for (const std::string_view package : base::words(packages)) {
            settings.args.emplace_back(flag);
            settings.args.emplace_back(package);
        }
    }
    return settings;
}

std::optional<std::string> setting_only_pip_knows(const base::Environment& env) {
    for (const char* name :
         {"PIP_PREFER_BINARY", "PIP_USE_FEATURE", "PIP_USE_DEPRECATED", "PIP_CONFIG_SETTINGS",
          "PIP_GLOBAL_OPTION", "PIP_IGNORE_REQUIRES_PYTHON", "PIP_ALL_RELEASES", "PIP_ONLY_FINAL",
          "PIP_UPLOADED_PRIOR_TO", "PIP_ONLY_DEPS", "PIP_NO_PROXY_ENV"}) {
        if (is_on(env, name)) return name;
    }
    return std::nullopt;
}

}  // namespace adder::python
