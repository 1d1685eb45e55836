#include "runtimes/version.hpp"

#include <adder/base/format.hpp>
#include <adder/base/text.hpp>

#include <algorithm>

namespace adder::runtimes {

namespace {

using Phase = PythonVersion::Phase;

struct Suffix {
    Phase phase;
    std::string_view text;
};
constexpr Suffix suffixes[] = {{Phase::alpha, "a"}, {Phase::beta, "b"}, {Phase::candidate, "rc"}};

/// Without leading zeros: each version has one way to be written.
std::optional<unsigned> number_of(std::string_view text) {
    if (text.size() > 1 && text.front() == '0') return std::nullopt;
    return base::parse_number(text);
}

/// The "rc1" of a pre-release.
bool read_phase(std::string_view text, PythonVersion& version) {
    for (const Suffix& suffix : suffixes) {
        if (!text.starts_with(suffix.text)) continue;
        const auto number = number_of(text.substr(suffix.text.size()));
        if (!number) return false;
        version.phase = suffix.phase;
        version.phase_number = *number;
        return true;
    }
    return false;
}

}  // namespace

std::optional<PythonVersion> PythonVersion::parse(std::string_view text) {
    const std::vector<std::string_view> pieces = base::split(text, '.');
    if (pieces.size() != 3) return std::nullopt;
    const std::size_t digits = std::min(pieces[2].find_first_not_of("0123456789"), pieces[2].size());
    const auto major_number = number_of(pieces[0]);
    const auto minor_number = number_of(pieces[1]);
    const auto patch_number = number_of(pieces[2].substr(0, digits));
    if (!major_number || !minor_number || !patch_number) return std::nullopt;

    PythonVersion version{*major_number, *minor_number, *patch_number};
    const std::string_view rest = pieces[2].substr(digits);
    if (!rest.empty() && !read_phase(rest, version)) return std::nullopt;
    return version;
}

std::string PythonVersion::text() const {
    std::string text = base::format("{}.{}.{}", major_number, minor_number, patch_number);
    for (const Suffix& suffix : suffixes) {
        if (suffix.phase == phase) text += base::format("{}{}", suffix.text, phase_number);
    }
    return text;
}

std::string PythonVersion::series() const { return base::format("{}.{}", major_number, minor_number); }

}  // namespace adder::runtimes
