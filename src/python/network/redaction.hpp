#pragma once

#include <adder/base/environment.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace adder::python {

/// Makes what a tool writes fit for anyone to read: tools show URLs as they stand in an app's files, and
/// answers of servers that repeat what they were sent.
class Redaction {
  public:
    Redaction() = default;
    /// Texts of fewer than four bytes are left alone: they stand in too many words.
    explicit Redaction(std::vector<std::string> secrets);

    /// The secrets in variables by which tools take them: `UV_INDEX_NAME_PASSWORD`, `POETRY_PYPI_TOKEN_NAME`.
    static std::vector<std::string> secrets_in(const base::Environment& env);

    /// With `****` for the secrets, as they are and percent-encoded, and for user names and passwords in
    /// URLs of http and https.
    std::string apply(std::string_view line) const;

  private:
    std::vector<std::string> secrets_;  ///< longest first: one may hold another
};

}  // namespace adder::python
