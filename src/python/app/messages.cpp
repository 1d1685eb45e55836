#include "python/app/messages.hpp"

#include "python/app/words.hpp"

#include <adder/base/text.hpp>

namespace adder::python::messages {

using base::format;

UserError bad_max_age(std::string_view value) {
    return {
        format("BP_PYTHON_RESOLVE_MAX_AGE is {}, which is no duration.", quoted(value)),
        "Use a number of seconds or one with a unit (30m, 24h, 7d), 0 to resolve in every build, or never."};
}

UserError bad_cache_size(std::string_view value) {
    return {format("BP_PYTHON_CACHE_SIZE is {}, which is no size.", quoted(value)),
            "Use a number of bytes or one with a unit (500kB, 10MB, 1GB), or 0 to keep nothing."};
}

UserError unusable_variable(std::string_view name, std::string_view consequence, std::string_view instead) {
    return {format("{} is set.", name), format("With it{},\n{}.\nUnset it:\n  pack build --env {}= …{}{}",
                                               name.starts_with("PIP_") ? " (or its line in a pip.conf)" : "",
                                               consequence, name, instead.empty() ? "" : "\n", instead)};
}

UserError bad_installer(std::string_view value) {
    return {format("BP_PYTHON_INSTALLER is {}, which is no installer known here.", quoted(value)),
            "Use uv or pip. Both install requirements.txt and pylock.toml; projects of other package "
            "managers are\n"
            "installed by their own tools."};
}

UserError bad_toml(std::string_view file, std::string_view reason) {
    const std::string title = format("{} is not valid TOML: ", file);
    if (reason.starts_with(title)) reason.remove_prefix(title.size());
    const bool names_line = reason.starts_with("line ");
    return {format("{} is not valid TOML.", file),
            format("{}{}\n\nCorrect the file and build again. Python checks it with\n"
                   "  python -c 'import tomllib; tomllib.load(open(\"{}\", \"rb\"))'",
                   names_line ? "Line " : "", names_line ? reason.substr(5) : reason, file)};
}

UserError bad_project_directory(std::string_view directory, std::string_view reason) {
    return {base::format("BP_PYTHON_PROJECT_DIR is {}, which cannot be used.",
                         "'" + base::printable(directory) + "'"),
            base::format("It should name the directory of the app that holds the Python project, such as "
                         "services/api,\nbut {}.",
                         reason)};
}

UserError not_utf8(std::string_view file) {
    return {
        format("{} is not UTF-8 text.", file),
        format("It holds bytes that are no UTF-8, as files saved in UTF-16 or an old Windows encoding do.\n"
               "Save {} as UTF-8 and build again.",
               file)};
}

UserError outside_of_app(std::string_view file) {
    return {
        format("{} is not a part of the app.", base::printable(file)),
        "It is a path, or a link, to something outside of the app's directory. Adder reads only what the\n"
        "app brings along: other files can hold the build's secrets, and their text would end up in this\n"
        "log.\n\nCopy the file into the app, or let the link lead to another file of the app."};
}

UserError not_a_file(std::string_view file, std::string_view kind) {
    return {format("{} is {}, and should be a file.", base::printable(file), kind),
            "Adder reads files and nothing else, since it could wait for other things forever.\n\n"
            "Put a file in its place, or remove it."};
}

UserError file_too_large(std::string_view file, std::size_t limit) {
    return {format("{} is too large.", base::printable(file)),
            format("Adder reads at most {} MiB of it, which is several times what the largest real ones "
                   "have.\n\nGenerate it again, or remove what does not belong there.",
                   limit >> 20u)};
}

UserError link_to_itself(std::string_view file) {
    return {format("{} is a link that leads to itself.", base::printable(file)),
            "There is no file at its end to read.\n\n"
            "Put the file in its place, or a link to another file of the app."};
}

UserError python_not_allowed(std::string_view file) {
    return {
        "The project does not run on the Python that was chosen.",
        format("The section Python above says which one that is and why; what {} says against it stands "
               "above.\nChange requires-python in pyproject.toml and lock again, or write a version that it "
               "allows\ninto the file .python-version.",
               file)};
}

}  // namespace adder::python::messages
