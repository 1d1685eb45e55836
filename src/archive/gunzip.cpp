#include "archive/gunzip.hpp"

#include "archive/errors.hpp"

#include <algorithm>
#include <new>
#include <vector>

#include <zlib.h>

namespace adder::archive {

namespace {

constexpr std::size_t buffer_size = 128u << 10;
constexpr int gzip_with_checks = MAX_WBITS + 16;  // CRC-32 and length of every member; nothing but gzip

}  // namespace

struct GunzipSource::State {
    explicit State(base::ByteSource& source) : compressed{source}, buffer(buffer_size) {
        if (::inflateInit2(&stream, gzip_with_checks) != Z_OK) throw std::bad_alloc{};
    }
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() { ::inflateEnd(&stream); }

    bool refill();
    bool begin_next_member();
    std::size_t step();
    [[noreturn]] void fail(std::string_view why) const;

    base::ByteSource& compressed;
    z_stream stream{};
    std::vector<std::byte> buffer;
    base::ByteSpan input;
    std::uint64_t members = 0;
    bool is_in_member = false;
    bool is_padded = false;  ///< zeros have come after a member: nothing else may
};

/// False at the end of the compressed bytes.
bool GunzipSource::State::refill() {
    if (input.empty()) input = compressed.read();
    return !input.empty();
}

/// False if there is none: the archive has ended as it should.
bool GunzipSource::State::begin_next_member() {
    while (refill()) {
        const auto contents = std::ranges::find_if(input, [](std::byte b) { return b != std::byte{0}; });
        const auto zeros = static_cast<std::size_t>(contents - input.begin());
        is_padded = is_padded || (members > 0 && zeros > 0);
        if (members > 0) input = input.subspan(zeros);
        if (input.empty()) continue;
        if (is_padded) throw DamagedArchive{"the gzip data is followed by something else"};
        ::inflateReset(&stream);
        is_in_member = true;
        return true;
    }
    if (members == 0) throw DamagedArchive{"the archive is damaged: there is no gzip data"};
    return false;
}

void GunzipSource::State::fail(std::string_view why) const {
    const bool is_no_member = members > 0 && stream.total_out == 0;
    if (is_no_member) throw DamagedArchive{"the gzip data is followed by something else"};
    throw DamagedArchive{"the archive is damaged: the gzip data is {}", why};
}

/// How many bytes came out.
std::size_t GunzipSource::State::step() {
    // zlib's interface was made before const.
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(input.data()));
    stream.avail_in = static_cast<uInt>(input.size());
    stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
    stream.avail_out = static_cast<uInt>(buffer.size());
    const int result = ::inflate(&stream, Z_NO_FLUSH);
    input = input.last(stream.avail_in);
    if (result == Z_MEM_ERROR) throw std::bad_alloc{};
    if (result == Z_STREAM_END) {
        is_in_member = false;
        ++members;
    } else if (result != Z_OK && result != Z_BUF_ERROR) {
        fail(base::format("corrupt: {}", stream.msg ? stream.msg : "unknown reason"));
    }
    return buffer.size() - stream.avail_out;
}

GunzipSource::GunzipSource(base::ByteSource& compressed) : state_{std::make_unique<State>(compressed)} {}

GunzipSource::~GunzipSource() = default;

base::ByteSpan GunzipSource::read() {
    State& state = *state_;
    while (state.is_in_member || state.begin_next_member()) {
        if (!state.refill()) state.fail("cut off");
        if (const std::size_t size = state.step(); size > 0) return {state.buffer.data(), size};
    }
    return {};
}

}  // namespace adder::archive
