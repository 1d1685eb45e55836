#include "python/failures/failures.hpp"
#include "python/failures/messages.hpp"

#include <csignal>

namespace adder::python::failures {

Explanation of_memory(const Evidence& evidence) {
    const bool is_tool_killed = evidence.failure.status.signal == SIGKILL;
    const bool is_other_killed =
        contains_any(evidence.text, {"(signal: 9 (SIGKILL))",           // uv
                                     "(signal: 9, SIGKILL: kill)",      // cargo, and uv before 0.5
                                     "exit code: -9",                   // pip
                                     "died with <Signals.SIGKILL: 9>",  // Poetry, PDM
                                     "Killed signal terminated program", "internal compiler error: Killed",
                                     "virtual memory exhausted", "Cannot allocate memory",
                                     "ld terminated with signal 9", " MemoryError "});
    // Poetry 1 and PDM keep to themselves how a build ended.
    const bool is_counted = evidence.failure.memory_kills > 0;
    if (!is_tool_killed && !is_other_killed && !is_counted) return std::nullopt;
    return messages::out_of_memory(evidence.failure.tool, built_package(evidence.text).value_or(""));
}

Explanation of_space(const Evidence& evidence) {
    if (contains_any(evidence.text, {"No space left on device", "(os error 28)", "[Errno 28]"}))
        return messages::no_space(evidence.failure.tool, "No space left on device");
    if (contains_any(evidence.text, {"Disk quota exceeded", "(os error 122)", "[Errno 122]"}))
        return messages::no_space(evidence.failure.tool, "Disk quota exceeded");
    return std::nullopt;
}

}  // namespace adder::python::failures
