#include "archive/entry_reader.hpp"

#include "archive/libarchive_reader.hpp"
#include "archive/stream_end.hpp"

namespace adder::archive {

namespace {

constexpr std::uint64_t tar_block = 512;

std::uint64_t to_whole_blocks(std::uint64_t size) { return (size + tar_block - 1) / tar_block * tar_block; }

std::string text_or_empty(const char* text) { return text ? text : ""; }

EntryKind kind_of(archive_entry* entry) {
    if (::archive_entry_hardlink(entry)) return EntryKind::hardlink;
    switch (::archive_entry_filetype(entry)) {
        case AE_IFREG:
            return EntryKind::file;
        case AE_IFDIR:
            return EntryKind::directory;
        case AE_IFLNK:
            return EntryKind::symlink;
        default:
            return EntryKind::other;
    }
}

Entry to_entry(archive_entry* header) {
    Entry entry;
    entry.path = text_or_empty(::archive_entry_pathname(header));
    entry.kind = kind_of(header);
    entry.mode = ::archive_entry_perm(header);
    const la_int64_t size = ::archive_entry_size_is_set(header) ? ::archive_entry_size(header) : 0;
    if (size < 0) throw DamagedArchive{"the archive is damaged: an entry has a negative size"};
    entry.size = static_cast<std::uint64_t>(size);
    if (entry.kind == EntryKind::hardlink)
        entry.link_target = text_or_empty(::archive_entry_hardlink(header));
    if (entry.kind == EntryKind::symlink) entry.link_target = text_or_empty(::archive_entry_symlink(header));
    return entry;
}

unsigned little_endian_16(base::ByteSpan bytes, std::size_t at) {
    return std::to_integer<unsigned>(bytes[at]) | std::to_integer<unsigned>(bytes[at + 1]) << 8;
}

std::uint64_t little_endian_32(base::ByteSpan bytes, std::size_t at) {
    return little_endian_16(bytes, at) | std::uint64_t{little_endian_16(bytes, at + 2)} << 16;
}

}  // namespace

struct EntryReader::State {
    State(base::ByteSource& source, Container given) : container{given}, stream{source} {
        reader.check(container == Container::zip ? ::archive_read_support_format_zip_streamable(reader.get())
                                                 : ::archive_read_support_format_tar(reader.get()));
    }

    void check_end(std::uint64_t end_of_last_entry);
    void check_tar_end(std::uint64_t end_of_last_entry) const;
    void check_zip_end() const;

    Container container;
    EndObserver stream;
    LibarchiveReader reader{stream};
    bool is_open = false;
    std::uint64_t entries = 0;
    std::uint64_t declared = 0;  ///< the current file's size; 0 if unknown
    std::uint64_t delivered = 0;
};

void EntryReader::State::check_end(std::uint64_t end_of_last_entry) {
    stream.drain();
    if (container == Container::zip) {
        check_zip_end();
    } else {
        check_tar_end(end_of_last_entry);
    }
}

void EntryReader::State::check_tar_end(std::uint64_t end_of_last_entry) const {
    // libarchive takes the end of the bytes for the end of the archive, too.
    if (reader.position() < to_whole_blocks(end_of_last_entry) + tar_block) {
        throw DamagedArchive{"the archive is cut off: its end mark is missing"};
    }
    if (stream.end_of_contents() > reader.position()) {
        throw DamagedArchive{"the archive's end is followed by something else"};
    }
}

/// Readers that begin at the end would otherwise see another archive than this one, which begins at the
/// beginning: between the entries and their directory is nothing, and after it only its end record.
void EntryReader::State::check_zip_end() const {
    constexpr std::string_view signature = "PK\5\6";
    constexpr std::size_t total_at = 10;
    constexpr std::size_t directory_size_at = 12;
    constexpr std::size_t directory_offset_at = 16;
    constexpr std::size_t comment_length_at = 20;
    const base::ByteSpan end = stream.tail();
    if (base::as_text(end.first(signature.size())) != signature ||
        little_endian_16(end, comment_length_at) != 0) {
        throw DamagedArchive{
            "the archive is cut off, or followed by something else: it does not end in its "
            "directory"};
    }
    const std::uint64_t directory = little_endian_32(end, directory_offset_at);
    const std::uint64_t end_of_directory = directory + little_endian_32(end, directory_size_at);
    if (directory != reader.position() || end_of_directory + EndObserver::tail_size != stream.size()) {
        throw DamagedArchive{"the archive holds something beside its entries and their directory"};
    }
    if (little_endian_16(end, total_at) != (entries & 0xffff)) {
        throw DamagedArchive{"the archive is damaged: its directory lists other entries than it holds"};
    }
}

EntryReader::EntryReader(base::ByteSource& source, Container container)
    : state_{std::make_unique<State>(source, container)} {}

EntryReader::~EntryReader() = default;

std::optional<Entry> EntryReader::next() {
    State& state = *state_;
    LibarchiveReader& reader = state.reader;
    if (!state.is_open) {
        reader.open();
        state.is_open = true;
    } else {
        reader.check(::archive_read_data_skip(reader.get()));
    }
    const std::uint64_t before = reader.position();
    archive_entry* header = nullptr;
    if (reader.check(::archive_read_next_header(reader.get(), &header)) == ARCHIVE_EOF) {
        state.check_end(before);
        return std::nullopt;
    }
    ++state.entries;
    Entry entry = to_entry(header);
    state.declared = entry.size;
    state.delivered = 0;
    return entry;
}

base::ByteSpan EntryReader::read() {
    State& state = *state_;
    const void* data = nullptr;
    std::size_t size = 0;
    la_int64_t offset = 0;
    for (;;) {
        const int result = ::archive_read_data_block(state.reader.get(), &data, &size, &offset);
        if (state.reader.check(result) == ARCHIVE_EOF) break;
        if (static_cast<std::uint64_t>(offset) != state.delivered) {
            throw DamagedArchive{"the archive holds a sparse file, which is not supported"};
        }
        if (size == 0) continue;
        state.delivered += size;
        return {static_cast<const std::byte*>(data), size};
    }
    if (state.declared > 0 && state.delivered != state.declared) {
        throw DamagedArchive{"the archive is damaged: a file of {} bytes has {}", state.declared,
                             state.delivered};
    }
    return {};
}

}  // namespace adder::archive
