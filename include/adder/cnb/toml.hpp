#pragma once

#include <adder/cnb/toml_value.hpp>

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adder::cnb {

/// Reads TOML 1.0 in time and memory that are proportional to the text. Throws `base::Error` naming `name`
/// and the line for text that is not TOML (or not UTF-8), nests more than 100 levels deep, or holds more than
/// 300,000 values.
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
