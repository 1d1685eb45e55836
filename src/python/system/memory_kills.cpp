#include "python/system/memory_kills.hpp"

#include <adder/base/files.hpp>
#include <adder/base/text.hpp>

namespace adder::python {

unsigned memory_kills(const std::filesystem::path& root) {
    // Of version 2 of control groups, and of version 1.
    for (const char* file : {"sys/fs/cgroup/memory.events", "sys/fs/cgroup/memory/memory.oom_control"}) {
        const std::string events = base::read_file_if_present(root / file).value_or("");
        for (const std::string_view line : base::lines(events)) {
            const std::vector<std::string_view> words = base::words(line);
            if (words.size() == 2 && words[0] == "oom_kill") return base::parse_number(words[1]).value_or(0);
        }
    }
    return 0;
}

}  // namespace adder::python
