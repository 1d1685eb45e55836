#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace adder::cnb {

class TomlValue;
using TomlArray = std::vector<TomlValue>;
/// Sorted by key, so that what is written does not depend on the order it was put together in.
using TomlTable = std::map<std::string, TomlValue, std::less<>>;

/// A TOML value. Dates and times are kept as text: the lifecycle turns them into strings anyway when it
/// restores a layer's metadata.
class TomlValue {
  public:
    TomlValue(std::string text) : value_{std::move(text)} {}
    TomlValue(const char* text) : value_{std::string{text}} {}
    TomlValue(std::int64_t number) : value_{number} {}
    TomlValue(int number) : value_{std::int64_t{number}} {}
    TomlValue(double number) : value_{number} {}
    TomlValue(bool truth) : value_{truth} {}
    TomlValue(TomlArray array) : value_{std::move(array)} {}
    TomlValue(TomlTable table) : value_{std::move(table)} {}

    // Defined out of line: inlined everywhere, they cost compile time and make g++ 12 see uninitialised
    // members.
    TomlValue(const TomlValue&);
    TomlValue(TomlValue&&) noexcept;
    TomlValue& operator=(const TomlValue&);
    TomlValue& operator=(TomlValue&&) noexcept;
    ~TomlValue();

    /// The value as a `T` (`std::string`, `std::int64_t`, `double`, `bool`, `TomlArray`, `TomlTable`), or
    /// null if it is something else.
    template <typename T>
    const T* get_if() const {
        return std::get_if<T>(&value_);
    }
    template <typename T>
    T* get_if() {
        return std::get_if<T>(&value_);
    }

    /// Where it was read, counted from 1; 0 if it was not read from a file.
    unsigned line() const { return line_; }
    void set_line(unsigned line) { line_ = line; }

    /// The line is not part of the value.
    bool operator==(const TomlValue& other) const { return value_ == other.value_; }

  private:
    std::variant<std::string, std::int64_t, double, bool, TomlArray, TomlTable> value_;
    unsigned line_ = 0;
};

}  // namespace adder::cnb
