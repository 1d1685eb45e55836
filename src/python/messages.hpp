#pragma once

#include "fetch/url.hpp"
#include "python/app/advice.hpp"
#include "python/versions/releases.hpp"

#include <adder/base/error.hpp>

#include <cstdint>
#include <string>
#include <string_view>

/// What is said about the catalogue of Python's releases that an operator publishes, and about its age.
/// Each error answers three questions in order: what happened, what was seen, what to do.
namespace adder::python::messages {

using base::UserError;

UserError bad_catalogue_location(std::string_view origin, std::string_view reason);
UserError bad_catalogue(const fetch::Url& url, std::string_view reason);
UserError catalogue_not_trusted(const fetch::Url& url, std::string_view reason);
Advice catalogue_expired(const fetch::Url& url, const Date& expired);
Advice catalogue_rolled_back(const fetch::Url& url, std::uint64_t serial, std::uint64_t seen);
std::string catalogue_unreachable(const fetch::Url& url, std::string_view reason);
std::string data_are_of(const Date& date);
std::string data_are_old(const Date& date, unsigned days);

}  // namespace adder::python::messages
