#pragma once

#include "runtimes/index.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace adder::runtime_archive {

/// Which archives are wanted; an empty text means all.
struct Selection {
    std::string series;  ///< "3.13"
    std::string target;  ///< "debian-12-amd64", or its beginning: "debian", "debian-12"
};

bool is_selected(const runtimes::IndexEntry& entry, const Selection& selection);

/// Those that are, oldest version first.
std::vector<runtimes::IndexEntry> select(const runtimes::Index& index, const Selection& selection);

/// "3.13.5", "3.14.0t+2 minimal": what tells it from others of its target.
std::string version_text(const runtimes::ArchiveId& id);

/// One line for each archive below a line of headings, in columns.
std::string table(const std::vector<runtimes::IndexEntry>& entries);

/// Everything that is known of one, a line for each fact.
std::string describe(const runtimes::IndexEntry& entry);

}  // namespace adder::runtime_archive
