#pragma once

#include "python/app/advice.hpp"
#include "python/runtime/resolution.hpp"
#include "python/runtime/source.hpp"
#include "python/versions/releases.hpp"
#include "python/versions/version.hpp"

#include <adder/base/digest.hpp>
#include <adder/base/error.hpp>
#include <adder/cnb/target.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What is said about the choice of a runtime, and about getting it.
/// Each error answers three questions in order: what happened, what was seen, what to do.
namespace adder::python::messages {

using base::UserError;

UserError bad_source(std::string_view source, std::string_view reason, std::string_view origin);
UserError past_end_of_life_unsigned(const Source& source);
UserError source_not_covered(const Source& source);

/// What there is instead of a version that is not available.
struct Availability {
    std::vector<std::string> here;       ///< versions for the target, oldest first
    std::vector<std::string> elsewhere;  ///< targets that have the version asked for
    /// How old the catalogue is, if what is asked for is newer than all that it knows.
    std::optional<Date> catalogue_date;
};

/// The newest series of these versions that the app's other declarations allow, to be advised; not the one
/// that is asked for.
std::optional<std::string> newest_allowed(const VersionRequest& request,
                                          const std::vector<std::string>& versions);
Advice near_end_of_life(const VersionRequest& request, const Series& series,
                        const std::optional<std::string>& example);
Advice served_past_end_of_life(const VersionRequest& request, const SeriesNumber& series,
                               const std::optional<std::string>& example);
Advice outdated_patch(const VersionRequest& request, const PythonVersion& newest);
UserError end_of_life(const VersionRequest& request, const std::optional<Date>& since,
                      const std::optional<std::string>& example);
UserError set_past_end_of_life(const VersionRequest& request, const SeriesNumber& newest,
                               const std::optional<Date>& since, const std::optional<std::string>& example);
UserError unsatisfiable(const VersionRequest& request, const std::optional<std::string>& example);
UserError unknown_version(const VersionRequest& request, const cnb::Target& target,
                          const Availability& availability);
UserError not_for_target(const VersionRequest& request, const cnb::Target& target,
                         const Availability& availability);
UserError no_python_for_target(const VersionRequest& request, const cnb::Target& target,
                               const Availability& availability);
std::string another_series(const VersionRequest& request, const SeriesNumber& chosen,
                           const cnb::Target& target);
std::string not_where_expected(const Runtime& runtime);
UserError bad_index_keys(std::string_view reason, std::string_view origin);
UserError index_not_trusted(const Source& source, std::string_view reason);
Advice list_undated(const Source& source);
/// `serial` is nullopt for a list that has none any more.
Advice list_gone_back(const Source& source, const std::optional<std::uint64_t>& serial, std::uint64_t seen);
Advice list_expired(const Source& source, const Date& last_day);
Advice list_of_other_place(const Source& source, std::string_view signed_for, std::string_view expected);
UserError index_unreachable(const Source& source, std::string_view reason);
UserError archive_missing(const Runtime& runtime, const Resolution& resolution);
UserError archive_unreachable(const Runtime& runtime, const base::Error& error);
UserError archive_not_as_promised(const Runtime& runtime, const base::DigestMismatch& mismatch);
Advice archive_passed_over(const Runtime& runtime, const base::DigestMismatch& mismatch);
UserError archive_has_changed(const Runtime& runtime, const base::DigestMismatch& mismatch);
UserError archive_unusable(const Runtime& runtime, const base::Error& error);
UserError archive_not_a_runtime(const Runtime& runtime, const base::Error& error);
UserError with_other_sources(const UserError& message, const std::vector<std::string>& others);

}  // namespace adder::python::messages
