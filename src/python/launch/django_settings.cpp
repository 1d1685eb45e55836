#include "python/launch/django_settings.hpp"

#include "python/app_source/python_tokens.hpp"

#include <algorithm>
#include <array>

namespace adder::python {

namespace {

constexpr int farthest_settings = 6;  // from `base` to `production`, and what people put between

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

std::string DjangoSettings::text_in(const std::string& file, const std::string& name, int distance) const {
    const ModuleObjects* module = distance < farthest_settings ? sources_.module(file) : nullptr;
    if (!module) return {};
    if (const auto found = module->texts.find(name); found != module->texts.end()) return found->second;
    for (const std::string& other : module->star_imports) {
        std::string text = text_in(file_of_import(other, file), name, distance + 1);
        if (!text.empty()) return text;
    }
    return {};
}

void DjangoSettings::add_values(const std::string& file, const std::string& name, int distance,
                                std::vector<std::string>& values) const {
    const auto source = distance < farthest_settings ? sources_.text(file) : std::nullopt;
    if (!source) return;
    PythonTokens tokens{*source};
    std::array<PythonToken, 3> last;  // the name, the '=' and a value that is one token
    for (bool at_end = false; !at_end;) {
        const PythonToken token = tokens.next();
        at_end = token.kind == PythonToken::Kind::end;
        if (last[0].is(name) && last[1].is("=")) {
            const bool is_whole = at_end || token.kind == PythonToken::Kind::line_end;
            values.emplace_back(is_whole ? last[2].text : "");
        }
        last = {last[1], last[2], token};
    }
    for (const std::string& other : sources_.module(file)->star_imports)
        add_values(file_of_import(other, file), name, distance + 1, values);
}

bool DjangoSettings::is_always(const std::string& name, std::string_view value) const {
    std::vector<std::string> values;
    add_values(file_, name, 0, values);
    return !values.empty() &&
           std::ranges::all_of(values, [&](const std::string& one) { return one == value; });
}

bool DjangoSettings::may_have_in(const std::string& file, const std::string& name, int distance) const {
    const auto source = distance < farthest_settings ? sources_.text(file) : std::nullopt;
    if (!source || names_or_hides(*source, name)) return true;
    return std::ranges::any_of(sources_.module(file)->star_imports, [&](const std::string& other) {
        const std::string imported = file_of_import(other, file);
        const bool is_absent = imported.empty() && other.starts_with('.');  // a developer's own settings
        return !is_absent && may_have_in(imported, name, distance + 1);
    });
}

}  // namespace adder::python
