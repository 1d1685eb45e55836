#include "python/launch/launch_plan.hpp"

#include <algorithm>

namespace adder::python {

bool LaunchPlan::serves_by_event_loop() const {
    return std::ranges::any_of(processes, [](const ChosenProcess& chosen) {
        return chosen.process.is_default && chosen.is_event_loop;
    });
}

}  // namespace adder::python
