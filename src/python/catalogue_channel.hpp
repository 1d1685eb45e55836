#pragma once

#include "python/app/settings.hpp"
#include "python/catalogue.hpp"
#include "python/network/downloads.hpp"
#include "python/network/services.hpp"

#include <adder/cnb/toml.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace adder::python {

/// What is known of Python's series: the buildpack's own data and, if there is a channel
/// (`BP_PYTHON_CATALOGUE`, else the buildpack's), what was published there.
///
/// A channel that cannot be reached is a line of the log, and the own data serve. Throws `base::UserError`
/// for a document that cannot be used, and, where keys are known, for one that none of them has signed, that
/// is older than one that the app was built with, or that has expired; without keys, the last two are
/// warnings. Notes in `store` which serial was seen.
Catalogue current_catalogue(Catalogue own, const Settings& settings, cnb::TomlTable& store,
                            Downloads& downloads, const Services& services);

/// The highest serial that the app was built with from a channel; nullopt if none is stored for that URL.
std::optional<std::uint64_t> recorded_serial(const cnb::TomlTable& store, const std::string& url);

/// Leaves the rest of `store` alone.
void record_serial(cnb::TomlTable& store, const std::string& url, std::uint64_t serial);

/// How many days old the data are; 0 if they do not say.
unsigned age_in_days(const KnownReleases& releases, const Date& today);

/// Data that are older have missed releases: each build says so.
inline constexpr unsigned days_until_data_are_old = 90;

}  // namespace adder::python
