#include "gunzip.hpp"

#include "libarchive_reader.hpp"
#include "stream_end.hpp"

namespace adder::archive {

struct GunzipSource::State {
    explicit State(base::ByteSource& source) : compressed{source} {}

    void open() {
        // Appended, not "supported": libarchive would otherwise look for more filters inside.
        reader.check(::archive_read_append_filter(reader.get(), ARCHIVE_FILTER_GZIP));
        reader.check(::archive_read_support_format_raw(reader.get()));
        reader.open();
        archive_entry* entry = nullptr;
        is_open = true;
        is_at_end = reader.check(::archive_read_next_header(reader.get(), &entry)) == ARCHIVE_EOF;
    }

    /// libarchive stops at whatever is no further gzip member, and says nothing.
    void check_end() {
        const auto used = static_cast<std::uint64_t>(::archive_filter_bytes(reader.get(), -1));
        compressed.drain();
        if (compressed.end_of_contents() > used) {
            throw DamagedArchive{"the gzip data is followed by something else"};
        }
    }

    EndObserver compressed;
    LibarchiveReader reader{compressed};
    bool is_open = false;
    bool is_at_end = false;
};

GunzipSource::GunzipSource(base::ByteSource& compressed) : state_{std::make_unique<State>(compressed)} {}

GunzipSource::~GunzipSource() = default;

base::ByteSpan GunzipSource::read() {
    State& state = *state_;
    if (!state.is_open) state.open();
    const void* data = nullptr;
    std::size_t size = 0;
    la_int64_t offset = 0;
    while (!state.is_at_end) {
        const int result = ::archive_read_data_block(state.reader.get(), &data, &size, &offset);
        state.is_at_end = state.reader.check(result) == ARCHIVE_EOF;
        if (size > 0) return {static_cast<const std::byte*>(data), size};
    }
    state.check_end();
    return {};
}

}  // namespace adder::archive
