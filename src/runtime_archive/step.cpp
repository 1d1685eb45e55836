#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/text.hpp>
#include <adder/runtime_archive/step.hpp>

#include <deque>
#include <string>

#include <fcntl.h>

namespace adder::runtime_archive {

namespace {

constexpr std::size_t lines_shown = 25;

}

void run_step(std::string_view what, const base::Command& command, const std::filesystem::path& log_file) {
    const base::UniqueFd log = base::open_file(log_file, O_WRONLY | O_CREAT | O_APPEND);
    base::write_all(log.get(), base::as_bytes(base::format("--- {}: {} {}\n", what, command.program,
                                                           base::join(command.args, " "))));
    std::deque<std::string> last;
    const base::ExitStatus status = base::run(command, [&](std::string_view line) {
        base::write_all(log.get(), base::as_bytes(std::string{line} + "\n"));
        last.emplace_back(line);
        if (last.size() > lines_shown) last.pop_front();
    });
    if (status.ok()) return;

    std::string tail;
    for (const std::string& line : last) tail += "\n  " + base::printable(line);
    throw base::Error{"{} failed ({}). The whole output is in {}; it ended with:{}", what, status.describe(),
                      log_file, tail};
}

}  // namespace adder::runtime_archive
