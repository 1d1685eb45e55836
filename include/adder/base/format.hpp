#pragma once

#include <concepts>
#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace adder::base {

/// One value to be formatted. Views only: it must not outlive the expression that made it.
class FormatArg {
  public:
    FormatArg(std::string_view text) : value_{text} {}
    FormatArg(const std::string& text) : value_{std::string_view{text}} {}
    FormatArg(const char* text) : value_{std::string_view{text}} {}
    FormatArg(const std::filesystem::path& path) : value_{std::string_view{path.native()}} {}
    FormatArg(double number) : value_{number} {}
    FormatArg(bool truth) : value_{std::string_view{truth ? "true" : "false"}} {}
    template <std::signed_integral T>
    FormatArg(T number) : value_{static_cast<long long>(number)} {}
    template <std::unsigned_integral T>
        requires(!std::same_as<T, bool>)
    FormatArg(T number) : value_{static_cast<unsigned long long>(number)} {}

    using Value = std::variant<std::string_view, long long, unsigned long long, double>;
    const Value& value() const { return value_; }

  private:
    Value value_;
};

std::string vformat(std::string_view pattern, std::initializer_list<FormatArg> args);

/// `std::format` for the types messages need, in the syntax of `{}` and `{:.1f}`; it keeps the formatting
/// library out of every public header. Throws `std::logic_error` on a pattern that does not fit its
/// arguments.
///
/// An object, so that a call without `base::` is not mistaken for one of `std::format` (argument-dependent
/// lookup).
inline constexpr auto format = [](std::string_view pattern, const auto&... args) -> std::string {
    return vformat(pattern, {FormatArg(args)...});
};

}  // namespace adder::base
