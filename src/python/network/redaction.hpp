#pragma once

#include "python/network/secrets.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace adder::python {

/// Makes what a tool writes fit for anyone to read: tools show URLs as they stand in an app's files, and
/// answers of servers that repeat what they were sent.
class Redaction {
  public:
    Redaction() = default;
    explicit Redaction(const std::vector<Secret>& secrets);

    /// With `****` for the secrets in all their forms (`forms_of`), and in URLs of http and https for names,
    /// passwords and the values of query parameters that look secret. A secret that a tool breaks over two
    /// lines is not found.
    std::string apply(std::string_view line) const;

  private:
    std::vector<std::string> forms_;  ///< longest first: one may hold another
};

}  // namespace adder::python
