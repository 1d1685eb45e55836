#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace adder::python {

/// A line of a distribution's `RECORD` (PEP 376): a file that it installed.
struct RecordedFile {
    std::string path;    ///< below site-packages, or `../…`
    std::string digest;  ///< "sha256=…" in URL-safe base64; empty where there is none, as of `RECORD` itself
    std::string size;    ///< in bytes, as it is written there; may be empty

    bool operator==(const RecordedFile&) const = default;
};

/// The largest real ones have a few megabytes.
inline constexpr std::size_t record_limit = 64u << 20;

/// Lines that cannot be read give none.
std::vector<RecordedFile> recorded_files(std::string_view record);

}  // namespace adder::python
