#include "archive/zstd_decoder.hpp"

#include "archive/errors.hpp"

#include <new>
#include <vector>

#include <zstd.h>
#include <zstd_errors.h>

namespace adder::archive {

namespace {

struct ContextDeleter {
    void operator()(ZSTD_DCtx* context) const { ::ZSTD_freeDCtx(context); }
};

}  // namespace

struct ZstdDecoder::State {
    explicit State(base::ByteSink& sink)
        : next{sink}, context{::ZSTD_createDCtx()}, buffer(::ZSTD_DStreamOutSize()) {
        if (!context) throw std::bad_alloc{};
        const std::size_t result =
            ::ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, ZstdDecoder::max_window_log);
        if (::ZSTD_isError(result)) throw base::Error{"zstd: {}", ::ZSTD_getErrorName(result)};
    }

    [[noreturn]] void fail(std::size_t result) const;

    base::ByteSink& next;
    std::unique_ptr<ZSTD_DCtx, ContextDeleter> context;
    std::vector<std::byte> buffer;
    bool has_frame = false;  ///< a whole one has passed
    bool is_between_frames = true;
};

void ZstdDecoder::State::fail(std::size_t result) const {
    switch (::ZSTD_getErrorCode(result)) {
        case ZSTD_error_frameParameter_windowTooLarge:
            throw DamagedArchive{
                "the archive needs more than 128 MiB of memory to be decompressed: it was made "
                "with a window beyond 2^{}; make it with `zstd --long={}` or less",
                max_window_log, max_window_log};
        case ZSTD_error_prefix_unknown:
            throw DamagedArchive{has_frame ? "the Zstandard data is followed by something else"
                                           : "this is not Zstandard data"};
        case ZSTD_error_checksum_wrong:
            throw DamagedArchive{"the Zstandard data is corrupt: its checksum differs"};
        case ZSTD_error_memory_allocation:
            throw std::bad_alloc{};
        default:
            throw DamagedArchive{"the Zstandard data is corrupt: {}", ::ZSTD_getErrorName(result)};
    }
}

ZstdDecoder::ZstdDecoder(base::ByteSink& next) : state_{std::make_unique<State>(next)} {}

ZstdDecoder::~ZstdDecoder() = default;

void ZstdDecoder::write(base::ByteSpan bytes) {
    State& state = *state_;
    ZSTD_inBuffer input{bytes.data(), bytes.size(), 0};
    bool is_output_full = false;  // then there may be more, even without input
    while (input.pos < input.size || is_output_full) {
        ZSTD_outBuffer output{state.buffer.data(), state.buffer.size(), 0};
        const std::size_t result = ::ZSTD_decompressStream(state.context.get(), &output, &input);
        if (::ZSTD_isError(result)) state.fail(result);
        state.is_between_frames = result == 0;
        state.has_frame = state.has_frame || result == 0;
        if (output.pos > 0) state.next.write({state.buffer.data(), output.pos});
        is_output_full = output.pos == output.size && result != 0;
    }
}

void ZstdDecoder::finish() {
    if (!state_->is_between_frames) throw DamagedArchive{"the Zstandard data is cut off"};
    if (!state_->has_frame) throw DamagedArchive{"there is no Zstandard data: the archive is empty"};
    state_->next.finish();
}

}  // namespace adder::archive
