#include <adder/base/format.hpp>
#include <adder/base/text.hpp>
#include <adder/python/version.hpp>

namespace adder::python {

namespace {

/// The numbers between dots; nothing if one of them is none, or has a leading zero.
std::optional<std::vector<unsigned>> dotted_numbers(std::string_view text) {
    std::vector<unsigned> numbers;
    for (const std::string_view piece : base::split(text, '.')) {
        const std::optional<unsigned> number = base::parse_number(piece);
        if (!number || (piece.size() > 1 && piece.front() == '0')) return std::nullopt;
        numbers.push_back(*number);
    }
    return numbers;
}

}  // namespace

std::optional<VersionRequest> VersionRequest::parse(std::string_view text, std::string origin) {
    for (const std::string_view prefix : {"python-", "cpython-"}) {
        if (text.starts_with(prefix)) text.remove_prefix(prefix.size());
    }
    const auto numbers = dotted_numbers(text);
    if (!numbers || numbers->size() < 2 || numbers->size() > 3) return std::nullopt;
    VersionRequest request{(*numbers)[0], (*numbers)[1], std::nullopt, std::move(origin)};
    if (numbers->size() == 3) request.patch_number = (*numbers)[2];
    return request;
}

std::string VersionRequest::text() const {
    return patch_number ? base::format("{}.{}", series(), *patch_number) : series();
}

std::string VersionRequest::series() const { return base::format("{}.{}", major_number, minor_number); }

bool VersionRequest::matches(const PythonVersion& version) const {
    return !version.is_pre_release() && version.major_number == major_number &&
           version.minor_number == minor_number && (!patch_number || version.patch_number == *patch_number);
}

}  // namespace adder::python
