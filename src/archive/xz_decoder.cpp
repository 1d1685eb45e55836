#include "archive/xz_decoder.hpp"

#include "archive/errors.hpp"

#include <new>
#include <vector>

#include <lzma.h>

namespace adder::archive {

namespace {

/// A dictionary of 128 MiB, and what goes with it.
constexpr std::uint64_t memory_limit = 129ull << 20;
constexpr std::size_t buffer_size = 128u << 10;

}  // namespace

struct XzDecoder::State {
    explicit State(base::ByteSink& sink) : next{sink}, buffer(buffer_size) {
        const lzma_ret result = ::lzma_stream_decoder(&stream, memory_limit, LZMA_CONCATENATED);
        if (result != LZMA_OK) throw std::bad_alloc{};
    }
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() { ::lzma_end(&stream); }

    /// Decodes until the input is used up, or with LZMA_FINISH until the end.
    void run(base::ByteSpan bytes, lzma_action action);
    [[noreturn]] void fail(lzma_ret result) const;

    base::ByteSink& next;
    lzma_stream stream = LZMA_STREAM_INIT;
    std::vector<std::byte> buffer;
};

void XzDecoder::State::run(base::ByteSpan bytes, lzma_action action) {
    stream.next_in = reinterpret_cast<const std::uint8_t*>(bytes.data());
    stream.avail_in = bytes.size();
    lzma_ret result = LZMA_OK;
    do {
        stream.next_out = reinterpret_cast<std::uint8_t*>(buffer.data());
        stream.avail_out = buffer.size();
        result = ::lzma_code(&stream, action);
        if (const std::size_t size = buffer.size() - stream.avail_out; size > 0) {
            next.write({buffer.data(), size});
        }
        // LZMA_BUF_ERROR without the end in sight: there is nothing more to be done with what is there.
        if (result == LZMA_BUF_ERROR && action == LZMA_RUN) return;
        if (result != LZMA_OK && result != LZMA_STREAM_END) fail(result);
    } while (action == LZMA_FINISH ? result != LZMA_STREAM_END
                                   : stream.avail_in > 0 || stream.avail_out == 0);
}

void XzDecoder::State::fail(lzma_ret result) const {
    switch (result) {
        case LZMA_MEMLIMIT_ERROR:
            throw DamagedArchive{
                "the archive needs more than 128 MiB of memory to be decompressed: make it with `xz -9` or "
                "less"};
        case LZMA_MEM_ERROR:
            throw std::bad_alloc{};
        case LZMA_BUF_ERROR:
            throw DamagedArchive{"the xz data is cut off"};
        case LZMA_FORMAT_ERROR:
            throw DamagedArchive{"this is not xz data"};
        case LZMA_OPTIONS_ERROR:
            throw DamagedArchive{"the xz data uses a filter that is not known here"};
        default:
            throw DamagedArchive{"the xz data is corrupt, or followed by something else"};
    }
}

XzDecoder::XzDecoder(base::ByteSink& next) : state_{std::make_unique<State>(next)} {}

XzDecoder::~XzDecoder() = default;

void XzDecoder::write(base::ByteSpan bytes) {
    if (!bytes.empty()) state_->run(bytes, LZMA_RUN);
}

void XzDecoder::finish() {
    if (state_->stream.total_in == 0) throw DamagedArchive{"there is no xz data: the archive is empty"};
    state_->run({}, LZMA_FINISH);
    state_->next.finish();
}

}  // namespace adder::archive
