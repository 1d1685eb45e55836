#include "runtime_archive/archives/listing.hpp"

#include <adder/base/text.hpp>

#include <algorithm>
#include <array>

namespace adder::runtime_archive {

namespace {

using Row = std::array<std::string, 6>;

Row row_of(const runtimes::IndexEntry& entry) {
    return {version_text(entry.id),
            entry.id.target.text(),
            base::human_size(entry.size),
            entry.date.value_or("-"),
            entry.build_flags.empty() ? "-" : base::join(entry.build_flags, ","),
            entry.file};
}

std::string line_of(const Row& row, const std::array<std::size_t, 6>& widths) {
    std::string line;
    for (std::size_t i = 0; i + 1 < row.size(); ++i) {
        line += row[i] + std::string(widths[i] - row[i].size() + 2, ' ');
    }
    return line + row.back() + "\n";
}

}  // namespace

bool is_selected(const runtimes::IndexEntry& entry, const Selection& selection) {
    if (!selection.series.empty() && entry.id.version.series() != selection.series) return false;
    const std::string target = entry.id.target.text();
    return selection.target.empty() || target == selection.target ||
           target.starts_with(selection.target + "-");
}

std::vector<runtimes::IndexEntry> select(const runtimes::Index& index, const Selection& selection) {
    std::vector<runtimes::IndexEntry> selected;
    for (const runtimes::IndexEntry& entry : index.archives) {
        if (is_selected(entry, selection)) selected.push_back(entry);
    }
    std::ranges::sort(selected, {}, &runtimes::IndexEntry::id);
    return selected;
}

std::string version_text(const runtimes::ArchiveId& id) {
    std::string text = id.version.text();
    if (id.free_threaded) text += "t";
    if (id.build > 1) text += base::format("+{}", id.build);
    if (id.variant != runtimes::Variant::full) text += base::format(" {}", to_text(id.variant));
    return text;
}

std::string table(const std::vector<runtimes::IndexEntry>& entries) {
    std::vector<Row> rows{{"VERSION", "TARGET", "SIZE", "DATE", "FLAGS", "FILE"}};
    for (const runtimes::IndexEntry& entry : entries) rows.push_back(row_of(entry));
    std::array<std::size_t, 6> widths{};
    for (const Row& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
    }
    std::string text;
    for (const Row& row : rows) text += line_of(row, widths);
    return text;
}

std::string describe(const runtimes::IndexEntry& entry) {
    std::string text =
        base::format("version  {}\ntarget   {}\nfile     {}\nsize     {} ({} bytes)\nsha256   {}\n",
                     version_text(entry.id), entry.id.target.text(), entry.file, base::human_size(entry.size),
                     entry.size, entry.sha256.hex());
    if (!entry.build_flags.empty())
        text += base::format("flags    {}\n", base::join(entry.build_flags, ", "));
    if (entry.date) text += base::format("date     {}\n", *entry.date);
    if (!entry.source) return text;
    text += base::format("source   {}\n", entry.source->name);
    if (entry.source->url) text += base::format("         {}\n", *entry.source->url);
    if (entry.source->sha256) text += base::format("         SHA-256 {}\n", entry.source->sha256->hex());
    return text;
}

}  // namespace adder::runtime_archive
