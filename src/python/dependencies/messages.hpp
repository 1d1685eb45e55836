#pragma once

#include "python/app/advice.hpp"

#include <adder/base/error.hpp>

#include <string>
#include <string_view>
#include <vector>

/// What is said about how an app declares its dependencies.
/// Each error answers three questions in order: what happened, what was seen, what to do.
namespace adder::python::messages {

using base::UserError;

UserError too_many_files(std::size_t most);
UserError too_many_local_packages(std::size_t most);
UserError too_much_to_read(std::size_t most_bytes);
UserError included_file_missing(std::string_view file, std::string_view included_by);
UserError named_file_missing(std::string_view file, std::string_view variable);
UserError several_managers(const std::vector<std::string>& found, const std::string& first);
UserError unknown_manager(std::string_view name, const std::vector<std::string>& known);
UserError manager_without_files(std::string_view name, const std::vector<std::string>& found);
UserError conda_not_supported(std::string_view file);
Advice left_aside(std::string_view file, std::string_view instead);
Advice committed_environment(std::string_view directory);
Advice committed_bytecode();
Advice pipfile_without_lock();
Advice unpinned(std::string_view file, std::string_view command);
UserError bad_pipfile_lock(std::string_view reason);
UserError lock_without_project(std::string_view lock, std::string_view project_file,
                               std::string_view command);
UserError project_without_lock(std::string_view tool, std::string_view lock, std::string_view command);
UserError lock_out_of_date(std::string_view lock, std::string_view project_file, std::string_view command);
UserError unknown_group(std::string_view file, std::string_view where, std::string_view variables);
UserError several_pylocks(const std::vector<std::string>& files);
UserError bad_pylock_name(std::string_view file);
UserError pdm_lock_without_markers();

}  // namespace adder::python::messages
