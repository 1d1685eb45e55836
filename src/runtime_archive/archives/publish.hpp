#pragma once

#include "runtime_archive/archives/destination.hpp"
#include "runtime_archive/archives/vouching.hpp"
#include "runtimes/index.hpp"

#include <adder/base/log.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace adder::runtime_archive {

/// Archives that are to be published: files, and what the index beside each says of it.
struct Publishing {
    struct Item {
        std::filesystem::path file;
        runtimes::IndexEntry entry;
    };
    std::vector<Item> items;

    /// Of the directory they are all of, if they are: signatures for an index that turns out to be the same.
    std::string index = {};
    std::optional<std::string> signature = {};
};

/// Gathers archives and whole directories of them. Throws `Error` for an archive that its index does not
/// list, or that is not as its index says.
Publishing gather(const std::vector<std::filesystem::path>& archives_and_directories);

/// What became of it.
struct Published {
    std::vector<std::string> added = {};
    std::vector<std::string> were_there = {};  ///< with the same bytes
    bool index_changed = false;
    bool is_signed = false;  ///< the destination's index, by a signature that fits
};

/// Puts archives, then signatures of the index that is there and of the one with their entries added, then
/// that index: a reader never sees an index that lists what is not there, or that is not signed. Others may
/// publish to the same place at the same time.
///
/// An archive there is never overwritten: the same bytes are fine, other bytes are an `Error`, thrown before
/// anything is put if the index there tells so.
///
/// Nothing is signed but what was signed by one of the keys before and what is given now: `Error` if other
/// entries are there, unless they are to be adopted. `Error` as well if the new index would lack a signature
/// that the one there has. With keys and nothing given, an index that is no longer fresh is signed anew.
Published publish(const Publishing& publishing, Destination& destination, const Signing& signing,
                  base::Log& log);

/// The index with the entries added. Throws `Error` that names every archive which would be replaced by
/// different bytes.
runtimes::Index merged(const runtimes::Index& index, const std::vector<Publishing::Item>& items);

}  // namespace adder::runtime_archive
