#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

#include <lzma.h>

namespace adder::archive::test {

/// One stream; its header asks for a dictionary of that size, whatever the text needs.
inline std::string xz(std::string_view text, std::uint32_t dictionary = 1u << 20) {
    lzma_options_lzma options;
    if (::lzma_lzma_preset(&options, 0)) throw std::logic_error{"no such preset"};
    options.dict_size = dictionary;
    const lzma_filter filters[] = {{LZMA_FILTER_LZMA2, &options}, {LZMA_VLI_UNKNOWN, nullptr}};
    std::string packed(::lzma_stream_buffer_bound(text.size()), '\0');
    std::size_t size = 0;
    const lzma_ret result =
        ::lzma_stream_buffer_encode(const_cast<lzma_filter*>(filters), LZMA_CHECK_CRC64, nullptr,
                                    reinterpret_cast<const std::uint8_t*>(text.data()), text.size(),
                                    reinterpret_cast<std::uint8_t*>(packed.data()), &size, packed.size());
    if (result != LZMA_OK) throw std::logic_error{"xz cannot compress"};
    packed.resize(size);
    return packed;
}

}  // namespace adder::archive::test
