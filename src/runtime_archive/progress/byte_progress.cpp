#include "runtime_archive/progress/byte_progress.hpp"

#include <adder/base/text.hpp>

namespace adder::runtime_archive {

ByteProgress::ByteProgress(base::Log& log, std::string_view what, std::chrono::milliseconds every)
    : heartbeat_{every, [this, &log, what = std::string{what}] {
                     log.detail(base::format("{} for {}: {} of {}", what, watch_.text(),
                                             base::human_size(done_), base::human_size(total_)));
                 }} {}

}  // namespace adder::runtime_archive
