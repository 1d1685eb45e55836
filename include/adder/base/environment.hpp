#pragma once

#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adder::base {

/// Environment variables as a value. The process's own environment is read once, at the entry point, and
/// handed down from there: nothing else calls `getenv`.
class Environment {
  public:
    using Map = std::map<std::string, std::string, std::less<>>;

    Environment() = default;
    Environment(std::initializer_list<Map::value_type> variables) : variables_{variables} {}

    /// From the third argument of `main` (or `environ`).
    static Environment from(const char* const* environment);

    std::optional<std::string> find(std::string_view name) const;

    /// As `find`, but an empty value counts as absent, which is what a person who cleared a setting means.
    std::optional<std::string> find_non_empty(std::string_view name) const;

    void set(std::string_view name, std::string value);
    void set_default(std::string_view name, std::string value);
    void unset(std::string_view name);

    /// `NAME=value`, sorted by name.
    std::vector<std::string> assignments() const;

    const Map& variables() const { return variables_; }
    bool operator==(const Environment&) const = default;

  private:
    Map variables_;
};

}  // namespace adder::base
