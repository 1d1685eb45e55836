#include "archive/unpack.hpp"

#include "archive/chunk_queue.hpp"
#include "archive/entry_reader.hpp"
#include "archive/gunzip.hpp"
#include "archive/tar_guard.hpp"
#include "archive/tree_writer.hpp"
#include "archive/xz_decoder.hpp"
#include "archive/zstd_decoder.hpp"

#include <adder/base/text.hpp>

#include <array>
#include <atomic>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace adder::archive {

namespace {

/// Stops a stream that grows out of proportion, whatever it consists of.
class ExpansionGuard final : public base::ByteSource {
  public:
    ExpansionGuard(base::ByteSource& source, const Limits& limits, const std::atomic<std::uint64_t>& packed)
        : source_{source}, limits_{limits}, packed_{packed} {}

    base::ByteSpan read() override {
        const base::ByteSpan bytes = source_.read();
        unpacked_ += bytes.size();
        check_expansion(limits_, packed_, unpacked_);
        return bytes;
    }

  private:
    base::ByteSource& source_;
    const Limits& limits_;
    const std::atomic<std::uint64_t>& packed_;
    std::uint64_t unpacked_ = 0;
};

/// The reading thread's work: entries → policy → files.
class EntryWriter {
  public:
    EntryWriter(const std::filesystem::path& directory, const UnpackOptions& options,
                const std::atomic<std::uint64_t>& packed)
        : options_{options}, packed_{packed}, policy_{options.limits, options.strip}, writer_{directory} {}

    UnpackTotals write_all(base::ByteSource& source) {
        EntryReader reader{source, options_.format == Format::zip ? Container::zip : Container::tar};
        while (const std::optional<Entry> entry = reader.next()) {
            try {
                write_one(*entry, reader);
            } catch (DamagedArchive& error) {
                error.add_context("in the entry {}", base::printable(entry->path));
                throw;
            }
        }
        for (const MakeSymlink& link : symlinks_) writer_.make_symlink(link.path, link.target);
        return {.entries = policy_.entries() + left_out_, .bytes = policy_.bytes()};
    }

  private:
    void write_one(Entry entry, EntryReader& reader) {
        if (options_.select && !options_.select(entry.path)) {
            ++left_out_;
            return;
        }
        if (options_.executable && options_.executable(entry.path)) entry.mode |= 0111;
        const Action action = policy_.check(entry);
        if (const auto* directory = std::get_if<MakeDirectory>(&action)) {
            writer_.make_directory(directory->path);
        } else if (const auto* file = std::get_if<WriteFile>(&action)) {
            write_file(*file, reader);
        } else if (const auto* symlink = std::get_if<MakeSymlink>(&action)) {
            symlinks_.push_back(*symlink);
        } else if (const auto* hardlink = std::get_if<MakeHardlink>(&action)) {
            writer_.make_hardlink(hardlink->path, hardlink->existing);
        }
    }

    void write_file(const WriteFile& file, EntryReader& reader) {
        writer_.begin_file(file.path, file.executable);
        for (base::ByteSpan bytes = reader.read(); !bytes.empty(); bytes = reader.read()) {
            policy_.count(bytes.size());
            check_expansion(options_.limits, packed_, policy_.bytes());
            writer_.write(bytes);
        }
        writer_.end_file();
    }

    const UnpackOptions& options_;
    const std::atomic<std::uint64_t>& packed_;
    ExtractionPolicy policy_;
    TreeWriter writer_;
    std::vector<MakeSymlink> symlinks_;
    std::uint64_t left_out_ = 0;
};

}  // namespace

std::optional<Format> format_of(std::string_view file_name) {
    static constexpr std::array<std::pair<std::string_view, Format>, 9> ends{{{".tar", Format::tar},
                                                                              {".tar.gz", Format::tar_gz},
                                                                              {".tgz", Format::tar_gz},
                                                                              {".tar.xz", Format::tar_xz},
                                                                              {".txz", Format::tar_xz},
                                                                              {".tar.zst", Format::tar_zst},
                                                                              {".tzst", Format::tar_zst},
                                                                              {".zip", Format::zip},
                                                                              {".whl", Format::zip}}};
    for (const auto& [end, format] : ends) {
        if (file_name.ends_with(end)) return format;
    }
    return std::nullopt;
}

/// Up to three threads at work: the caller's, which brings the bytes; one that decompresses them; one that
/// reads and writes what comes out. The last two take about as long as each other.
class TreeUnpacker::Implementation {
  public:
    Implementation(const std::filesystem::path& directory, UnpackOptions options)
        : options_{std::move(options)}, writer_{directory, options_, packed_} {
        if (options_.format == Format::tar_zst) decoder_ = std::make_unique<ZstdDecoder>(contents_.sink());
        if (options_.format == Format::tar_xz) decoder_ = std::make_unique<XzDecoder>(contents_.sink());
        try {
            if (decoder_) decoding_ = std::thread{[this] { guarded([this] { decode(); }); }};
            writing_ = std::thread{[this] { guarded([this] { write_entries(); }); }};
        } catch (const std::system_error& error) {  // a container may have as many as it is allowed
            abandon();
            join();
            throw base::SystemError{error.code().value(), "cannot start a thread"};
        }
    }

    ~Implementation() {
        abandon();
        join();
    }

    void write(base::ByteSpan bytes) {
        if (!decoder_) packed_ += bytes.size();
        unless_abandoned([&] { first_sink().write(bytes); });
    }

    void finish() {
        unless_abandoned([&] { first_sink().finish(); });
        join();
        if (failure_) std::rethrow_exception(failure_);
    }

    const UnpackTotals& totals() const { return totals_; }

  private:
    base::ByteSink& first_sink() { return decoder_ ? compressed_.sink() : contents_.sink(); }

    void abandon() {
        compressed_.abandon();
        contents_.abandon();
    }

    void join() {
        for (std::thread* thread : {&decoding_, &writing_}) {
            if (thread->joinable()) thread->join();
        }
    }

    /// When nobody listens any more, what stopped them is what happened.
    template <typename Action>
    void unless_abandoned(Action&& action) {
        try {
            action();
        } catch (const ChunkQueue::Abandoned&) {
            join();
            std::rethrow_exception(failure_);
        }
    }

    /// A thread's work. The first failure counts, and ends the other threads' work.
    template <typename Work>
    void guarded(Work&& work) noexcept {
        try {
            work();
        } catch (const ChunkQueue::Abandoned&) {
        } catch (...) {
            {
                const std::lock_guard lock{mutex_};
                if (!failure_) failure_ = std::current_exception();
            }
            abandon();
        }
    }

    void decode() {
        base::ByteSource& source = compressed_.source();
        for (base::ByteSpan bytes = source.read(); !bytes.empty(); bytes = source.read()) {
            packed_ += bytes.size();
            decoder_->write(bytes);
        }
        decoder_->finish();
    }

    void write_entries() {
        std::optional<GunzipSource> gunzip;
        if (options_.format == Format::tar_gz) gunzip.emplace(contents_.source());
        ExpansionGuard guard{gunzip ? static_cast<base::ByteSource&>(*gunzip) : contents_.source(),
                             options_.limits, packed_};
        TarGuard tar{guard};
        totals_ =
            writer_.write_all(options_.format == Format::zip ? static_cast<base::ByteSource&>(guard) : tar);
    }

    const UnpackOptions options_;
    std::atomic<std::uint64_t> packed_ = 0;
    ChunkQueue compressed_;  ///< from the caller to the decoder, if there is one
    ChunkQueue contents_;    ///< to the thread that writes
    EntryWriter writer_;
    std::unique_ptr<base::ByteSink> decoder_;
    UnpackTotals totals_;  ///< the writing thread's until it is joined
    std::mutex mutex_;
    std::exception_ptr failure_;  ///< guarded by the mutex until the threads are joined
    std::thread decoding_;
    std::thread writing_;
};

TreeUnpacker::TreeUnpacker(const std::filesystem::path& directory, UnpackOptions options)
    : implementation_{std::make_unique<Implementation>(directory, std::move(options))} {}

TreeUnpacker::~TreeUnpacker() = default;

void TreeUnpacker::write(base::ByteSpan bytes) { implementation_->write(bytes); }
void TreeUnpacker::finish() { implementation_->finish(); }
const UnpackTotals& TreeUnpacker::totals() const { return implementation_->totals(); }

}  // namespace adder::archive
