#pragma once

#include "archive/unpack.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace adder::archive::test {

/// An archive that someone made to do harm, or that was harmed itself.
struct Hostile {
    std::string name;   ///< with the number of the flaw in other programs that it repeats
    std::string bytes;  ///< a tar; of `hostile_streams` and `hostile_zips` the whole archive
    std::string rule;   ///< what the message says of it
    std::string entry;  ///< that the message names; empty: it is the whole archive's fault
    Limits limits = {};
};

/// `outside` is a directory that no archive may reach.
std::vector<Hostile> hostile_paths(const std::filesystem::path& outside);
std::vector<Hostile> hostile_links(const std::filesystem::path& outside);
std::vector<Hostile> hostile_kinds();
std::vector<Hostile> hostile_sizes();
std::vector<Hostile> broken_tars();

/// Compressed: what is wrong is wrong with the compression.
std::vector<Hostile> hostile_zstd_streams();
std::vector<Hostile> hostile_gzip_streams();

std::vector<Hostile> hostile_zips(const std::filesystem::path& outside);

}  // namespace adder::archive::test
