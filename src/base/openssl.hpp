#pragma once

#include <openssl/crypto.h>

namespace adder::base {

/// Before the first use of OpenSSL: its configuration file, which may name modules to load, is not read. A static
/// program cannot load the system's modules, and nothing here is left to that file.
inline void use_no_openssl_configuration() { OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr); }

}  // namespace adder::base
