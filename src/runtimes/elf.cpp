#include "runtimes/elf.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/text.hpp>

#include <cstring>

#include <elf.h>
#include <sys/mman.h>
#include <sys/stat.h>

namespace adder::runtimes {

namespace {

// Real libraries stay far below these. Structures may overlap and names may be used again, so that a file of
// a few kilobytes could stand for gigabytes.
constexpr std::size_t longest_name = 16u << 10;  // of search paths: all of them are one
constexpr std::size_t most_text = 1u << 20;
constexpr std::size_t most_structures = 200'000;
constexpr std::size_t most_entries = 10'000;
constexpr std::size_t most_needed = 500;
constexpr std::size_t most_search_paths = 64;
constexpr std::uintmax_t largest_file = std::uintmax_t{8} << 30;

base::Error beyond_limits() { return base::Error{"the ELF file holds more than any real one"}; }

/// The file's bytes as the structures of <elf.h>, which this machine's byte order fits.
class Image {
  public:
    explicit Image(base::ByteSpan bytes) : bytes_{bytes} {}

    template <typename T>
    T at(std::uint64_t offset) {
        if (++structures_ > most_structures) throw beyond_limits();
        if (offset > bytes_.size() || bytes_.size() - offset < sizeof(T)) throw damaged();
        T value;
        std::memcpy(&value, bytes_.data() + offset, sizeof(T));
        return value;
    }

    std::string text(std::uint64_t offset) {
        if (offset >= bytes_.size()) throw damaged();
        const std::string_view rest = base::as_text(bytes_.subspan(offset)).substr(0, longest_name);
        const std::size_t end = rest.find('\0');
        if (end == std::string_view::npos) throw rest.size() == longest_name ? beyond_limits() : damaged();
        text_ += end + 1;
        if (text_ > most_text) throw beyond_limits();
        return std::string{rest.substr(0, end)};
    }

    static base::Error damaged() { return base::Error{"the ELF file refers to what is not in it"}; }

  private:
    base::ByteSpan bytes_;
    std::size_t structures_ = 0;  ///< that were looked at
    std::size_t text_ = 0;        ///< that was taken
};

/// A file in memory, page by page as it is looked at.
class MappedFile {
  public:
    explicit MappedFile(const std::filesystem::path& file) {
        const base::UniqueFd fd = base::open_regular_file(file);
        struct stat status{};
        if (::fstat(fd.get(), &status) != 0) throw base::SystemError{errno, "cannot read {}", file};
        if (status.st_size == 0) return;  // which cannot be mapped
        if (static_cast<std::uintmax_t>(status.st_size) > largest_file) throw beyond_limits();
        size_ = static_cast<std::size_t>(status.st_size);
        start_ = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, fd.get(), 0);
        if (start_ == MAP_FAILED) throw base::SystemError{errno, "cannot read {}", file};
    }
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;
    ~MappedFile() {
        if (size_ != 0) ::munmap(start_, size_);
    }

    base::ByteSpan bytes() const { return {static_cast<const std::byte*>(start_), size_}; }

  private:
    void* start_ = nullptr;
    std::size_t size_ = 0;
};

/// The parts that the dynamic loader looks at, with addresses already those of the file.
class DynamicSection {
  public:
    DynamicSection(Image& image, const Elf64_Ehdr& header) : image_{image} {
        for (unsigned i = 0; i < header.e_phnum; ++i) {
            segments_.push_back(image.at<Elf64_Phdr>(header.e_phoff + std::uint64_t{i} * sizeof(Elf64_Phdr)));
        }
        for (const Elf64_Phdr& segment : segments_) {
            if (segment.p_type == PT_DYNAMIC && entries_.empty()) read_entries(segment);
            if (segment.p_type == PT_INTERP && interpreter_.empty())
                interpreter_ = image.text(segment.p_offset);
        }
        strings_ = has(DT_STRTAB) ? offset_of(value(DT_STRTAB)) : 0;
    }

    bool is_there() const { return !entries_.empty(); }
    const std::string& interpreter() const { return interpreter_; }
    bool has(Elf64_Sxword tag) const { return !values(tag).empty(); }
    std::uint64_t value(Elf64_Sxword tag) const { return values(tag).empty() ? 0 : values(tag).front(); }

    std::vector<std::uint64_t> values(Elf64_Sxword tag) const {
        std::vector<std::uint64_t> found;
        for (const Elf64_Dyn& entry : entries_) {
            if (entry.d_tag == tag) found.push_back(entry.d_un.d_val);
        }
        return found;
    }

    std::string text(std::uint64_t index) const { return image_.text(strings_ + index); }

    std::uint64_t offset_of(std::uint64_t address) const {
        for (const Elf64_Phdr& segment : segments_) {
            if (segment.p_type == PT_LOAD && address >= segment.p_vaddr &&
                address - segment.p_vaddr < segment.p_filesz) {
                return address - segment.p_vaddr + segment.p_offset;
            }
        }
        throw Image::damaged();
    }

  private:
    void read_entries(const Elf64_Phdr& segment) {
        for (std::uint64_t at = 0; at < segment.p_filesz; at += sizeof(Elf64_Dyn)) {
            const auto entry = image_.at<Elf64_Dyn>(segment.p_offset + at);
            if (entry.d_tag == DT_NULL) return;
            if (entries_.size() == most_entries) throw beyond_limits();
            entries_.push_back(entry);
        }
    }

    Image& image_;
    std::vector<Elf64_Phdr> segments_;
    std::vector<Elf64_Dyn> entries_;
    std::string interpreter_;
    std::uint64_t strings_ = 0;
};

void read_needed_versions(Image& image, const DynamicSection& dynamic, Elf& elf) {
    if (!dynamic.has(DT_VERNEED)) return;
    std::uint64_t at = dynamic.offset_of(dynamic.value(DT_VERNEED));
    for (std::uint64_t left = dynamic.value(DT_VERNEEDNUM); left > 0; --left) {
        const auto need = image.at<Elf64_Verneed>(at);
        std::set<std::string>& versions = elf.needed_versions[dynamic.text(need.vn_file)];
        std::uint64_t version_at = at + need.vn_aux;
        for (unsigned i = 0; i < need.vn_cnt; ++i) {
            const auto version = image.at<Elf64_Vernaux>(version_at);
            const bool is_weak = (version.vna_flags & VER_FLG_WEAK) != 0;
            if (!is_weak) versions.insert(dynamic.text(version.vna_name));
            if (version.vna_next == 0) break;
            version_at += version.vna_next;
        }
        if (need.vn_next == 0) return;
        at += need.vn_next;
    }
}

void read_defined_versions(Image& image, const DynamicSection& dynamic, Elf& elf) {
    if (!dynamic.has(DT_VERDEF)) return;
    std::uint64_t at = dynamic.offset_of(dynamic.value(DT_VERDEF));
    for (std::uint64_t left = dynamic.value(DT_VERDEFNUM); left > 0; --left) {
        const auto definition = image.at<Elf64_Verdef>(at);
        elf.defined_versions.insert(dynamic.text(image.at<Elf64_Verdaux>(at + definition.vd_aux).vda_name));
        if (definition.vd_next == 0) return;
        at += definition.vd_next;
    }
}

std::vector<std::string> search_paths_of(const DynamicSection& dynamic) {
    const Elf64_Sxword tag = dynamic.has(DT_RUNPATH) ? DT_RUNPATH : DT_RPATH;
    if (!dynamic.has(tag)) return {};
    std::vector<std::string> paths;
    const std::string text = dynamic.text(dynamic.value(tag));
    for (const std::string_view path : base::split(text, ':')) {
        if (!path.empty()) paths.emplace_back(path);
    }
    if (paths.size() > most_search_paths) throw beyond_limits();
    return paths;
}

}  // namespace

std::optional<Elf> read_elf(base::ByteSpan bytes) {
    const std::string_view text = base::as_text(bytes);
    if (!text.starts_with(ELFMAG) || bytes.size() < sizeof(Elf64_Ehdr)) return std::nullopt;
    if (text[EI_CLASS] != ELFCLASS64 || text[EI_DATA] != ELFDATA2LSB) return std::nullopt;

    Image image{bytes};
    const auto header = image.at<Elf64_Ehdr>(0);
    const DynamicSection dynamic{image, header};
    if (!dynamic.is_there()) return std::nullopt;

    Elf elf{.machine = header.e_machine, .interpreter = dynamic.interpreter()};
    if (dynamic.has(DT_SONAME)) elf.name = dynamic.text(dynamic.value(DT_SONAME));
    if (dynamic.values(DT_NEEDED).size() > most_needed) throw beyond_limits();
    for (const std::uint64_t index : dynamic.values(DT_NEEDED)) elf.needed.push_back(dynamic.text(index));
    elf.search_paths = search_paths_of(dynamic);
    read_needed_versions(image, dynamic, elf);
    read_defined_versions(image, dynamic, elf);
    return elf;
}

std::optional<Elf> read_elf_file(const std::filesystem::path& file) {
    const MappedFile mapped{file};
    return read_elf(mapped.bytes());
}

}  // namespace adder::runtimes
