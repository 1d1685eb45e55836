#include <adder/base/format.hpp>

#include <stdexcept>

#include <fmt/args.h>
#include <fmt/format.h>

namespace adder::base {

std::string vformat(std::string_view pattern, std::initializer_list<FormatArg> args) {
    fmt::dynamic_format_arg_store<fmt::format_context> store;
    for (const FormatArg& arg : args) {
        std::visit([&store](const auto& value) { store.push_back(value); }, arg.value());
    }
    try {
        return fmt::vformat(fmt::string_view{pattern.data(), pattern.size()}, store);
    } catch (const fmt::format_error& error) {
        throw std::logic_error("cannot format '" + std::string{pattern} + "': " + error.what());
    }
}

}  // namespace adder::base
