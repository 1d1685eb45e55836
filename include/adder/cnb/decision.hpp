#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace adder::cnb {

/// The layer of the previous build serves this one.
struct Keep {};

/// It does not. Every reason, not the first: the log lists them all.
struct Discard {
    std::vector<std::string> reasons;
};

using Decision = std::variant<Keep, Discard>;

/// Collects the differences between a restored key and the wanted one, field by field.
class KeyComparison {
  public:
    /// Adds "<what> changed from <cached> to <wanted>" if they differ.
    KeyComparison& field(std::string_view what, std::string_view cached, std::string_view wanted);
    /// Adds the reason if `differs`; for values that mean nothing to a reader, such as digests.
    KeyComparison& differs_if(bool differs, std::string reason);

    Decision decision() const;

  private:
    std::vector<std::string> reasons_;
};

}  // namespace adder::cnb
