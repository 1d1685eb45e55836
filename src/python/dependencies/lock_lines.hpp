#pragma once

#include <functional>
#include <string_view>

namespace adder::python {

/// A text in a lock.
struct LockLine {
    std::string_view table;  ///< "package.source", of [package.source] or [[package.source]]
    std::string_view key;    ///< "url"; in a table that is written in one line, the key in there
    std::string_view outer;  ///< of such a table the key before it: "source"; else empty
    std::string_view text;
};

/// Calls `visit` for each entry `KEY = "TEXT"` and each text in `KEY = { … }` that begins a line, in their
/// order.
///
/// The locks of uv, Poetry and PDM are read like this, not as TOML: every build has to look into all of a
/// lock for the directories of the app that it names, and a lock of a megabyte takes seconds as TOML. The
/// tools write what is looked for in these two forms only. What else they pin, only those tools read, and
/// this buildpack where it has to pass it on (pdm_lock.hpp, vendored_pylock.hpp), as TOML.
void for_each_text(std::string_view lock, const std::function<void(const LockLine&)>& visit);

}  // namespace adder::python
