#include "python/install/pinned_tools.hpp"

#include "python/install/messages.hpp"

#include <adder/base/text.hpp>

namespace adder::python {

bool ToolWheel::runs_with(const std::optional<Libc>& libc) const {
    constexpr std::string_view tag = "-manylinux_";
    const std::string_view name = file;
    const std::size_t at = name.rfind(tag);
    if (at == std::string_view::npos || name.find("musllinux_") != std::string_view::npos) return true;
    const auto numbers = base::split(name.substr(at + tag.size()), '_');
    if (!libc || numbers.size() < 2) return false;
    return libc->is_at_least({Libc::Kind::glibc, base::parse_number(numbers[0]).value_or(0),
                              base::parse_number(numbers[1]).value_or(0)});
}

const ToolWheel& PinnedTool::wheel_for(const cnb::Target& target, const std::optional<Libc>& libc) const {
    for (const ToolWheel& wheel : wheels) {
        if (wheel.os == target.os && wheel.arch == target.arch && wheel.runs_with(libc)) return wheel;
    }
    throw messages::no_installer_for(target);
}

}  // namespace adder::python
