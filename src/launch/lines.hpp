#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include <fcntl.h>
#include <unistd.h>

namespace adder::launch {

inline constexpr std::size_t longest_line = 8192;

/// Calls `use` with each line of the file, without its end. What a line has beyond `longest_line` is left
/// out; a file that cannot be read has none.
template <typename Use>
void for_each_line(const char* file, const Use& use) {
    const int fd = ::open(file, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return;
    std::array<char, 4096> buffer;
    std::array<char, longest_line> line;
    std::size_t size = 0;
    for (;;) {
        const ssize_t count = ::read(fd, buffer.data(), buffer.size());
        if (count <= 0) break;
        for (const char c : std::string_view{buffer.data(), static_cast<std::size_t>(count)}) {
            if (c == '\n') {
                use(std::string_view{line.data(), size});
                size = 0;
            } else if (size < line.size()) {
                line[size++] = c;
            }
        }
    }
    if (size > 0) use(std::string_view{line.data(), size});
    ::close(fd);
}

/// The piece in front of the separator, which `text` loses with it.
inline std::string_view take_piece(std::string_view& text, char separator) {
    const std::size_t end = text.find(separator);
    const std::string_view piece = end == std::string_view::npos ? text : std::string_view{text.data(), end};
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return piece;
}

}  // namespace adder::launch
