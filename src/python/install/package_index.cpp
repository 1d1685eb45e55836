#include "python/install/package_index.hpp"

#include "python/install/messages.hpp"

#include <adder/base/text.hpp>

#include <algorithm>

namespace adder::python {

namespace {

/// Whether a URL in the text, which is in lower case, is one of that host: neither of another whose name only
/// begins like this one, nor with the name elsewhere in it.
bool has_url_of(std::string_view text, std::string_view host) {
    constexpr std::string_view scheme_end = "://";
    constexpr std::string_view ends = "/?# \t\r\n\"'<>";
    constexpr std::string_view of_names = "abcdefghijklmnopqrstuvwxyz0123456789.-_";
    for (std::size_t at = text.find(scheme_end); at != std::string_view::npos;
         at = text.find(scheme_end, at)) {
        at += scheme_end.size();
        std::string_view rest = text.substr(at, text.find_first_of(ends, at) - at);
        rest.remove_prefix(rest.rfind('@') + 1);  // npos + 1 is 0
        if (!rest.starts_with(host)) continue;
        rest.remove_prefix(host.size());
        if (rest.empty() || of_names.find(rest.front()) == std::string_view::npos) return true;
    }
    return false;
}

bool names_host(const Project& project, const std::string& host) {
    return std::ranges::any_of(
        project.files, [&](const ProjectFile& file) { return has_url_of(base::to_lower(file.text), host); });
}

}  // namespace

std::optional<BoundIndex> index_in_place_of_pypi(const std::vector<BoundIndex>& indexes,
                                                 const Project& project, const base::Environment& env) {
    for (const char* name : {"UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL", "UV_INDEX",
                             "UV_EXTRA_INDEX_URL", "PIP_EXTRA_INDEX_URL"}) {
        if (env.find_non_empty(name)) return std::nullopt;
    }
    std::optional<BoundIndex> chosen;
    for (const BoundIndex& index : indexes) {
        const bool is_used =
            index.use == BoundIndex::Use::always ||
            (index.use == BoundIndex::Use::unless_named && !names_host(project, index.url.host()));
        if (!is_used) continue;
        if (chosen) throw messages::several_indexes(chosen->binding, index.binding);
        chosen = index;
    }
    return chosen;
}

}  // namespace adder::python
