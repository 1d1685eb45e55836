#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace adder::python {

/// The C library of an image: what decides which builds run there that are made for no distribution in
/// particular.
struct Libc {
    enum class Kind { glibc, musl };

    Kind kind = Kind::glibc;
    /// Of glibc; 0.0 if it does not say.
    unsigned major_number = 0;
    unsigned minor_number = 0;

    /// Whether it is of that kind and not older; one that does not say its version is not held to be.
    bool is_at_least(const Libc& oldest) const;
    bool operator==(const Libc&) const = default;
};

/// That of the file system below `root`, found by its loader and, for its version, by what glibc says of
/// itself ("GNU C Library … release version 2.36."). Nothing if there is none.
std::optional<Libc> libc_of(const std::filesystem::path& root);

}  // namespace adder::python
