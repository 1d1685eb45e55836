#include "python/runtime/list_objections.hpp"

#include "python/runtime/messages.hpp"

#include <optional>
#include <string_view>

namespace adder::python {

namespace {

using Kind = Objection::Kind;

std::string_view without_last_slash(std::string_view place) {
    if (place.ends_with('/')) place.remove_suffix(1);
    return place;
}

}  // namespace

std::vector<Objection> objections_to(const runtimes::Index& list, const Source& source,
                                     const ListExpectation& expected) {
    if (source.is_bundled()) return {};
    if (!list.stamp) {
        if (!expected.is_signed) return {};
        if (expected.serial > 0) {
            return {{Kind::gone_back, messages::list_gone_back(source, std::nullopt, expected.serial)}};
        }
        return {{Kind::undated, messages::list_undated(source)}};
    }
    const runtimes::IndexStamp& stamp = *list.stamp;
    std::vector<Objection> objections;
    const std::string place = source.signed_as.empty() ? source.url.display() : source.signed_as;
    if (without_last_slash(stamp.source) != without_last_slash(place)) {
        objections.push_back(
            {Kind::of_other_place, messages::list_of_other_place(source, stamp.source, place)});
    }
    if (stamp.serial < expected.serial) {
        objections.push_back(
            {Kind::gone_back, messages::list_gone_back(source, stamp.serial, expected.serial)});
    }
    const auto last_day = stamp.expires ? parse_date(*stamp.expires) : std::nullopt;
    if (last_day && *last_day < expected.today) {
        objections.push_back({Kind::expired, messages::list_expired(source, *last_day)});
    }
    return objections;
}

}  // namespace adder::python
