#pragma once

#include <adder/base/bytes.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace adder::archive {

/// Passes a tar stream on, and looks at what libarchive would cut to what it understands: extended headers
/// (POSIX.1-2017 pax) whose records hold a NUL, lie about their length or give a size that is no number; long
/// names of GNU tar with a NUL inside; sizes that are no numbers; and links, directories and devices that
/// claim to have contents, which readers do not agree about. Throws `DamagedArchive` and `UnsafeArchive`.
class TarGuard final : public base::ByteSource {
  public:
    /// The source must outlive it.
    explicit TarGuard(base::ByteSource& source) : source_{source} {}

    base::ByteSpan read() override;

  private:
    void look_at(std::string_view bytes);
    void take_header();
    void take_extension();

    base::ByteSource& source_;
    bool has_ended_ = false;
    std::string block_;       ///< a header, as far as it has come
    std::uint64_t left_ = 0;  ///< of the current entry's contents, with what fills their last block
    char extension_ = '\0';   ///< the type of the entry that `contents_` is of; NUL: of no interest
    std::string contents_;    ///< of an extension, as far as they have come
    std::size_t extension_size_ = 0;
    std::optional<std::uint64_t> size_;  ///< what an extension says of the next entry
};

/// The size that the records of an extended header give, if they do. Throws `DamagedArchive` for what is no
/// sequence of records.
std::optional<std::uint64_t> size_in_pax_records(std::string_view records);

}  // namespace adder::archive
