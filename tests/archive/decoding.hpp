#pragma once

#include "archive/errors.hpp"

#include <adder/base/bytes.hpp>

#include <algorithm>
#include <string>
#include <string_view>

namespace adder::archive::test {

/// In pieces of the given size, as a network would deliver them.
template <typename Decoder>
std::string decode(std::string_view bytes, std::size_t piece = 1000) {
    base::StringSink sink{std::size_t{1} << 30};
    Decoder decoder{sink};
    for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size()))) {
        decoder.write(base::as_bytes(bytes.substr(0, piece)));
    }
    decoder.finish();
    return sink.text();
}

template <typename Decoder>
std::string decoding_failure(const std::string& bytes) {
    try {
        decode<Decoder>(bytes);
    } catch (const DamagedArchive& error) {
        return error.message();
    }
    return "no failure";
}

}  // namespace adder::archive::test
