#pragma once

#include "runtime_archive/archives/keys.hpp"
#include "runtime_archive/command_line.hpp"
#include "runtimes/version.hpp"

#include <adder/base/digest.hpp>

#include <optional>
#include <string>
#include <vector>

namespace adder::runtime_archive {

// Values of options, from their text. All throw `WrongUsage`.

/// Three numbers are needed: "3.13.5".
runtimes::PythonVersion version_value(const std::string& text);

/// Nothing if the command line was silent.
std::optional<std::string> text_value(const std::string& text);
std::optional<base::Sha256Digest> digest_value(const std::string& text);

/// Private keys in files; "-" is standard input, once.
std::vector<base::PrivateKey> private_key_values(const std::vector<std::string>& files,
                                                 const Process& process);

/// Public keys: files, or base64 as `keygen` prints it.
std::vector<base::PublicKey> public_key_values(const std::vector<std::string>& files_or_keys);

}  // namespace adder::runtime_archive
