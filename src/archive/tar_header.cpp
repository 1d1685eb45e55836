#include "archive/tar_header.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <string_view>
#include <utility>

namespace adder::archive {

namespace {

// Where the fields of a ustar header are (POSIX.1-2017, pax, "ustar Interchange Format").
struct Field {
    std::size_t offset;
    std::size_t size;
};
constexpr Field name_field{0, 100};
constexpr Field mode_field{100, 8};
constexpr Field uid_field{108, 8};
constexpr Field gid_field{116, 8};
constexpr Field size_field{124, 12};
constexpr Field mtime_field{136, 12};
constexpr Field checksum_field{148, 8};
constexpr Field type_field{156, 1};
constexpr Field link_field{157, 100};
constexpr Field magic_field{257, 8};
constexpr Field device_major_field{329, 8};
constexpr Field device_minor_field{337, 8};
constexpr Field prefix_field{345, 155};

constexpr std::uint64_t largest_ustar_size = 077'777'777'777;

void put(std::string& header, Field field, std::string_view text) {
    header.replace(field.offset, std::min(text.size(), field.size), text.substr(0, field.size));
}

/// Octal digits, as many as fit before the final NUL.
void put_number(std::string& header, Field field, std::uint64_t number) {
    for (std::size_t i = field.size - 1; i-- > 0; number /= 8) {
        header[field.offset + i] = static_cast<char>('0' + number % 8);
    }
}

/// Prefix and name; nothing if the path cannot be divided so.
std::optional<std::pair<std::string_view, std::string_view>> split_path(std::string_view path) {
    if (path.size() <= name_field.size) return std::pair{std::string_view{}, path};
    const std::size_t first = path.size() - name_field.size - 1;
    const std::size_t slash = path.find('/', first);
    if (slash == std::string_view::npos || slash > prefix_field.size || slash + 1 == path.size()) return {};
    return std::pair{path.substr(0, slash), path.substr(slash + 1)};
}

std::string ustar_header(const TarEntry& entry, char type) {
    std::string header(tar_block_size, '\0');
    const std::string_view path = entry.path;
    const auto [prefix, name] = split_path(path).value_or(std::pair{std::string_view{}, path});
    put(header, name_field, name);
    put_number(header, mode_field, entry.mode);
    put_number(header, uid_field, 0);
    put_number(header, gid_field, 0);
    put_number(header, size_field, entry.size <= largest_ustar_size ? entry.size : 0);
    put_number(header, mtime_field, static_cast<std::uint64_t>(entry.mtime));
    put(header, type_field, {&type, 1});
    put(header, link_field, entry.link_target);
    put(header, magic_field, {"ustar\00000", 8});
    put_number(header, device_major_field, 0);
    put_number(header, device_minor_field, 0);
    put(header, prefix_field, prefix);

    // The sum is taken with spaces in its own place, and written as six digits, NUL, space.
    put(header, checksum_field, "        ");
    const unsigned sum = std::accumulate(header.begin(), header.end(), 0u, [](unsigned total, char c) {
        return total + static_cast<unsigned char>(c);
    });
    put_number(header, {checksum_field.offset, checksum_field.size - 1}, sum);
    header[checksum_field.offset + 6] = '\0';
    return header;
}

/// "LENGTH KEY=VALUE\n", where the length counts itself.
std::string pax_record(std::string_view key, std::string_view value) {
    const std::size_t rest = key.size() + value.size() + 3;
    std::size_t length = rest + 1;
    while (rest + std::to_string(length).size() != length) ++length;
    return std::to_string(length) + ' ' + std::string{key} + '=' + std::string{value} + '\n';
}

}  // namespace

std::size_t tar_padding(std::uint64_t size) {
    return static_cast<std::size_t>((tar_block_size - size % tar_block_size) % tar_block_size);
}

std::string tar_header(const TarEntry& entry) {
    std::string records;
    if (!split_path(entry.path)) records += pax_record("path", entry.path);
    if (entry.link_target.size() > link_field.size) records += pax_record("linkpath", entry.link_target);
    if (entry.size > largest_ustar_size) records += pax_record("size", std::to_string(entry.size));

    std::string header;
    if (!records.empty()) {
        header = ustar_header(
            {.path = "PaxHeader", .size = records.size(), .mtime = entry.mtime, .link_target = {}}, 'x');
        header += records;
        header.append(tar_padding(records.size()), '\0');
    }
    return header + ustar_header(entry, static_cast<char>(entry.type));
}

}  // namespace adder::archive
