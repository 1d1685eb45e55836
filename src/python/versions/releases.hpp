#pragma once

#include "python/versions/version.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adder::python {

using Date = std::chrono::year_month_day;

/// "2029-10-31". `parse_date` returns nullopt for anything else that is not such a day.
std::string date_text(const Date& date);
std::optional<Date> parse_date(std::string_view text);

/// A minor version of Python and how long it is maintained.
struct Series {
    unsigned major_number = 0;
    unsigned minor_number = 0;
    Date end_of_life;
    PythonVersion latest;  ///< the newest patch known when this buildpack was released

    SeriesNumber number() const { return {major_number, minor_number}; }
};

/// What is known of Python's releases, and how long they are maintained.
struct KnownReleases {
    std::string default_version;
    /// The day on which the series and their patches were brought up to date.
    std::optional<Date> date = {};
    std::vector<Series> series = {};  ///< oldest first

    const Series* find(unsigned major_number, unsigned minor_number) const;
    const Series* find(const SeriesNumber& number) const {
        return find(number.major_number, number.minor_number);
    }
    /// Whether it gets no fixes any more: its last day is over, or it is older than all that are known here.
    bool is_past_end_of_life(const SeriesNumber& number, const Date& today) const;
    /// Whether the series is newer than all that are known here.
    bool is_newer_than_known(const SeriesNumber& number) const;
    /// The series that get fixes, newest first.
    std::vector<SeriesNumber> maintained_series(const Date& today) const;
    /// The same, with the default first: what a message advises to whom any of them would do.
    std::vector<SeriesNumber> advisable_series(const Date& today) const;
};

}  // namespace adder::python
