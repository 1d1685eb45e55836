#include "python/network/package_page.hpp"

#include <adder/base/error.hpp>
#include <adder/base/text.hpp>

#include <algorithm>

#include <nlohmann/json.hpp>

namespace adder::python {

namespace {

constexpr std::size_t page_limit = 16u << 20;  // uv's has 2.6 MB, and grows with each release
constexpr std::string_view simple_api = "application/vnd.pypi.simple.v1+json, text/html;q=0.5";

/// `sha256=…` at the end of a link.
std::string digest_in(std::string_view link) {
    constexpr std::string_view key = "#sha256=";
    const std::size_t at = link.find(key);
    return at == std::string_view::npos ? "" : std::string{link.substr(at + key.size(), 64)};
}

std::string with_plain_ampersands(std::string_view text) {
    constexpr std::string_view entity = "&amp;";
    std::string plain;
    for (std::size_t at = text.find(entity); at != std::string_view::npos; at = text.find(entity)) {
        plain += text.substr(0, at + 1);
        text.remove_prefix(at + entity.size());
    }
    return plain += text;
}

/// The links of a PEP 503 page: the values of all `href` attributes, one in each tag. What was looked at is
/// taken off the text, so that it is read once.
std::vector<ListedFile> files_of_html(std::string_view html) {
    std::vector<ListedFile> files;
    constexpr std::string_view attribute = "href=";
    for (std::size_t at = html.find(attribute); at != std::string_view::npos; at = html.find(attribute)) {
        html.remove_prefix(at + attribute.size());
        if (!html.starts_with('"') && !html.starts_with('\'')) continue;
        const std::size_t end = html.find(html.front(), 1);
        if (end == std::string_view::npos) break;
        const std::size_t end_of_tag = std::min(html.find('>', end), html.size());
        std::string link = with_plain_ampersands(html.substr(1, end - 1));
        std::string digest = digest_in(link);
        const std::string_view rest = html.substr(end, end_of_tag - end);
        files.push_back(
            {std::move(link), std::move(digest), rest.find("data-yanked") != std::string_view::npos});
        html.remove_prefix(end_of_tag);
    }
    return files;
}

std::vector<ListedFile> files_of_json(const std::string& json) {
    std::vector<ListedFile> files;
    try {
        const nlohmann::json page = nlohmann::json::parse(json);
        for (const nlohmann::json& file : page.at("files")) {
            const auto yanked = file.find("yanked");
            const bool is_yanked = yanked != file.end() && (yanked->is_string() || *yanked == true);
            const auto hashes = file.find("hashes");
            files.push_back({file.at("url").get<std::string>(),
                             hashes == file.end() ? "" : hashes->value("sha256", ""), is_yanked});
        }
    } catch (const nlohmann::json::exception& error) {
        throw base::Error{"the index answered with JSON of another form ({})", base::printable(error.what())};
    }
    return files;
}

}  // namespace

std::string_view ListedFile::name() const {
    const std::string_view path = std::string_view{link}.substr(0, link.find_first_of("?#"));
    return path.substr(path.rfind('/') + 1);
}

std::vector<ListedFile> files_on(const fetch::Page& page) {
    const bool is_json = page.content_type.find("json") != std::string::npos;
    return is_json ? files_of_json(page.text) : files_of_html(page.text);
}

fetch::Page project_page(fetch::Fetcher& fetcher, std::string_view index, std::string_view project) {
    std::string url{index};
    if (!url.ends_with('/')) url += '/';
    return fetcher.get_page(fetch::Url::parse(url + std::string{project} + "/"),
                            {.limit = page_limit, .accept = simple_api});
}

}  // namespace adder::python
