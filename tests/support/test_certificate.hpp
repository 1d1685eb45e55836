#pragma once

#include "http_server.hpp"

#include <string>

namespace adder::test {

/// A certificate for 127.0.0.1, localhost and hosts of example.com (for those behind a proxy) that is its own
/// authority, made for this call.
ServerCertificate self_signed_certificate(const std::string& common_name = "Adder test server");

}  // namespace adder::test
