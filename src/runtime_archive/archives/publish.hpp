#pragma once

#include "runtime_archive/archives/destination.hpp"
#include "runtimes/index.hpp"

#include <adder/base/log.hpp>
#include <adder/base/signature.hpp>

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

/// Puts archives, then the index with their entries added, then its signatures (by `keys`): a reader never
/// sees an index that lists what is not there. Others may publish to the same place at the same time.
///
/// An archive there is never overwritten: the same bytes are fine, other bytes are an `Error`, thrown before
/// anything is put if the index there tells so. `Error` as well if the index there is signed and the new one
/// could not be.
Published publish(const Publishing& publishing, Destination& destination,
                  const std::vector<base::PrivateKey>& keys, base::Log& log);

/// The index with the entries added. Throws `Error` that names every archive which would be replaced by
/// different bytes.
runtimes::Index merged(const runtimes::Index& index, const std::vector<Publishing::Item>& items);

}  // namespace adder::runtime_archive
