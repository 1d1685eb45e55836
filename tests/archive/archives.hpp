#pragma once

#include "archive/zstd_encoder.hpp"

#include <adder/base/bytes.hpp>

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <support/trees.hpp>

namespace adder::archive::test {

using adder::test::digests_of;
using adder::test::Tree;
using adder::test::tree_of;

/// Writes tar archives by hand, those that no tool would write included.
class Tar {
  public:
    Tar& entry(std::string_view path, char type, std::string_view contents = "", unsigned mode = 0644,
               std::string_view link = "") {
        return header(path, type, contents.size(), mode, link).raw(contents).pad();
    }
    Tar& file(std::string_view path, std::string_view contents = "x", unsigned mode = 0644) {
        return entry(path, '0', contents, mode);
    }
    Tar& directory(std::string_view path) { return entry(path, '5', "", 0755); }
    Tar& symlink(std::string_view path, std::string_view target) {
        return entry(path, '2', "", 0777, target);
    }
    Tar& hardlink(std::string_view path, std::string_view existing) {
        return entry(path, '1', "", 0644, existing);
    }

    /// An extended header (POSIX.1-2017 pax) for the entry that follows.
    Tar& pax(const std::vector<std::pair<std::string, std::string>>& records) {
        std::string text;
        for (const auto& [key, value] : records) {
            const std::string rest = " " + key + "=" + value + "\n";
            std::size_t length = rest.size() + 1;
            while (rest.size() + std::to_string(length).size() != length) ++length;
            text += std::to_string(length) + rest;
        }
        return entry("PaxHeader", 'x', text);
    }
    Tar& pax(const std::string& key, const std::string& value) { return pax({{key, value}}); }

    Tar& header(std::string_view path, char type, std::uint64_t size, unsigned mode, std::string_view link) {
        std::string block(512, '\0');
        block.replace(0, path.size(), path);
        const auto number = [&](std::size_t at, int digits, std::uint64_t value) {
            char text[24];
            std::snprintf(text, sizeof text, "%0*llo", digits, static_cast<unsigned long long>(value));
            block.replace(at, static_cast<std::size_t>(digits), text);
        };
        number(100, 7, mode);
        number(108, 7, 12345);  // owners of whoever made the archive
        number(116, 7, 12345);
        number(124, 11, size);
        number(136, 11, 1'700'000'000);
        block[156] = type;
        block.replace(157, link.size(), link);
        block.replace(257, 6, std::string_view{"ustar\0", 6});
        block.replace(263, 2, "00");
        return raw(with_checksum(block));
    }
    /// A header with other bytes at these places: (offset, bytes).
    Tar& header_with(std::string_view path, char type,
                     const std::vector<std::pair<std::size_t, std::string_view>>& fields) {
        std::string block = Tar{}.header(path, type, 0, 0644, "").without_end();
        for (const auto& [offset, bytes] : fields) block.replace(offset, bytes.size(), bytes);
        return raw(with_checksum(block));
    }
    Tar& raw(std::string_view bytes) {
        text_ += bytes;
        return *this;
    }
    Tar& pad() {
        text_.resize((text_.size() + 511) / 512 * 512);
        return *this;
    }

    std::string without_end() const { return text_; }
    std::string end() const { return text_ + std::string(1024, '\0'); }

  private:
    static std::string with_checksum(std::string block) {
        block.replace(148, 8, "        ");
        unsigned sum = 0;
        for (const char c : block) sum += static_cast<unsigned char>(c);
        char digits[8];
        std::snprintf(digits, sizeof digits, "%06o", sum);
        return block.replace(148, 7, std::string_view{digits, 7});
    }

    std::string text_;
};

inline std::string zstd(std::string_view text, const ZstdOptions& options = {.level = 3, .window_log = 20}) {
    base::StringSink sink{std::size_t{1} << 30};
    ZstdEncoder encoder{sink, options};
    encoder.write(base::as_bytes(text));
    encoder.finish();
    return sink.text();
}

/// Neither periodic nor compressible.
inline std::string noise(std::size_t size, std::uint32_t seed = 1) {
    std::string text(size, '\0');
    for (char& c : text) c = static_cast<char>((seed = seed * 1664525u + 1013904223u) >> 24);
    return text;
}

}  // namespace adder::archive::test
