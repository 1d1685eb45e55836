#include <adder/base/error.hpp>

#include <system_error>

namespace adder::base {

std::string Error::full_text() const {
    std::string text = message_;
    for (const std::string& line : context_) text += "\n  " + line;
    return text;
}

std::string SystemError::with_reason(const std::string& what, int code) {
    return what + ": " + std::generic_category().message(code);
}

}  // namespace adder::base
