#pragma once

#include <adder/base/error.hpp>

#include <cstddef>
#include <string_view>

/// What is said about settings and about files that cannot be read at all.
/// Each error answers three questions in order: what happened, what was seen, what to do.
namespace adder::python::messages {

using base::UserError;

UserError bad_max_age(std::string_view value);
UserError bad_cache_size(std::string_view value);
UserError unusable_variable(std::string_view name, std::string_view consequence, std::string_view instead);
UserError not_utf8(std::string_view file);
UserError outside_of_app(std::string_view file);
/// `kind`: "a directory", "a named pipe".
UserError not_a_file(std::string_view file, std::string_view kind);
UserError file_too_large(std::string_view file, std::size_t limit);
UserError link_to_itself(std::string_view file);
UserError bad_toml(std::string_view file, std::string_view reason);
UserError bad_project_directory(std::string_view directory, std::string_view reason);
UserError bad_installer(std::string_view value);
UserError python_not_allowed(std::string_view file);

}  // namespace adder::python::messages
