#include "cnb/toml_cursor.hpp"
#include "cnb/toml_parser.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/text.hpp>
#include <adder/cnb/toml.hpp>

#include <algorithm>
#include <cmath>

namespace adder::cnb {

namespace {

/// TOML's line ends are '\n' and "\r\n". A mark at the beginning that says UTF-8 is what some editors write.
std::string with_plain_line_ends(std::string_view text) {
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\r' && text.substr(i + 1).starts_with('\n')) continue;
        plain += text[i];
    }
    return plain;
}

std::string quoted_text(std::string_view text) {
    if (!base::is_valid_utf8(text))
        throw base::Error{"a text cannot be written as TOML, since it is not UTF-8: {}",
                          base::printable(text)};
    std::string result = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            result += '\\';
            result += c;
        } else if (byte < 0x20 || byte == 0x7f) {
            result += base::format("\\u{:04x}", byte);
        } else {
            result += c;
        }
    }
    return result + '"';
}

std::string key_text(std::string_view key) {
    const bool bare = !key.empty() && key.find_first_not_of(
                                          "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                          "0123456789-_") == std::string_view::npos;
    return bare ? std::string{key} : quoted_text(key);
}

std::string inline_text(const TomlValue& value);

std::string inline_table_text(const TomlTable& table) {
    std::vector<std::string> members;
    for (const auto& [key, member] : table) members.push_back(key_text(key) + " = " + inline_text(member));
    return members.empty() ? "{}" : "{ " + base::join(members, ", ") + " }";
}

std::string number_text(double number) {
    if (std::isnan(number)) return "nan";
    if (std::isinf(number)) return number < 0 ? "-inf" : "inf";
    std::string text = base::format("{}", number);
    if (text.find_first_of(".e") == std::string::npos) text += ".0";
    return text;
}

std::string inline_text(const TomlValue& value) {
    if (const auto* text = value.get_if<std::string>()) return quoted_text(*text);
    if (const auto* number = value.get_if<std::int64_t>()) return std::to_string(*number);
    if (const auto* number = value.get_if<double>()) return number_text(*number);
    if (const auto* truth = value.get_if<bool>()) return *truth ? "true" : "false";
    if (const auto* table = value.get_if<TomlTable>()) return inline_table_text(*table);
    std::vector<std::string> elements;
    for (const TomlValue& element : *value.get_if<TomlArray>()) elements.push_back(inline_text(element));
    return "[" + base::join(elements, ", ") + "]";
}

bool is_array_of_tables(const TomlValue& value) {
    const auto* array = value.get_if<TomlArray>();
    if (!array || array->empty()) return false;
    for (const TomlValue& element : *array) {
        if (!element.get_if<TomlTable>()) return false;
    }
    return true;
}

void write_table(std::string& text, const TomlTable& table, const std::string& path) {
    const auto heading = [&text](const std::string& line) {
        if (!text.empty()) text += '\n';
        text += line + '\n';
    };
    for (const auto& [key, value] : table) {
        if (value.get_if<TomlTable>() || is_array_of_tables(value)) continue;
        text += key_text(key) + " = " + inline_text(value) + '\n';
    }
    for (const auto& [key, value] : table) {
        const std::string full = path.empty() ? key_text(key) : path + '.' + key_text(key);
        if (const auto* member = value.get_if<TomlTable>()) {
            heading("[" + full + "]");
            write_table(text, *member, full);
        } else if (is_array_of_tables(value)) {
            for (const TomlValue& element : *value.get_if<TomlArray>()) {
                heading("[[" + full + "]]");
                write_table(text, *element.get_if<TomlTable>(), full);
            }
        }
    }
}

}  // namespace

TomlTable parse_toml(std::string_view text, std::string_view name) {
    if (!base::is_valid_utf8(text)) throw base::Error{"{} is not valid TOML: it is not UTF-8", name};
    try {
        return read_toml(with_plain_line_ends(text));
    } catch (const NotToml& error) {
        throw base::Error{"{} is not valid TOML: line {}: {}.\n\n  {} | {}",
                          name,
                          error.line(),
                          error.what(),
                          error.line(),
                          error.line_text()};
    } catch (const base::Error& error) {
        throw base::Error{"{} cannot be read: {}", name, error.message()};
    }
}

TomlTable read_toml_file(const std::filesystem::path& file) {
    const std::string text = base::read_file(file);
    if (base::trim(text).empty()) return {};
    return parse_toml(text, file.native());
}

std::string to_toml_text(const TomlTable& table) {
    std::string text;
    write_table(text, table, "");
    return text;
}

void write_toml_file(const std::filesystem::path& file, const TomlTable& table) {
    base::write_file(file, to_toml_text(table));
}

std::string TomlReader::path_to(std::string_view key) const {
    return path_.empty() ? std::string{key} : path_ + '.' + std::string{key};
}

const TomlValue* TomlReader::find(std::string_view key) const {
    const auto found = table_->find(key);
    return found == table_->end() ? nullptr : &found->second;
}

void TomlReader::fail(std::string_view key, std::string_view complaint) const {
    const TomlValue* value = find(key);
    const std::string place = value && value->line() != 0 ? base::format(", line {}", value->line()) : "";
    throw base::Error{"{}{}: {} {}", file_, place, path_to(key), complaint};
}

void TomlReader::allow_only(std::initializer_list<std::string_view> keys) const {
    for (const auto& [key, value] : *table_) {
        if (std::find(keys.begin(), keys.end(), key) != keys.end()) continue;
        fail(key, "is not known here; the keys are " + base::join({keys.begin(), keys.end()}, ", "));
    }
}

template <typename T>
const T* TomlReader::find_as(std::string_view key, std::string_view kind) const {
    const TomlValue* value = find(key);
    if (!value) return nullptr;
    const T* typed = value->get_if<T>();
    if (!typed) fail(key, base::format("should be {}", kind));
    return typed;
}

std::string TomlReader::text(std::string_view key) const {
    if (const auto* text = find_as<std::string>(key, "a string")) return *text;
    fail(key, "is missing");
}

std::optional<std::string> TomlReader::find_text(std::string_view key) const {
    if (const auto* text = find_as<std::string>(key, "a string")) return *text;
    return std::nullopt;
}

std::optional<std::int64_t> TomlReader::find_integer(std::string_view key) const {
    const TomlValue* value = find(key);
    if (!value) return std::nullopt;
    if (const auto* number = value->get_if<std::int64_t>()) return *number;
    constexpr double exact_limit =
        9007199254740992.0;  // 2^53: beyond it a float may not be the number written
    if (const auto* number = value->get_if<double>();
        number && std::nearbyint(*number) == *number && std::abs(*number) <= exact_limit) {
        return static_cast<std::int64_t>(*number);
    }
    fail(key, "should be a whole number");
}

bool TomlReader::flag(std::string_view key, bool otherwise) const {
    const auto* truth = find_as<bool>(key, "true or false");
    return truth ? *truth : otherwise;
}

std::vector<std::string> TomlReader::texts(std::string_view key) const {
    const auto* array = find_as<TomlArray>(key, "an array of strings");
    std::vector<std::string> result;
    if (!array) return result;
    for (const TomlValue& element : *array) {
        const auto* text = element.get_if<std::string>();
        if (!text) fail(key, "should be an array of strings");
        result.push_back(*text);
    }
    return result;
}

std::optional<TomlReader> TomlReader::find_table(std::string_view key) const {
    const auto* table = find_as<TomlTable>(key, "a table");
    if (!table) return std::nullopt;
    return TomlReader{*table, file_, path_to(key)};
}

TomlReader TomlReader::table(std::string_view key) const {
    if (std::optional<TomlReader> found = find_table(key)) return *found;
    fail(key, "is missing");
}

std::vector<TomlReader> TomlReader::tables(std::string_view key) const {
    const auto* array = find_as<TomlArray>(key, "an array of tables");
    std::vector<TomlReader> result;
    if (!array) return result;
    for (std::size_t i = 0; i < array->size(); ++i) {
        const auto* table = (*array)[i].get_if<TomlTable>();
        if (!table) fail(key, "should be an array of tables");
        result.push_back(TomlReader{*table, file_, base::format("{}[{}]", path_to(key), i)});
    }
    return result;
}

}  // namespace adder::cnb
