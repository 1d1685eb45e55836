#include "python/app/settings.hpp"

#include "python/app/messages.hpp"
#include "python/app/variables.hpp"

#include <adder/base/text.hpp>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace adder::python {

namespace {

constexpr const char* default_index = "https://pypi.org/simple";

/// The first that is set, in uv's own order; pip's name last, because pip is what people configured before.
std::string package_index_of(const base::Environment& env) {
    for (const char* name : {"UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL"}) {
        if (std::optional<std::string> url = env.find_non_empty(name)) return std::string{base::trim(*url)};
    }
    return default_index;
}

std::optional<std::chrono::seconds> parse_age(std::string_view text) {
    if (text == "never") return std::nullopt;
    std::chrono::seconds unit{1};
    std::string_view digits = text;
    if (digits.ends_with('d')) unit = std::chrono::hours{24};
    if (digits.ends_with('h')) unit = std::chrono::hours{1};
    if (digits.ends_with('m')) unit = std::chrono::minutes{1};
    if (unit.count() != 1 || digits.ends_with('s')) digits.remove_suffix(1);
    const std::optional<unsigned> number = base::parse_number(digits);
    if (!number) throw messages::bad_max_age(text);
    return *number * unit;
}

CacheBudget parse_budget(std::string_view text) {
    constexpr std::array<std::pair<std::string_view, std::uint64_t>, 4> units{
        {{"GB", 1'000'000'000}, {"MB", 1'000'000}, {"kB", 1'000}, {"", 1}}};
    for (const auto& [unit, bytes] : units) {
        if (!text.ends_with(unit)) continue;
        const auto number = base::parse_number(base::trim(text.substr(0, text.size() - unit.size())));
        if (number) return {*number * bytes, *number * bytes};
    }
    throw messages::bad_cache_size(text);
}

/// Names between commas or white space, sorted, each once.
std::set<std::string> name_set_in(const base::Environment& env, std::string_view variable) {
    std::string text = env.find(variable).value_or("");
    std::ranges::replace(text, ',', ' ');
    std::set<std::string> names;
    for (const std::string_view name : base::words(text)) names.emplace(name);
    return names;
}

std::vector<std::string> names_in(const base::Environment& env, std::string_view variable) {
    const std::set<std::string> names = name_set_in(env, variable);
    return {names.begin(), names.end()};
}

std::vector<std::string> words_of(const base::Environment& env, std::string_view variable) {
    const std::string text = env.find(variable).value_or("");
    std::vector<std::string> words;
    for (const std::string_view word : base::words(text)) words.emplace_back(word);
    return words;
}

/// As Go reads a truth, and Paketo's buildpacks with it.
bool is_true(const base::Environment& env, std::string_view variable) {
    const std::string text = env.find(variable).value_or("");
    const std::string value = base::to_lower(base::trim(text));
    return value == "true" || value == "t" || value == "1";
}

void read_pip(const base::Environment& env, Settings& settings) {
    settings.pip_requirements = words_of(env, "BP_PIP_REQUIREMENT");
    settings.constraints = words_of(env, "PIP_CONSTRAINT");
    for (const std::string& file : words_of(env, "UV_CONSTRAINT")) settings.constraints.push_back(file);
    for (const char* name : {"PIP_PRE", "PIP_NO_BINARY", "PIP_ONLY_BINARY", "PIP_NO_DEPS", "PIP_NO_INDEX",
                             "PIP_PREFER_BINARY", "UV_PRERELEASE", "UV_RESOLUTION"}) {
        if (const auto value = env.find_non_empty(name))
            settings.pip_options += base::format("{}={}\n", name, *value);
    }
}

}  // namespace

Settings Settings::from(const base::Environment& env) {
    Settings settings;
    for (const char* name : {"BP_PYTHON_VERSION", "BP_CPYTHON_VERSION"}) {
        if (settings.python_version) break;
        settings.python_version = env.find_non_empty(name);
        settings.python_version_origin = name;
    }
    const std::string sources = env.find("BP_PYTHON_RUNTIME_SOURCES").value_or("");
    for (const std::string_view source : base::words(sources)) {
        settings.runtime_sources.emplace_back(source);
    }
    const std::string unsigned_sources = env.find("BP_PYTHON_UNSIGNED_SOURCES").value_or("");
    for (const std::string_view source : base::words(unsigned_sources)) {
        settings.unsigned_sources.emplace_back(source);
    }
    settings.index_keys = env.find_non_empty("BP_PYTHON_INDEX_KEYS").value_or("");
    const std::string catalogue = env.find("BP_PYTHON_CATALOGUE").value_or("");
    settings.catalogue = base::trim(catalogue);
    settings.package_index = package_index_of(env);
    read_pip(env, settings);
    if (const auto installer = env.find_non_empty("BP_PYTHON_INSTALLER")) {
        settings.installer = base::to_lower(base::trim(*installer));
        if (*settings.installer != "uv" && *settings.installer != "pip")
            throw messages::bad_installer(*installer);
    }
    settings.package_manager = env.find_non_empty("BP_PYTHON_PACKAGE_MANAGER");
    settings.poetry_only = names_in(env, "BP_POETRY_INSTALL_ONLY");
    settings.uv_groups = names_in(env, "BP_UV_INSTALL_GROUPS");
    settings.uv_extras = names_in(env, "BP_UV_INSTALL_EXTRAS");
    if (env.find_non_empty("BP_DJANGO_COLLECTSTATIC"))
        settings.collect_static = is_on(env, "BP_DJANGO_COLLECTSTATIC");
    if (is_on(env, "DISABLE_COLLECTSTATIC")) settings.collect_static = false;
    settings.ignored_warnings = name_set_in(env, "BP_PYTHON_IGNORE_WARNINGS");
    settings.pylock = env.find_non_empty("BP_PYTHON_PYLOCK");
    if (const auto age = env.find_non_empty("BP_PYTHON_RESOLVE_MAX_AGE")) {
        settings.resolve_max_age = parse_age(base::trim(*age));
    }
    settings.bills_of_materials = !is_true(env, "BP_DISABLE_SBOM");
    if (const auto size = env.find_non_empty("BP_PYTHON_CACHE_SIZE")) {
        settings.cache_budget = parse_budget(base::trim(*size));
    }
    settings.keep_built_wheels = is_true(env, "BP_PYTHON_KEEP_BUILT_WHEELS");
    settings.start_command = env.find_non_empty("BP_PYTHON_START_COMMAND");
    settings.default_process = env.find_non_empty("BP_PROCFILE_DEFAULT_PROCESS");
    return settings;
}

}  // namespace adder::python
