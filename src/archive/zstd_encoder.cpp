#include "archive/zstd_encoder.hpp"

#include <adder/base/error.hpp>

#include <algorithm>
#include <new>
#include <vector>

#include <zstd.h>

namespace adder::archive {

namespace {

struct ContextDeleter {
    void operator()(ZSTD_CCtx* context) const { ::ZSTD_freeCCtx(context); }
};

std::size_t checked(std::size_t result) {
    if (::ZSTD_isError(result)) throw base::Error{"zstd cannot compress: {}", ::ZSTD_getErrorName(result)};
    return result;
}

/// Where repetitions are looked for as far back as `zstd --long` does.
constexpr int long_distance_window_log = 27;

/// How the input is cut for several threads. It is cut in the same way for one, so that their number makes no
/// difference to the bytes; what a piece sees of the one before it costs time in each, what it does not see
/// costs size: with these 0.1 % of a runtime at a window of 8 MiB, 0.5 % at 128 MiB.
struct Pieces {
    int size_log;
    int overlap_log;  ///< of the bytes seen of the piece before
};

Pieces pieces_for(int window_log) {
    constexpr int smallest_size_log = 23;
    constexpr int largest_overlap_log = 24;
    const int overlap_log = std::min(window_log - 1, largest_overlap_log);
    return {std::max(smallest_size_log, overlap_log), overlap_log};
}

/// zstd's own scale for the overlap: 9 is a whole window, each step down half as much.
int overlap_setting(const Pieces& pieces, int window_log) { return 9 - (window_log - pieces.overlap_log); }

}  // namespace

struct ZstdEncoder::State {
    State(base::ByteSink& sink, const ZstdOptions& options)
        : next{sink}, context{::ZSTD_createCCtx()}, buffer(::ZSTD_CStreamOutSize()) {
        if (!context) throw std::bad_alloc{};
        set(ZSTD_c_compressionLevel, options.level);
        set(ZSTD_c_windowLog, options.window_log);
        set(ZSTD_c_checksumFlag, 1);
        set(ZSTD_c_enableLongDistanceMatching, options.window_log >= long_distance_window_log ? 1 : 0);
        set(ZSTD_c_nbWorkers, options.threads);  // never 0: that is another code path, with other bytes
        const Pieces pieces = pieces_for(options.window_log);
        set(ZSTD_c_jobSize, 1 << pieces.size_log);
        set(ZSTD_c_overlapLog, overlap_setting(pieces, options.window_log));
        if (options.content_size) {
            checked(::ZSTD_CCtx_setPledgedSrcSize(context.get(), *options.content_size));
        }
    }

    void set(ZSTD_cParameter parameter, int value) {
        checked(::ZSTD_CCtx_setParameter(context.get(), parameter, value));
    }

    /// Hands what is ready to the next sink; returns how much is still to come.
    std::size_t step(ZSTD_inBuffer& input, ZSTD_EndDirective directive) {
        ZSTD_outBuffer output{buffer.data(), buffer.size(), 0};
        const std::size_t left = checked(::ZSTD_compressStream2(context.get(), &output, &input, directive));
        if (output.pos > 0) next.write({buffer.data(), output.pos});
        return left;
    }

    base::ByteSink& next;
    std::unique_ptr<ZSTD_CCtx, ContextDeleter> context;
    std::vector<std::byte> buffer;
};

ZstdEncoder::ZstdEncoder(base::ByteSink& next, const ZstdOptions& options) {
    if (options.threads < 1) throw base::Error{"{} is no number of threads", options.threads};
    state_ = std::make_unique<State>(next, options);
}

ZstdEncoder::~ZstdEncoder() = default;

void ZstdEncoder::write(base::ByteSpan bytes) {
    ZSTD_inBuffer input{bytes.data(), bytes.size(), 0};
    while (input.pos < input.size) state_->step(input, ZSTD_e_continue);
}

void ZstdEncoder::finish() {
    ZSTD_inBuffer nothing{nullptr, 0, 0};
    while (state_->step(nothing, ZSTD_e_end) > 0) {}
    state_->next.finish();
}

}  // namespace adder::archive
