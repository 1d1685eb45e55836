#include <adder/base/format.hpp>
#include <adder/cnb/decision.hpp>

namespace adder::cnb {

KeyComparison& KeyComparison::field(std::string_view what, std::string_view cached, std::string_view wanted) {
    return differs_if(cached != wanted, base::format("{} changed from {} to {}", what, cached, wanted));
}

KeyComparison& KeyComparison::differs_if(bool differs, std::string reason) {
    if (differs) reasons_.push_back(std::move(reason));
    return *this;
}

Decision KeyComparison::decision() const {
    if (reasons_.empty()) return Keep{};
    return Discard{reasons_};
}

}  // namespace adder::cnb
