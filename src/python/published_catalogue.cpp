#include "python/published_catalogue.hpp"

#include <adder/base/error.hpp>
#include <adder/base/text.hpp>

#include <algorithm>

#include <nlohmann/json.hpp>

namespace adder::python {

namespace {

using Json = nlohmann::json;

constexpr std::uint64_t schema = 1;
constexpr int max_depth = 8;                            // what a reader recurses into is bounded
constexpr std::size_t max_series = 100;                 // more than Python has had
constexpr std::uint64_t max_number = (1ull << 53) - 1;  // what every JSON reader keeps exactly

std::string place_in(std::string_view text, std::size_t byte) {
    const std::string_view before = text.substr(0, byte == 0 ? 0 : byte - 1);
    const std::size_t line_end = before.rfind('\n');
    const std::size_t line_start = line_end == std::string_view::npos ? 0 : line_end + 1;
    return base::format("line {}, column {}", std::ranges::count(before, '\n') + 1,
                        before.size() - line_start + 1);
}

Json parse_json(std::string_view text) {
    if (text.size() > max_catalogue_size) throw base::Error{"it has more than {} bytes", max_catalogue_size};
    if (base::trim(text).empty()) throw base::Error{"it is empty"};
    if (!base::is_valid_utf8(text)) throw base::Error{"it is not UTF-8 text"};
    const std::size_t nul = text.find('\0');  // the parser would take it for the end
    if (nul != std::string_view::npos) throw base::Error{"{}: there is a NUL byte", place_in(text, nul + 1)};
    const auto within_depth = [](int depth, Json::parse_event_t, const Json&) {
        if (depth > max_depth) throw base::Error{"it nests deeper than {} levels", max_depth};
        return true;
    };
    try {
        return Json::parse(text, within_depth);
    } catch (const Json::parse_error& error) {
        throw base::Error{"{}: it is not JSON, or was cut off", place_in(text, error.byte)};
    } catch (const Json::exception&) {
        throw base::Error{"it has a number that is too large"};
    }
}

/// An object, and where it stands in the document. What a newer version may have put into it is passed over.
class Reader {
  public:
    Reader(const Json& json, std::string place) : json_{json}, place_{std::move(place)} {
        if (!json.is_object()) {
            throw base::Error{"{} should be an object", place_.empty() ? "the document" : place_};
        }
    }

    [[noreturn]] void fail(std::string_view key, std::string_view complaint) const {
        throw base::Error{"{}{}{} {}", place_, place_.empty() ? "" : ".", key, complaint};
    }

    const Json& required(const char* key) const {
        const auto found = json_.find(key);
        if (found == json_.end()) fail(key, "is missing");
        return *found;
    }

    const std::string& text(const char* key) const {
        const Json& value = required(key);
        if (!value.is_string()) fail(key, "should be a string");
        return value.get_ref<const std::string&>();
    }

    std::uint64_t number(const char* key) const {
        const Json& value = required(key);
        if (!value.is_number_unsigned() || value < 1u || value > max_number) {
            fail(key, base::format("should be a whole number from 1 to {}", max_number));
        }
        return value.get<std::uint64_t>();
    }

    Date date(const char* key) const {
        const auto date = parse_date(text(key));
        if (!date) fail(key, "should be a date like 2029-10-31");
        return *date;
    }

  private:
    const Json& json_;
    std::string place_;
};

Series series_from(const Reader& reader) {
    const auto latest = PythonVersion::parse(reader.text("latest"));
    if (!latest || latest->is_pre_release()) reader.fail("latest", "should be a release like 3.13.5");
    return {latest->major_number, latest->minor_number, reader.date("end-of-life"), *latest};
}

std::vector<Series> all_series(const Reader& reader) {
    const Json& array = reader.required("series");
    if (!array.is_array() || array.empty() || array.size() > max_series) {
        reader.fail("series", base::format("should be an array of 1 to {} series", max_series));
    }
    std::vector<Series> all;
    for (std::size_t i = 0; i < array.size(); ++i) {
        const Reader one{array[i], base::format("series[{}]", i)};
        all.push_back(series_from(one));
        const bool is_repeated = std::any_of(all.begin(), all.end() - 1, [&](const Series& before) {
            return before.number() == all.back().number();
        });
        if (is_repeated) one.fail("latest", "is of a series that was there before");
    }
    std::ranges::sort(all, {}, &Series::number);
    return all;
}

}  // namespace

PublishedCatalogue parse_published_catalogue(std::string_view json) {
    const Json document = parse_json(json);
    const Reader reader{document, ""};
    if (reader.number("schema") != schema) {
        reader.fail("schema",
                    base::format("should be {}; a newer version of this buildpack may know others", schema));
    }
    PublishedCatalogue published{.serial = reader.number("serial"),
                                 .issued = reader.date("issued"),
                                 .expires = reader.date("expires"),
                                 .default_version = reader.text("default-version"),
                                 .series = all_series(reader)};
    if (published.expires < published.issued) reader.fail("expires", "is before issued");
    const auto standard = SeriesNumber::parse(published.default_version);
    if (!standard) reader.fail("default-version", "should be a series like 3.14");
    if (std::ranges::find(published.series, *standard, &Series::number) == published.series.end()) {
        reader.fail("default-version", "is not one of the series");
    }
    return published;
}

Catalogue merged_catalogue(Catalogue own, const PublishedCatalogue& published) {
    KnownReleases& known = own.releases;
    const bool is_newer = !known.date || *known.date <= published.issued;
    bool has_news = false;
    for (const Series& series : published.series) {
        const auto same = std::ranges::find(known.series, series.number(), &Series::number);
        if (same == known.series.end()) {
            has_news = has_news || published.issued <= series.end_of_life;
            known.series.push_back(series);
            continue;
        }
        has_news = has_news || same->latest < series.latest;
        same->latest = std::max(same->latest, series.latest);
        if (is_newer) same->end_of_life = series.end_of_life;
    }
    std::ranges::sort(known.series, {}, &Series::number);
    if (is_newer) {
        known.default_version = published.default_version;
        known.date = published.issued;
    }
    // Such a list has nothing newer than the buildpack's own data: the newest release is to be asked instead.
    if (has_news)
        std::erase_if(own.runtimes.sources, [](const Source& source) { return !source.list.empty(); });
    return own;
}

}  // namespace adder::python
