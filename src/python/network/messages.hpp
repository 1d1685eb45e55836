#pragma once

#include <adder/base/error.hpp>

#include <string_view>

/// What is said about trust, mirrors and credentials.
/// Each error answers three questions in order: what happened, what was seen, what to do.
namespace adder::python::messages {

using base::UserError;

UserError bad_certificates(std::string_view reason);
UserError bad_credentials(std::string_view type, std::string_view binding, std::string_view reason);
UserError bad_git_credentials(std::string_view type, std::string_view binding, std::string_view reason);
UserError two_logins(std::string_view host, std::string_view binding, std::string_view other);
UserError bad_mirror(std::string_view origin, std::string_view reason);

}  // namespace adder::python::messages
