#include "runtime_archive/archives/stamp.hpp"

#include <adder/base/error.hpp>
#include <adder/base/text.hpp>

#include <algorithm>

namespace adder::runtime_archive {

namespace {

/// "2026-01-31", of which order and equality are those of the days.
std::string date_text(std::chrono::sys_days day) {
    const std::chrono::year_month_day date{day};
    return base::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                        static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::string source_of(const std::optional<runtimes::IndexStamp>& before, const StampWish& wish) {
    if (wish.source) return *wish.source;
    if (before) return before->source;
    if (wish.usual_source) return *wish.usual_source;
    throw base::Error{
        "nothing says which place the index is of. Name it as builds do that read it, so that no other "
        "place's list can be served there: --source https://runtimes.example.com/python"};
}

}  // namespace

bool is_fresh(const std::optional<runtimes::IndexStamp>& stamp, const StampWish& wish) {
    if (!stamp || stamp->serial < wish.serial || stamp->source != source_of(stamp, wish)) return false;
    if (wish.valid_days == 0 || !stamp->expires) return wish.valid_days == 0 && !stamp->expires;
    return *stamp->expires >= date_text(wish.today + std::chrono::days{wish.valid_days / 2}) &&
           *stamp->expires <= date_text(wish.today + std::chrono::days{wish.valid_days});
}

runtimes::IndexStamp next_stamp(const std::optional<runtimes::IndexStamp>& before, const StampWish& wish) {
    runtimes::IndexStamp stamp{.serial = std::max(before ? before->serial + 1 : 1, wish.serial),
                               .source = source_of(before, wish)};
    if (stamp.serial > runtimes::max_serial) throw base::Error{"the index has the highest serial there is"};
    if (wish.valid_days > 0) stamp.expires = date_text(wish.today + std::chrono::days{wish.valid_days});
    return stamp;
}

std::string stamp_text(const runtimes::IndexStamp& stamp) {
    const std::string end = stamp.expires ? "valid to " + *stamp.expires : "valid without end";
    return base::format("serial {}, {}, for {}", stamp.serial, end, stamp.source);
}

}  // namespace adder::runtime_archive
