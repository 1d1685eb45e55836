#pragma once

#include "python/app/advice.hpp"
#include "python/dependencies/project.hpp"
#include "python/launch/web_app.hpp"

#include <adder/base/error.hpp>

#include <string>
#include <string_view>
#include <vector>

/// What is said about how an app is started, and about Django's static files.
/// Each error answers three questions in order: what happened, what was seen, what to do.
namespace adder::python::messages {

using base::UserError;

UserError bad_image_labels(std::string_view value, std::string_view reason);
UserError bad_procfile_line(unsigned number, std::string_view line, std::string_view reason);
Advice django_debug();
Advice static_root_outside(std::string_view root);
Advice static_files_not_served();
UserError default_process_missing(std::string_view type);
Advice server_missing(const WebApp& app, const Project& project);
std::string no_default_process();
std::string how_to_start_otherwise();
std::string several_scripts(const std::vector<std::string>& names);
std::vector<std::string> nothing_to_start();
std::vector<std::string> nothing_to_test();

}  // namespace adder::python::messages
