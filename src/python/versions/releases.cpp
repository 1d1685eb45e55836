#include "python/versions/releases.hpp"

#include <adder/base/format.hpp>
#include <adder/base/text.hpp>

#include <algorithm>

namespace adder::python {

const Series* KnownReleases::find(unsigned major_number, unsigned minor_number) const {
    for (const Series& candidate : series) {
        if (candidate.major_number == major_number && candidate.minor_number == minor_number)
            return &candidate;
    }
    return nullptr;
}

bool KnownReleases::is_past_end_of_life(const SeriesNumber& number, const Date& today) const {
    if (const Series* known = find(number)) {
        return known->end_of_life < today;  // on its last day it is maintained
    }
    return !series.empty() && number < series.front().number();
}

bool KnownReleases::is_newer_than_known(const SeriesNumber& number) const {
    return series.empty() || number > series.back().number();
}

std::vector<SeriesNumber> KnownReleases::maintained_series(const Date& today) const {
    std::vector<SeriesNumber> maintained;
    for (const Series& one : series) {
        if (!is_past_end_of_life(one.number(), today)) maintained.insert(maintained.begin(), one.number());
    }
    return maintained;
}

std::vector<SeriesNumber> KnownReleases::advisable_series(const Date& today) const {
    std::vector<SeriesNumber> advisable = maintained_series(today);
    const auto standard = SeriesNumber::parse(default_version);
    const auto found = standard ? std::ranges::find(advisable, *standard) : advisable.end();
    if (found != advisable.end()) std::rotate(advisable.begin(), found, found + 1);
    return advisable;
}

std::string date_text(const Date& date) {
    return base::format("{}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                        static_cast<unsigned>(date.day()));
}

std::optional<Date> parse_date(std::string_view text) {
    const std::vector<std::string_view> pieces = base::split(text, '-');
    if (pieces.size() != 3 || pieces[0].size() != 4 || pieces[1].size() != 2 || pieces[2].size() != 2) {
        return std::nullopt;
    }
    const auto year = base::parse_number(pieces[0]);
    const auto month = base::parse_number(pieces[1]);
    const auto day = base::parse_number(pieces[2]);
    if (!year || !month || !day) return std::nullopt;
    const Date date{std::chrono::year{static_cast<int>(*year)}, std::chrono::month{*month},
                    std::chrono::day{*day}};
    return date.ok() ? std::optional{date} : std::nullopt;
}

}  // namespace adder::python
