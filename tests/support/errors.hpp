#pragma once

#include <adder/base/error.hpp>

#include <string>

namespace adder::test {

/// What a person would read of the `base::UserError` that `action` throws: title, blank line, body. An action
/// that throws nothing gives "no error".
template <typename Action>
std::string shown_error(const Action& action) {
    try {
        action();
    } catch (const base::UserError& error) {
        return error.title() + "\n\n" + error.body();
    }
    return "no error";
}

/// The message and context of the `base::Error` that `action` throws.
template <typename Action>
std::string error_text(const Action& action) {
    try {
        action();
    } catch (const base::Error& error) {
        return error.full_text();
    }
    return "no error";
}

}  // namespace adder::test
