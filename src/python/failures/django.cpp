// Django, while it collects static files.

#include "python/failures/failures.hpp"
#include "python/failures/messages.hpp"

#include <adder/base/text.hpp>

namespace adder::python::failures {

namespace {

/// What follows `words` in the output, up to one of `ends`.
std::optional<std::string> after(std::string_view output, std::string_view words, std::string_view ends) {
    const std::size_t at = output.rfind(words);
    if (at == std::string_view::npos) return std::nullopt;
    const std::string_view rest = output.substr(at + words.size());
    std::string found{rest.substr(0, rest.find_first_of(ends))};
    return found.empty() ? std::nullopt : std::optional{base::printable(found)};
}

/// The variable that the settings ask for and the build does not have: of `os.environ[…]`, python-decouple,
/// django-environ and environs.
std::optional<std::string> missing_variable(std::string_view output) {
    if (contains_any(output, {"os.environ", "<frozen os>"})) {
        if (auto name = after(output, "KeyError: '", "'\n")) return name;
    }
    if (auto name = after(output, "UndefinedValueError: ", " \n")) return name;
    if (auto name = after(output, "ImproperlyConfigured: Set the ", " \n")) return name;
    return after(output, "Environment variable \"", "\"\n");
}

}  // namespace

Explanation of_django_variable(const Evidence& evidence) {
    const auto variable = missing_variable(evidence.failure.output);
    return variable ? Explanation{messages::django_needs_variable(*variable)} : std::nullopt;
}

Explanation of_django_module(const Evidence& evidence) {
    const auto module = after(evidence.failure.output, "ModuleNotFoundError: No module named '", "'\n");
    return module ? Explanation{messages::django_needs_module(*module)} : std::nullopt;
}

Explanation of_static_file(const Evidence& evidence) {
    const auto file = after(evidence.failure.output, "The file '", "'\n");
    if (!file || !has_text(evidence.failure.output, "could not be found with")) return std::nullopt;
    return messages::static_file_missing(*file);
}

}  // namespace adder::python::failures
