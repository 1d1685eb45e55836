#include "python/versions/version_declarations.hpp"

#include "python/app/json_of_app.hpp"
#include "python/app/project_files.hpp"
#include "python/versions/messages.hpp"

#include <adder/base/text.hpp>

#include <nlohmann/json.hpp>

namespace adder::python {

namespace {

constexpr const char* pyproject_name = "pyproject.toml";
constexpr const char* uv_lock_name = "uv.lock";

/// Runs what reads of a parsed file, whose expectations it may not meet.
template <typename Read>
auto expecting(const char* file, const Read& read) {
    try {
        return read();
    } catch (const base::UserError&) {
        throw;
    } catch (const base::Error& error) {
        throw messages::unreadable_file(file, error.message());
    }
}

/// A text and its line; nothing if there is none, or an empty one.
std::optional<messages::Statement> statement(const cnb::TomlReader& table, std::string_view key) {
    const std::optional<std::string> text = table.find_text(key);
    if (!text || base::trim(*text).empty()) return std::nullopt;
    return messages::Statement{*text, table.contents().find(key)->second.line()};
}

std::optional<VersionLimit> limit_of(const cnb::TomlTable& table, const char* file, const char* section) {
    const auto stated = expecting(file, [&]() -> std::optional<messages::Statement> {
        std::optional<cnb::TomlReader> reader{cnb::TomlReader{table, file}};
        if (*section != '\0') reader = reader->find_table(section);
        return reader ? statement(*reader, "requires-python") : std::nullopt;
    });
    if (!stated) return std::nullopt;
    const bool is_lock = std::string_view{file} == uv_lock_name;
    const Origin origin =
        is_lock ? Origin::lock("requires-python", file) : Origin::declaration("requires-python", file);
    auto set = VersionSet::pep440(stated->text);
    if (!set) throw messages::bad_specifiers(*stated, origin);
    return VersionLimit{std::move(*set), origin};
}

/// The part of uv.lock before its first table. The rest is as long as the app's dependencies are many, and
/// uv's own business.
std::string_view head_of(std::string_view lock) {
    const std::size_t table = lock.starts_with('[') ? 0 : lock.find("\n[");
    return lock.substr(0, table == lock.npos ? table : table + 1);
}

std::optional<VersionRequest> pipenv_request(const std::string& text, unsigned line, const std::string& key,
                                             const char* file) {
    const std::string_view trimmed = base::trim(text);
    if (trimmed.empty() || trimmed == "*") return std::nullopt;
    const Origin origin = Origin::declaration(key, file);
    auto request = VersionRequest::parse(trimmed, origin);
    if (!request) throw messages::bad_version({text, line}, origin);
    return request;
}

constexpr const char* pipenv_keys[] = {"python_full_version", "python_version"};

std::optional<VersionRequest> from_pipfile_lock(std::string_view text) {
    constexpr const char* file = "Pipfile.lock";
    try {
        const nlohmann::json json = parse_json_of_app(text);
        const nlohmann::json::json_pointer place{"/_meta/requires"};
        if (!json.is_object()) throw messages::unreadable_file(file, "It should hold a JSON object.");
        if (!json.contains(place)) return std::nullopt;
        for (const char* key : pipenv_keys) {
            const auto& requires_table = json.at(place);
            if (!requires_table.contains(key)) continue;
            const auto request = pipenv_request(requires_table.at(key).get<std::string>(), 0, key, file);
            if (request) return request;
        }
        return std::nullopt;
    } catch (const nlohmann::json::exception& error) {
        throw messages::unreadable_file(file, base::printable(error.what()));
    } catch (const base::UserError&) {
        throw;
    } catch (const base::Error& error) {
        throw messages::unreadable_file(file, error.message());
    }
}

std::optional<VersionRequest> from_pipfile(std::string_view text) {
    constexpr const char* file = "Pipfile";
    const cnb::TomlTable table = parse_toml_of_app(text, file);
    return expecting(file, [&]() -> std::optional<VersionRequest> {
        const auto section = cnb::TomlReader{table, file}.find_table("requires");
        if (!section) return std::nullopt;
        for (const char* key : pipenv_keys) {
            const auto stated = statement(*section, key);
            if (!stated) continue;
            if (const auto request = pipenv_request(stated->text, stated->line, key, file)) return request;
        }
        return std::nullopt;
    });
}

}  // namespace

std::optional<VersionLimit> VersionDeclarations::requires_python() const {
    if (app_.uv_lock) {
        const cnb::TomlTable lock = parse_toml_of_app(head_of(*app_.uv_lock), uv_lock_name);
        if (auto limit = limit_of(lock, uv_lock_name, "")) return limit;
    }
    return app_.pyproject ? limit_of(*app_.pyproject, pyproject_name, "project") : std::nullopt;
}

std::optional<VersionLimit> VersionDeclarations::poetry_python() const {
    if (!app_.pyproject) return std::nullopt;
    const auto stated = expecting(pyproject_name, [&]() -> std::optional<messages::Statement> {
        std::optional<cnb::TomlReader> table{cnb::TomlReader{*app_.pyproject, pyproject_name}};
        for (const char* name : {"tool", "poetry", "dependencies"}) {
            if (table) table = table->find_table(name);
        }
        if (!table) return std::nullopt;
        const auto python = table->contents().find("python");
        if (python != table->contents().end() && python->second.get_if<cnb::TomlTable>()) {
            return statement(table->table("python"), "version");
        }
        return statement(*table, "python");
    });
    if (!stated || base::trim(stated->text) == "*") return std::nullopt;
    const Origin origin = Origin::declaration("Poetry's python", pyproject_name);
    auto set = VersionSet::poetry(stated->text);
    if (!set) throw messages::bad_poetry_constraint(*stated, origin);
    return VersionLimit{std::move(*set), origin};
}

std::optional<VersionRequest> VersionDeclarations::pipenv_python() const {
    if (app_.pipfile_lock) {
        if (auto request = from_pipfile_lock(*app_.pipfile_lock)) return request;
    }
    return app_.pipfile ? from_pipfile(*app_.pipfile) : std::nullopt;
}

}  // namespace adder::python
