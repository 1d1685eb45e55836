#pragma once

#include <string>

namespace adder::python {

/// Something to know about a build that goes on all the same.
struct Advice {
    std::string title;
    std::string body;
};

}  // namespace adder::python
