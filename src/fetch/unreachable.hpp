#pragma once

#include <adder/base/error.hpp>

namespace adder::fetch {

/// A server did not give what it was asked for, and did not say that it is not there either: what another
/// server, or a later attempt, may make good.
class Unreachable : public base::Error {
  public:
    using Error::Error;
};

}  // namespace adder::fetch
