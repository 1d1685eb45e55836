#include "python/system/libc.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/text.hpp>

#include <tuple>
#include <vector>

namespace adder::python {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest_library = 16u << 20;

/// Where distributions keep libraries: directly, or in a directory named after the architecture.
std::vector<fs::path> library_directories(const fs::path& root) {
    std::vector<fs::path> directories;
    for (const char* name : {"lib64", "lib", "usr/lib64", "usr/lib"}) {
        directories.push_back(root / name);
        std::error_code missing;
        for (const fs::directory_entry& entry : fs::directory_iterator{root / name, missing}) {
            if (entry.path().filename().native().ends_with("-linux-gnu")) directories.push_back(entry.path());
        }
    }
    return directories;
}

/// "2.36" of "GNU C Library (Debian GLIBC 2.36-9+deb12u10) stable release version 2.36."
void read_version(std::string_view library, Libc& libc) {
    constexpr std::string_view mark = "release version ";
    const std::size_t banner = library.find("GNU C Library");
    const std::size_t at = banner == std::string_view::npos ? banner : library.find(mark, banner);
    if (at == std::string_view::npos) return;
    std::string_view version = library.substr(at + mark.size());
    version = version.substr(0, version.find_first_not_of("0123456789."));
    const auto numbers = base::split(version, '.');
    if (numbers.size() < 2) return;
    libc.major_number = base::parse_number(numbers[0]).value_or(0);
    libc.minor_number = base::parse_number(numbers[1]).value_or(0);
}

}  // namespace

bool Libc::is_at_least(const Libc& oldest) const {
    if (kind != oldest.kind) return false;
    const bool says_its_version = major_number != 0;
    return !says_its_version ||
           std::tie(major_number, minor_number) >= std::tie(oldest.major_number, oldest.minor_number);
}

std::optional<Libc> libc_of(const fs::path& root) {
    for (const fs::path& directory : library_directories(root)) {
        std::error_code missing;
        if (fs::is_regular_file(directory / "libc.so.6", missing)) {
            Libc libc{Libc::Kind::glibc};
            read_version(base::read_file(directory / "libc.so.6", largest_library), libc);
            return libc;
        }
    }
    for (const fs::path& directory : library_directories(root)) {
        std::error_code missing;
        for (const fs::directory_entry& entry : fs::directory_iterator{directory, missing}) {
            if (entry.path().filename().native().starts_with("ld-musl-")) return Libc{Libc::Kind::musl};
        }
    }
    return std::nullopt;
}

}  // namespace adder::python
