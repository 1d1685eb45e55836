#pragma once

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
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

    /// Where it was read, counted from 1; 0 if it was not read from a file.
    unsigned line() const { return line_; }
    void set_line(unsigned line) { line_ = line; }

    /// The line is not part of the value.
    bool operator==(const TomlValue& other) const { return value_ == other.value_; }

  private:
    std::variant<std::string, std::int64_t, double, bool, TomlArray, TomlTable> value_;
    unsigned line_ = 0;
};

/// Throws `base::Error` naming `name` and the line for text that is not TOML (or not UTF-8).
TomlTable parse_toml(std::string_view text, std::string_view name);

/// An empty file is an empty table. Throws `base::SystemError` and `base::Error`.
TomlTable read_toml_file(const std::filesystem::path& file);

/// The same text for TOML libraries old and new, tables sorted by key. Throws `base::Error` for a string that
/// is not UTF-8, which TOML cannot hold.
std::string to_toml_text(const TomlTable& table);
/// Throws as `to_toml_text`, and `base::SystemError`.
void write_toml_file(const std::filesystem::path& file, const TomlTable& table);

/// Reads a table with expectations; a key that does not meet them is a `base::Error` that names the file, the
/// line, the key's full path and what should be there. The table must outlive the reader.
class TomlReader {
  public:
    /// `path` is where the table stands in its file; the file's own table has none.
    TomlReader(const TomlTable& table, std::string_view file, std::string_view path = "")
        : table_{&table}, file_{file}, path_{path} {}

    bool has(std::string_view key) const { return table_->contains(key); }

    std::string text(std::string_view key) const;
    std::optional<std::string> find_text(std::string_view key) const;
    /// Accepts 42.0 for 42: the lifecycle hands every number back as a float (contract of `<layer>.toml`).
    std::optional<std::int64_t> find_integer(std::string_view key) const;
    bool flag(std::string_view key, bool otherwise) const;
    /// An absent key is an empty list.
    std::vector<std::string> texts(std::string_view key) const;
    std::optional<TomlReader> find_table(std::string_view key) const;
    TomlReader table(std::string_view key) const;
    /// An array of tables; an absent key is an empty list.
    std::vector<TomlReader> tables(std::string_view key) const;

    /// Throws for a key that is none of these.
    void allow_only(std::initializer_list<std::string_view> keys) const;

    const TomlTable& contents() const { return *table_; }

    /// For callers with expectations of their own: the error that names this key.
    [[noreturn]] void fail(std::string_view key, std::string_view complaint) const;

  private:
    const TomlValue* find(std::string_view key) const;
    std::string path_to(std::string_view key) const;
    template <typename T>
    const T* find_as(std::string_view key, std::string_view kind) const;

    const TomlTable* table_;
    std::string file_;
    std::string path_;
};

}  // namespace adder::cnb
