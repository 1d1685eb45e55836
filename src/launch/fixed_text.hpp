#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

/// What sets variables for a server before it starts, in every container of the app's image. It is a program
/// of its own without libraries, the language's included: nothing here allocates or throws.
namespace adder::launch {

/// A text of at most N characters. What would be longer is empty from then on, and says so.
template <std::size_t N>
class FixedText {
  public:
    std::string_view view() const { return {characters_.data(), is_too_long_ ? 0 : size_}; }
    bool is_too_long() const { return is_too_long_; }
    /// With a NUL at its end, as system calls want it.
    const char* c_str() {
        characters_[is_too_long_ ? 0 : size_] = '\0';
        return characters_.data();
    }

    FixedText& append(std::string_view text) {
        for (const char c : text) {
            if (size_ == N) {
                is_too_long_ = true;
                return *this;
            }
            characters_[size_++] = c;
        }
        return *this;
    }
    FixedText& append(std::uint64_t number) {
        std::array<char, 20> digits{};
        std::size_t begin = digits.size();
        do {
            digits[--begin] = static_cast<char>('0' + number % 10);
            number /= 10;
        } while (number > 0);
        return append(std::string_view{digits.data() + begin, digits.size() - begin});
    }
    void shorten_to(std::size_t size) {
        if (size < size_) size_ = size;
    }

  private:
    std::array<char, N + 1> characters_;  // not set at first: they are many, and not looked at
    std::size_t size_ = 0;
    bool is_too_long_ = false;
};

/// Digits only, no sign; nothing if it does not fit.
inline std::optional<std::uint64_t> parse_number(std::string_view text) {
    std::uint64_t number = 0;
    for (const char c : text) {
        if (c < '0' || c > '9' || number > (UINT64_MAX - 9) / 10) return std::nullopt;
        number = number * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return text.empty() ? std::nullopt : std::optional{number};
}

}  // namespace adder::launch
