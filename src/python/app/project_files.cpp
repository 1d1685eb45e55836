#include "python/app/project_files.hpp"

#include "python/app/app_file.hpp"
#include "python/app/messages.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/text.hpp>

namespace adder::python {

App with_project_files(App app) {
    const auto text = [&](const char* name, std::size_t limit) -> std::optional<std::string> {
        return app.has(name) ? read_app_file(app, name, limit) : std::nullopt;
    };
    app.python_version_file = text(".python-version", base::max_text_file_size);
    app.runtime_txt = text("runtime.txt", base::max_text_file_size);
    app.procfile = text("Procfile", base::max_text_file_size);
    if (const auto pyproject = text("pyproject.toml", base::max_text_file_size)) {
        if (!base::is_valid_utf8(*pyproject)) throw messages::not_utf8("pyproject.toml");
        app.pyproject = parse_toml_of_app(*pyproject, "pyproject.toml");
    }
    app.uv_lock = text("uv.lock", max_lock_size);
    app.pipfile = text("Pipfile", base::max_text_file_size);
    app.pipfile_lock = text("Pipfile.lock", max_json_size);
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
