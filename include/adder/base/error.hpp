#pragma once

#include <adder/base/format.hpp>

#include <cerrno>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

namespace adder::base {

/// What went wrong, and what was being done when it did.
///
/// The root of every exception this project throws on purpose. A frame that knows something the thrower did
/// not (which file, which URL) catches by reference, calls `add_context` and rethrows with `throw;`. Leaf
/// types exist only where someone branches on them.
class Error : public std::exception {
  public:
    explicit Error(std::string message) : message_{std::move(message)} {}

    template <typename... Args>
    Error(std::string_view pattern, const Args&... args) : Error{format(pattern, args...)} {}

    const char* what() const noexcept override { return message_.c_str(); }
    const std::string& message() const { return message_; }

    /// Innermost first: "while reading x", then "while installing y".
    const std::vector<std::string>& context() const { return context_; }

    template <typename... Args>
    void add_context(std::string_view pattern, const Args&... args) {
        context_.push_back(format(pattern, args...));
    }

    /// The message, then one line for each piece of context.
    std::string full_text() const;

  private:
    std::string message_;
    std::vector<std::string> context_;
};

/// A failed system call: the message ends in the text of `errno`.
class SystemError : public Error {
  public:
    template <typename... Args>
    SystemError(int code, std::string_view pattern, const Args&... args)
        : Error{with_reason(format(pattern, args...), code)}, code_{code} {}

    int code() const { return code_; }

  private:
    static std::string with_reason(const std::string& what, int code);
    int code_;
};

/// A failure whose explanation is already written for the person running the build: a title that says what
/// happened, and a body that says what was seen and what to do. Shown as it is, without a trace.
class UserError : public Error {
  public:
    UserError(std::string title, std::string body) : Error{std::move(title)}, body_{std::move(body)} {}

    const std::string& title() const { return message(); }
    const std::string& body() const { return body_; }

  private:
    std::string body_;
};

}  // namespace adder::base
