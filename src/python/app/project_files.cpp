#include "python/app/project_files.hpp"

#include "python/app/messages.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/text.hpp>

namespace adder::python {

App with_project_files(App app) {
    constexpr std::size_t limit = 64u << 20;
    const auto text = [&](const char* name) -> std::optional<std::string> {
        if (!app.has(name)) return std::nullopt;
        return base::read_file_if_present(app.directory / name, limit);
    };
    if (const auto pyproject = text("pyproject.toml")) {
        if (!base::is_valid_utf8(*pyproject)) throw messages::not_utf8("pyproject.toml");
        app.pyproject = parse_toml_of_app(*pyproject, "pyproject.toml");
    }
    app.uv_lock = text("uv.lock");
    app.pipfile = text("Pipfile");
    app.pipfile_lock = text("Pipfile.lock");
    return app;
}

cnb::TomlTable parse_toml_of_app(std::string_view text, std::string_view file) {
    try {
        return cnb::parse_toml(text, file);
    } catch (const base::Error& error) {
        throw messages::bad_toml(file, error.message());
    }
}

}  // namespace adder::python
