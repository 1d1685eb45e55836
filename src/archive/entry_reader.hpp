#pragma once

#include "archive/extraction_policy.hpp"

#include <adder/base/bytes.hpp>

#include <memory>
#include <optional>

namespace adder::archive {

enum class Container { tar, zip };

/// Reads the entries of an uncompressed tar or a streamed zip archive, in their order; it enables nothing
/// else that libarchive knows. Throws `DamagedArchive`, and what the source throws.
class EntryReader {
  public:
    /// The source must outlive it.
    EntryReader(base::ByteSource& source, Container container);
    ~EntryReader();

    /// The next entry; what was not read of the previous one is skipped. Nothing at the archive's end, once
    /// the end is known to be sound: a tar's end mark is followed by zeros only, a zip's directory is there
    /// and has as many entries as were read.
    std::optional<Entry> next();

    /// More of the current file's contents; empty at their end.
    base::ByteSpan read();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace adder::archive
