#include "python/launch/procfile.hpp"

#include "python/app/messages.hpp"
#include "python/launch/messages.hpp"

#include <adder/base/text.hpp>
#include <adder/cnb/launch.hpp>

#include <set>

namespace adder::python {

Procfile parse_procfile(std::string_view text) {
    if (!base::is_valid_utf8(text)) throw messages::not_utf8("Procfile");
    Procfile entries;
    std::set<std::string, std::less<>> types;
    unsigned number = 0;
    for (const std::string_view whole_line : base::lines(text)) {
        ++number;
        const std::string_view line = base::trim(whole_line);
        if (line.empty() || line.starts_with('#')) continue;
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos) {
            throw messages::bad_procfile_line(number, line,
                                              "it has no ':' between a process type and a command");
        }
        const std::string_view type = base::trim(line.substr(0, colon));
        const std::string_view command = base::trim(line.substr(colon + 1));
        if (!cnb::is_process_type(type)) {
            throw messages::bad_procfile_line(number, line,
                                              "a process type has only letters, digits, '.', '_' and '-'");
        }
        if (command.empty())
            throw messages::bad_procfile_line(number, line, "there is no command after the ':'");
        if (!types.emplace(type).second) {
            throw messages::bad_procfile_line(number, line, "this process type stands there already");
        }
        entries.push_back({std::string{type}, std::string{command}});
    }
    return entries;
}

}  // namespace adder::python
