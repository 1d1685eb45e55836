#pragma once

#include "python/dependencies/project.hpp"

#include <adder/base/error.hpp>

#include <string>
#include <string_view>
#include <vector>

/// What is said about a tool's failure, below what the tool itself said.
/// Each error answers three questions in order: what happened, what was seen, what to do.
namespace adder::python::messages {

using base::UserError;

UserError package_not_found(std::string_view package, std::string_view file, std::string_view index);
UserError out_of_memory(std::string_view tool, std::string_view built);
UserError no_space(std::string_view tool, std::string_view reason);
UserError no_requirement(std::string_view file);
UserError hash_missing(std::string_view file);
UserError package_not_as_pinned(std::string_view package, const Project& project, std::string_view expected,
                                std::string_view actual);
UserError git_not_installed(std::string_view file);
UserError git_host_unknown(std::string_view repository);
UserError git_access_denied(std::string_view repository);
UserError git_repository_missing(std::string_view repository, std::string_view file);
UserError git_revision_missing(std::string_view repository, std::string_view file);
UserError index_refuses(std::string_view url, std::string_view answer);
UserError certificate_not_trusted(std::string_view url);
UserError index_fails(std::string_view url);
UserError index_unreached(std::string_view url, std::string_view reason, const Project& project);
UserError file_is_gone(std::string_view url, std::string_view file);
UserError python_unfit(std::string_view package, std::string_view demand, std::string_view series);
UserError no_wheel_for_python(std::string_view package, std::string_view tags, std::string_view series);
UserError no_wheel_for_platform(std::string_view package, std::string_view platforms);
UserError no_wheel_fits(std::string_view package, const std::vector<std::string>& tags,
                        std::string_view series);
UserError no_file_fits(std::string_view package, std::string_view file);
UserError no_such_version(std::string_view requirement, const std::vector<std::string>& versions,
                          std::string_view file);
UserError requirements_conflict(std::string_view file);
UserError package_not_vendored(std::string_view requirement, const Project& project);
UserError vendored_file_unfit(std::string_view requirement, const std::vector<std::string>& files,
                              const Project& project);
UserError vendored_file_not_pinned(std::string_view requirement, const std::vector<std::string>& files,
                                   const Project& project, std::string_view expected,
                                   std::string_view actual);
UserError build_requirement_not_vendored(std::string_view requirement, std::string_view built);
UserError build_needs(std::string_view package, std::string_view thing, std::string_view debian,
                      std::string_view variant);
UserError build_needs_older_python(std::string_view package, std::string_view thing, std::string_view series,
                                   bool has_ended);
UserError build_needs_older_setuptools(std::string_view package);
UserError python_without_headers(std::string_view package);
UserError build_failed(std::string_view package);
UserError own_build_needs(std::string_view thing, std::string_view debian);
UserError own_build_failed(std::string_view file);
UserError django_needs_variable(std::string_view name);
UserError django_needs_module(std::string_view name);
UserError static_file_missing(std::string_view file);
UserError django_failed(std::string_view outcome);

}  // namespace adder::python::messages
