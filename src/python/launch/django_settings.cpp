#include "python/launch/django_settings.hpp"

#include "python/app_source/python_tokens.hpp"

#include <algorithm>
#include <array>
#include <ranges>
#include <set>
#include <utility>

namespace adder::python {

namespace {

constexpr std::size_t most_settings_files = 100;  // real projects have fewer than ten

/// What settings are made with that no statement shows: `globals()[…]`, `django_heroku.settings(locals())`,
/// `include("components/*.py")` of split-settings.
bool makes_names(std::string_view word) {
    constexpr std::array makers{"__dict__", "__import__", "exec",    "globals", "import_module",
                                "include",  "locals",     "setattr", "vars"};
    return std::ranges::find(makers, word) != makers.end();
}

bool names_or_hides(std::string_view source, std::string_view name) {
    PythonTokens tokens{source};
    for (PythonToken token = tokens.next(); token.kind != PythonToken::Kind::end; token = tokens.next()) {
        if (token.kind == PythonToken::Kind::name && (token.text == name || makes_names(token.text)))
            return true;
    }
    return false;
}

/// What a name is given where that is one token, and nothing where it is something else.
std::vector<std::string_view> values_in(std::string_view source, std::string_view name) {
    std::vector<std::string_view> values;
    PythonTokens tokens{source};
    std::array<PythonToken, 3> last;  // the name, the '=' and a value that is one token
    for (bool at_end = false; !at_end;) {
        const PythonToken token = tokens.next();
        at_end = token.kind == PythonToken::Kind::end;
        if (last[0].is(name) && last[1].is("=")) {
            const bool is_whole = at_end || token.kind == PythonToken::Kind::line_end;
            values.push_back(is_whole ? last[2].text : std::string_view{});
        }
        last = {last[1], last[2], token};
    }
    return values;
}

}  // namespace

std::string settings_named_in(std::string_view manage_py) {
    PythonStatements statements{manage_py};
    PythonStatement statement;
    while (statements.next(statement)) {
        bool is_named = false;
        for (const PythonToken& token : statement.tokens) {
            if (token.kind != PythonToken::Kind::string) continue;
            if (is_named) return std::string{string_contents(token)};
            is_named = string_contents(token) == "DJANGO_SETTINGS_MODULE";
        }
    }
    return {};
}

/// Of a relative import (PEP 328) or one of the app's own packages; empty for any other.
std::string DjangoSettings::file_of_import(const std::string& module, const std::string& from) const {
    if (!module.starts_with('.')) return sources_.file_of(module, directory_).value_or("");
    std::size_t dots = module.find_first_not_of('.');
    if (dots == std::string::npos) dots = module.size();
    std::string package = from;
    for (std::size_t level = 0; level < dots; ++level) {
        const std::size_t slash = package.rfind('/');
        if (slash == std::string::npos) return {};  // above the app
        package.resize(slash);
    }
    const std::string name = module.substr(dots);
    return sources_.file_of(name.empty() ? "__init__" : name, package).value_or("");
}

SettingsFiles DjangoSettings::find_files() const {
    SettingsFiles found;
    std::set<std::string> seen;
    std::vector<std::string> waiting{file_};
    while (!waiting.empty()) {
        const std::string file = std::move(waiting.back());
        waiting.pop_back();
        if (!seen.insert(file).second) continue;
        const ModuleObjects* module =
            found.files.size() < most_settings_files ? sources_.module(file) : nullptr;
        if (!module) {
            found.are_all = false;
            continue;
        }
        found.files.push_back(file);
        for (const std::string& other : std::views::reverse(module->star_imports)) {
            std::string imported = file_of_import(other, file);
            if (imported.empty() && other.starts_with('.')) continue;  // a developer's own settings
            waiting.push_back(std::move(imported));
        }
    }
    return found;
}

std::string DjangoSettings::text(const std::string& name) const {
    for (const std::string& file : files_.files) {
        const ModuleObjects* module = sources_.module(file);
        if (const auto found = module->texts.find(name); found != module->texts.end()) return found->second;
    }
    return {};
}

bool DjangoSettings::is_always(const std::string& name, std::string_view value) const {
    bool is_given = false;
    for (const std::string& file : files_.files) {
        const std::string source = sources_.text(file).value_or("");
        for (const std::string_view one : values_in(source, name)) {
            if (one != value) return false;
            is_given = true;
        }
    }
    return is_given;
}

bool DjangoSettings::may_have(const std::string& name) const {
    return !files_.are_all || std::ranges::any_of(files_.files, [&](const std::string& file) {
        return names_or_hides(sources_.text(file).value_or(""), name);
    });
}

}  // namespace adder::python
