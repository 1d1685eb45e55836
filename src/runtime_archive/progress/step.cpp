#include "runtime_archive/progress/step.hpp"

#include "runtime_archive/progress/heartbeat.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/text.hpp>

#include <deque>
#include <mutex>
#include <string>

#include <fcntl.h>

namespace adder::runtime_archive {

namespace {

constexpr std::size_t lines_shown = 25;
constexpr std::size_t tail_shown = 70;

/// The last lines of a program's output, written by one thread and looked at by another.
class LastLines {
  public:
    void add(std::string_view line) {
        const std::lock_guard lock{mutex_};
        lines_.emplace_back(line);
        if (lines_.size() > lines_shown) lines_.pop_front();
    }

    /// The end of the last one, which says most: a compiler's file, a test's name.
    std::string newest() const {
        const std::lock_guard lock{mutex_};
        if (lines_.empty()) return "";
        const std::string_view line = base::trim(std::string_view{lines_.back()});
        if (line.size() <= tail_shown) return base::printable(line);
        return "…" + base::printable(base::trim(line.substr(line.size() - tail_shown)));
    }

    std::string all() const {
        const std::lock_guard lock{mutex_};
        std::string text;
        for (const std::string& line : lines_) text += "\n  " + base::printable(line);
        return text;
    }

  private:
    mutable std::mutex mutex_;
    std::deque<std::string> lines_;
};

}  // namespace

void run_step(std::string_view what, const base::Command& command, const StepLog& log,
              const base::LineHandler& on_line) {
    const base::UniqueFd file = base::open_file(log.file, O_WRONLY | O_CREAT | O_APPEND);
    base::write_all(file.get(), base::as_bytes(base::format("--- {}: {} {}\n", what, command.program,
                                                            base::join(command.args, " "))));
    base::Command stoppable = command;
    stoppable.stop = log.stop;
    LastLines last;
    const base::Stopwatch watch;
    base::ExitStatus status;
    {
        const Heartbeat heartbeat{
            log.heartbeat,
            [&] { log.log.detail(base::format("{} for {}: {}", what, watch.text(), last.newest())); }};
        status = base::run(stoppable, [&](std::string_view line) {
            base::write_all(file.get(), base::as_bytes(std::string{line} + "\n"));
            last.add(line);
            if (on_line) on_line(line);
        });
    }
    if (status.ok()) return;
    throw base::Error{"{} failed ({}). The whole output is in {}; it ended with:{}", what, status.describe(),
                      log.file, last.all()};
}

}  // namespace adder::runtime_archive
