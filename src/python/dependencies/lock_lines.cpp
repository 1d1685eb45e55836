#include "python/dependencies/lock_lines.hpp"

#include <adder/base/text.hpp>

namespace adder::python {

namespace {

/// Of "[[package]]": "package".
std::string_view table_of(std::string_view line) {
    while (line.starts_with('[')) line.remove_prefix(1);
    return line.substr(0, line.find(']'));
}

/// The text that `value`, "TEXT" in quotes, begins with; nothing if it is none.
std::string_view quoted_text(std::string_view value) {
    if (!value.starts_with('"')) return {};
    const std::size_t end = value.find('"', 1);
    return end == std::string_view::npos ? std::string_view{} : value.substr(1, end - 1);
}

/// `inner` is what stands between the braces.
void visit_inline_table(LockLine line, std::string_view inner,
                        const std::function<void(const LockLine&)>& visit) {
    line.outer = line.key;
    for (;;) {
        const std::size_t equals = inner.find(" = ");
        if (equals == std::string_view::npos) return;
        line.key = base::trim(inner.substr(0, equals));
        inner.remove_prefix(equals + 3);
        line.text = quoted_text(inner);
        if (line.text.empty()) return;
        visit(line);
        inner.remove_prefix(line.text.size() + 2);
        if (!inner.starts_with(", ")) return;
        inner.remove_prefix(2);
    }
}

}  // namespace

void for_each_text(std::string_view lock, const std::function<void(const LockLine&)>& visit) {
    LockLine found;
    base::LineReader lines{lock};
    for (std::string_view line; lines.next(line);) {
        if (line.starts_with('[')) found.table = table_of(line);
        const std::size_t equals = line.find(" = ");
        if (equals == std::string_view::npos || line.starts_with(' ') || line.starts_with('#')) continue;
        found.key = base::trim(line.substr(0, equals));
        const std::string_view value = line.substr(equals + 3);
        if (value.starts_with("{ ")) {
            visit_inline_table(found, value.substr(2), visit);
            continue;
        }
        found.text = quoted_text(value);
        if (!found.text.empty()) visit(found);
    }
}

}  // namespace adder::python
