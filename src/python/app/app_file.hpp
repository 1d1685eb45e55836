#pragma once

#include "python/app/app.hpp"

#include <adder/base/files.hpp>

#include <filesystem>
#include <optional>
#include <string>

namespace adder::python {

/// Files that tools generate. A lock of 1,000 packages with 25 wheels each has 9 MB.
inline constexpr std::size_t max_lock_size = 16u << 20;

/// JSON takes up to fifteen times as much memory as its text. Pipfile.lock has 2 MB for 1,000 packages.
inline constexpr std::size_t max_json_size = 8u << 20;

/// The text of a file that the app brings along; nullopt if it has no such file. `name` is relative to the
/// app's directory. Links may lead to other files below the app's root.
///
/// Throws `base::UserError` for what is there and is not read: something else than a file, a link that leads
/// out of the app or to itself, or more than `limit` bytes.
std::optional<std::string> read_app_file(const App& app, const std::string& name,
                                         std::size_t limit = base::max_text_file_size);

/// The path of a file or directory of the app, by its name relative to the app's directory; nullopt if there
/// is none. Throws `base::UserError` if it leads out of the app.
std::optional<std::filesystem::path> find_in_app(const App& app, const std::string& name);

}  // namespace adder::python
