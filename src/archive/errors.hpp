#pragma once

#include <adder/base/error.hpp>

namespace adder::archive {

/// The archive is not what it should be: cut off, corrupt, or followed by something else.
class DamagedArchive : public base::Error {
  public:
    using Error::Error;
};

/// The archive asks for something that unpacking must not do. The message names the entry and the rule.
class UnsafeArchive : public base::Error {
  public:
    using Error::Error;
};

}  // namespace adder::archive
