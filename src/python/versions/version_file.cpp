#include "python/versions/version_file.hpp"

#include "python/app/messages.hpp"
#include "python/versions/messages.hpp"

#include <adder/base/text.hpp>

#include <algorithm>
#include <array>

namespace adder::python {

namespace {

/// The lines that say something: no comments, no blank ones.
std::vector<messages::Statement> statements(std::string_view text) {
    std::vector<messages::Statement> result;
    unsigned number = 0;
    for (std::string_view line : base::lines(text)) {
        ++number;
        line = base::trim(line.substr(0, line.find('#')));
        if (line.empty()) continue;
        // pyenv takes several in a line; a set may have spaces in it.
        if (line.find_first_of("<>=!~^*|,") != line.npos) {
            result.push_back({std::string{line}, number});
            continue;
        }
        for (const std::string_view word : base::words(line)) result.push_back({std::string{word}, number});
    }
    return result;
}

/// By what pyenv and uv call them.
bool is_other_interpreter(std::string_view text) {
    constexpr std::array names{"pypy",       "pp",        "graalpy",   "gp",         "jython",
                               "ironpython", "stackless", "pyston",    "cinder",     "micropython",
                               "anaconda",   "miniconda", "miniforge", "mambaforge", "activepython",
                               "rustpython", "pyodide"};
    const std::string lower = base::to_lower(text);
    return std::ranges::any_of(names, [&](std::string_view name) {
        if (!lower.starts_with(name) || lower.size() == name.size()) return lower == name;
        return name.size() > 2 || (lower[2] >= '0' && lower[2] <= '9');
    });
}

/// Letters and digits only: "pythonversion" of ".python_version" and "Python-Version".
std::string letters_of(std::string_view name) {
    std::string letters;
    for (const char c : base::to_lower(name)) {
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) letters += c;
    }
    return letters;
}

/// Whether one letter is missing, too many, another one, or exchanged with its neighbour.
bool is_a_slip_away(std::string_view text, std::string_view from) {
    while (!text.empty() && !from.empty() && text.front() == from.front()) {
        text.remove_prefix(1);
        from.remove_prefix(1);
    }
    while (!text.empty() && !from.empty() && text.back() == from.back()) {
        text.remove_suffix(1);
        from.remove_suffix(1);
    }
    if (text.size() <= 1 && from.size() <= 1) return true;
    return text.size() == 2 && from.size() == 2 && text[0] == from[1] && text[1] == from[0];
}

template <typename Predicate>
std::optional<std::string> file_like(const App& app, const Predicate& is_meant) {
    for (const std::string& name : app.names) {
        if (!name.ends_with('/') && is_meant(name)) return name;
    }
    return std::nullopt;
}

}  // namespace

VersionRequest read_version_file(const std::string& name, const std::string& text) {
    if (!base::is_valid_utf8(text)) throw messages::not_utf8(name);
    const std::vector<messages::Statement> found = statements(text);
    if (found.empty()) throw messages::empty_version_file(name);
    if (found.size() > 1) throw messages::several_versions(name, found);
    auto request = VersionRequest::parse(found.front().text, Origin::file(name));
    if (request) return *request;
    if (is_other_interpreter(found.front().text))
        throw messages::other_interpreter(found.front(), Origin::file(name));
    throw messages::bad_version(found.front(), Origin::file(name));
}

std::optional<std::string> misspelt_python_version(const App& app) {
    return file_like(app, [](const std::string& name) {
        if (name == ".python-version" || name.ends_with(".py")) return false;
        std::string letters = letters_of(name);
        for (const std::string_view ending : {"txt", "text"}) {
            if (letters.ends_with(ending)) letters.resize(letters.size() - ending.size());
        }
        return is_a_slip_away(letters, "pythonversion");
    });
}

std::optional<std::string> misspelt_runtime_txt(const App& app) {
    return file_like(app, [](const std::string& name) {
        constexpr std::array misspelt{"runtimetext", "runtimetxt", "runtimestxt", "runtimetxttxt",
                                      "runtimetx",   "runtimetct", "runtimtxt",   "rutimetxt"};
        const std::string letters = letters_of(name);
        return name != "runtime.txt" && std::ranges::find(misspelt, letters) != misspelt.end();
    });
}

}  // namespace adder::python
