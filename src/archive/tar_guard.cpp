#include "archive/tar_guard.hpp"

#include "archive/errors.hpp"
#include "archive/tar_header.hpp"

#include <adder/base/text.hpp>

#include <algorithm>
#include <charconv>
#include <utility>

namespace adder::archive {

namespace {

constexpr std::size_t name_size = 100;
constexpr std::size_t size_at = 124;
constexpr std::size_t size_size = 12;
constexpr std::size_t type_at = 156;

/// More than any path and attribute needs that is unpacked.
constexpr std::uint64_t largest_extension = 1u << 20;

constexpr std::string_view extensions = "xXgLK";
constexpr std::string_view types_without_contents = "123456";

std::optional<std::uint64_t> number_in(std::string_view digits, int base) {
    std::uint64_t number = 0;
    const char* end = digits.data() + digits.size();
    const auto [rest, error] = std::from_chars(digits.data(), end, number, base);
    constexpr std::uint64_t largest = ~std::uint64_t{0} >> 1;
    return error == std::errc{} && rest == end && number <= largest ? std::optional{number} : std::nullopt;
}

/// GNU's extension for large numbers: a bit, and then the number in base 256.
std::optional<std::uint64_t> binary_number_in(std::string_view field) {
    std::uint64_t number = static_cast<unsigned char>(field[0]) & 0x7fu;
    for (const char c : field.substr(1)) {
        if (number >> 55 != 0) return std::nullopt;
        number = number << 8 | static_cast<unsigned char>(c);
    }
    return number;
}

std::uint64_t size_in_header(std::string_view block) {
    std::string_view field = block.substr(size_at, size_size);
    std::optional<std::uint64_t> size;
    if ((static_cast<unsigned char>(field[0]) & 0x80u) != 0) {
        size = binary_number_in(field);
    } else {
        field.remove_prefix(std::min(field.find_first_not_of(' '), field.size()));
        const std::string_view digits = field.substr(0, field.find_first_of(std::string_view{" \0", 2}));
        size = digits.empty() ? 0 : number_in(digits, 8);
    }
    if (!size) throw DamagedArchive{"the archive is damaged: the size of an entry is not a number"};
    return *size;
}

/// Attributes of files may hold any bytes; nothing of them is unpacked.
bool may_hold_any_bytes(std::string_view key) {
    return key.starts_with("SCHILY.xattr.") || key.starts_with("LIBARCHIVE.xattr.");
}

/// A name and the NUL that ends it.
void check_long_name(std::string_view contents) {
    const std::size_t end = contents.find('\0');
    if (end == std::string_view::npos) return;
    if (contents.find_first_not_of('\0', end) == std::string_view::npos) return;
    throw DamagedArchive{"the archive is damaged: a long name holds a NUL"};
}

}  // namespace

std::optional<std::uint64_t> size_in_pax_records(std::string_view records) {
    std::optional<std::uint64_t> size;
    while (!records.empty()) {
        const std::size_t space = records.find(' ');
        const auto length =
            space == std::string_view::npos ? std::nullopt : number_in(records.substr(0, space), 10);
        const bool is_whole =
            length && *length <= records.size() && *length > space + 1 && records[*length - 1] == '\n';
        if (!is_whole) {
            throw DamagedArchive{
                "the archive is damaged: a record of an extended header lies about its length"};
        }
        const std::string_view record = records.substr(space + 1, *length - space - 2);
        records.remove_prefix(*length);
        const std::size_t equals = record.find('=');
        const std::string_view key = record.substr(0, equals);
        if (equals == std::string_view::npos || key.empty()) {
            throw DamagedArchive{"the archive is damaged: a record of an extended header has no key"};
        }
        const std::string_view value = record.substr(equals + 1);
        if ((may_hold_any_bytes(key) ? key : record).find('\0') != std::string_view::npos) {
            throw DamagedArchive{"the archive is damaged: a record of an extended header holds a NUL"};
        }
        if (key != "size" || value.empty()) continue;  // an empty one takes back what was said before
        size = number_in(value, 10);
        if (!size) throw DamagedArchive{"the archive is damaged: the size of an entry is not a number"};
    }
    return size;
}

base::ByteSpan TarGuard::read() {
    const base::ByteSpan bytes = source_.read();
    look_at(base::as_text(bytes));
    return bytes;
}

void TarGuard::look_at(std::string_view bytes) {
    while (!bytes.empty() && !has_ended_) {
        const bool is_header = left_ == 0;
        const std::uint64_t wanted = is_header ? tar_block_size - block_.size() : left_;
        const std::string_view piece = bytes.substr(0, std::min<std::uint64_t>(wanted, bytes.size()));
        bytes.remove_prefix(piece.size());
        if (is_header) {
            block_ += piece;
            if (block_.size() < tar_block_size) return;
            take_header();
            block_.clear();
            continue;
        }
        if (extension_ != '\0') contents_ += piece;
        left_ -= piece.size();
        if (left_ == 0 && extension_ != '\0') take_extension();
    }
}

void TarGuard::take_header() {
    if (std::ranges::all_of(block_, [](char c) { return c == '\0'; })) {
        has_ended_ = true;  // what may follow is the reader's to judge
        return;
    }
    const char type = block_[type_at];
    const std::uint64_t size = size_in_header(block_);
    if (extensions.find(type) != std::string_view::npos) {
        if (size > largest_extension) {
            throw DamagedArchive{"the archive is damaged: an extended header has {} bytes", size};
        }
        extension_ = type;
        extension_size_ = static_cast<std::size_t>(size);
        left_ = size + tar_padding(size);
        if (left_ == 0) take_extension();
        return;
    }
    const std::uint64_t contents = std::exchange(size_, std::nullopt).value_or(size);
    if (type == 'S') throw DamagedArchive{"the archive holds a sparse file, which is not supported"};
    if (types_without_contents.find(type) != std::string_view::npos && contents > 0) {
        const std::string name = block_.substr(0, std::min(block_.find('\0'), name_size));
        throw UnsafeArchive{"the archive's entry \"{}\" is refused: it is {} with contents",
                            base::printable(name), type == '1' ? "a hard link" : "a directory or device"};
    }
    left_ = contents + tar_padding(contents);
}

void TarGuard::take_extension() {
    const std::string_view contents = std::string_view{contents_}.substr(0, extension_size_);
    if (extension_ == 'L' || extension_ == 'K') {
        check_long_name(contents);
    } else if (const auto size = size_in_pax_records(contents)) {
        if (extension_ == 'g') {
            throw DamagedArchive{"the archive is damaged: it gives all of its entries one size"};
        }
        size_ = size;
    }
    extension_ = '\0';
    contents_.clear();
}

}  // namespace adder::archive
