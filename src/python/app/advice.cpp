#include "python/app/advice.hpp"

#include <adder/base/format.hpp>

namespace adder::python {

void log_warnings(base::Log& log, const std::vector<Advice>& advice, const std::set<std::string>& ignored) {
    for (const Advice& each : advice) {
        if (ignored.contains(each.name)) continue;
        const std::string silence =
            base::format("\n\nNot to be told: BP_PYTHON_IGNORE_WARNINGS={}", each.name);
        log.warning(each.title, each.name.empty() ? each.body : each.body + silence);
    }
}

}  // namespace adder::python
