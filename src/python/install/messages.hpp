#pragma once

#include "python/app/advice.hpp"

#include <adder/base/digest.hpp>
#include <adder/base/error.hpp>
#include <adder/cnb/target.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/// What is said about installing dependencies.
/// Each error answers three questions in order: what happened, what was seen, what to do.
namespace adder::python::messages {

using base::UserError;

UserError several_indexes(std::string_view binding, std::string_view other);
UserError conflicting_packages(std::string_view file, const std::vector<std::string>& conflicts);
UserError no_installer_for(const cnb::Target& target);
UserError installer_unavailable(std::string_view tool, std::string_view index, std::string_view reason);
UserError installer_not_as_pinned(std::string_view file, const base::DigestMismatch& mismatch);
UserError no_virtual_environment(std::string_view outcome);
UserError installation_failed(std::string_view file, std::string_view tool, std::string_view outcome);
UserError resolution_failed(std::string_view file, std::string_view outcome);
UserError tool_version_not_available(std::string_view tool, std::string_view demand, std::string_view file,
                                     const std::vector<std::string>& available);
UserError tool_not_installed(std::string_view tool, std::string_view index, std::string_view outcome);
UserError compilation_failed(std::string_view reason, std::string_view outcome);
UserError tool_not_vendored(std::string_view tool, std::string_view pins, std::string_view outcome);

/// `origin` names the file or the variable.
UserError login_exposed(std::string_view origin, std::string_view url, std::string_view binding);
UserError login_for_unchecked_host(std::string_view origin, std::string_view host, std::string_view binding);
Advice unprotected_indexes(const std::vector<std::string>& lines);
/// `origin` is `Secret::origin`.
UserError secret_in_image(const std::filesystem::path& file, std::string_view origin);
/// `paths` are below the buildpack's layers directory.
Advice kept_state_changed(const std::vector<std::string>& paths);

}  // namespace adder::python::messages
