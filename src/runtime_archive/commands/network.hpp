#pragma once

#include "fetch/fetcher.hpp"
#include "runtime_archive/commands/command.hpp"
#include "runtimes/index.hpp"

#include <optional>
#include <string>

namespace adder::runtime_archive {

/// Certificate authorities and proxy as the environment says; retries appear in the log.
fetch::FetcherOptions network_options(const Session& session);

/// The URL, or nothing if the text is a path.
std::optional<fetch::Url> url_value(const std::string& text);

/// The index at a directory, an index.json or a URL of either. Throws `Error`.
runtimes::Index load_index(const std::string& location, const Session& session);

}  // namespace adder::runtime_archive
