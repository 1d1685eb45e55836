#include "python/dependencies/pip_settings.hpp"

#include "python/app/app_file.hpp"
#include "python/app/variables.hpp"

#include <adder/base/files.hpp>
#include <adder/base/text.hpp>

#include <algorithm>
#include <array>
#include <map>
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

/// The texts of pip's files, in the order in which pip reads them; a later one counts more.
std::vector<std::string> configurations(const base::Environment& env, const App& app, const fs::path& root) {
    const auto chosen = env.find_non_empty("PIP_CONFIG_FILE");
    if (chosen == "/dev/null") return {};
    std::vector<fs::path> files{root / "etc/xdg/pip/pip.conf", root / "etc/pip.conf"};
    if (const auto home = env.find_non_empty("HOME")) {
        files.push_back(fs::path{*home} / ".pip/pip.conf");
        const auto configuration = env.find_non_empty("XDG_CONFIG_HOME");
        files.push_back((configuration ? fs::path{*configuration} : fs::path{*home} / ".config") /
                        "pip/pip.conf");
    }
    const bool is_of_app = chosen && fs::path{*chosen}.is_relative();
    if (chosen && !is_of_app) files.emplace_back(*chosen);
    std::vector<std::string> texts;
    for (const fs::path& file : files) {
        std::error_code unreadable;
        if (fs::is_regular_file(file, unreadable)) texts.push_back(base::read_file(file));
    }
    if (auto own = is_of_app ? read_app_file(app, *chosen) : std::nullopt) texts.push_back(*std::move(own));
    return texts;
}

/// Reads the file line by line: `key = value`, or more of the value before it, which stands further right.
class ConfigurationReader {
  public:
    void read(std::string_view line) {
        const std::string_view trimmed = base::trim(line);
        if (trimmed.empty() || trimmed.starts_with('#') || trimmed.starts_with(';')) return;
        if (line.starts_with(' ') || line.starts_with('\t')) {
            if (value_ && !value_->empty()) *value_ += ' ';
            if (value_) *value_ += trimmed;
            return;
        }
        value_ = nullptr;
        if (trimmed.starts_with('[') && trimmed.ends_with(']')) {
            const std::string name = base::to_lower(trimmed.substr(1, trimmed.size() - 2));
            section_ = name == "global" ? &global_ : name == "install" ? &install_ : nullptr;
            return;
        }
        const std::size_t equals = trimmed.find_first_of("=:");
        if (!section_ || equals == std::string_view::npos) return;
        value_ = &(*section_)[variable_of(base::trim(trimmed.substr(0, equals)))];
        *value_ = base::trim(trimmed.substr(equals + 1));
    }

    base::Environment result() const {
        base::Environment variables;
        for (const Section* section : {&global_, &install_}) {
            for (const auto& [name, value] : *section) variables.set(name, value);
        }
        return variables;
    }

  private:
    using Section = std::map<std::string, std::string>;

    Section global_;
    Section install_;
    Section* section_ = nullptr;    ///< null in all others
    std::string* value_ = nullptr;  ///< what a line that stands further right continues
};

}  // namespace

base::Environment read_pip_configuration(std::string_view text) {
    ConfigurationReader reader;
    base::LineReader lines{text};
    for (std::string_view line; lines.next(line);) reader.read(line);
    return reader.result();
}

base::Environment with_pip_configuration(base::Environment env, const App& app, const fs::path& root) {
    base::Environment configured;
    for (const std::string& text : configurations(env, app, root)) {
        const base::Environment its_own = read_pip_configuration(text);
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
