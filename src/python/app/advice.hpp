#pragma once

#include <adder/base/log.hpp>

#include <set>
#include <string>
#include <vector>

namespace adder::python {

/// Something to know about a build that goes on all the same.
struct Advice {
    std::string title;
    std::string body;
    std::string name = {};  ///< by which a person can say not to be told any more; empty: always told
};

/// Tells each, with how to be told it no more, but for those whose name is in `ignored`.
void log_warnings(base::Log& log, const std::vector<Advice>& advice, const std::set<std::string>& ignored);

}  // namespace adder::python
