#include "python/network/package_page.hpp"

#include <adder/base/error.hpp>
#include <adder/base/text.hpp>

#include <nlohmann/json.hpp>

namespace adder::python {

namespace {

constexpr std::size_t page_limit = 64u << 20;  // the page of a project with thousands of files
constexpr std::string_view simple_api = "application/vnd.pypi.simple.v1+json, text/html;q=0.5";

/// `sha256=…` at the end of a link.
std::string digest_in(std::string_view link) {
    constexpr std::string_view key = "#sha256=";
    const std::size_t at = link.find(key);
    return at == std::string_view::npos ? "" : std::string{link.substr(at + key.size(), 64)};
}

/// The links of a PEP 503 page: the values of all `href` attributes.
std::vector<ListedFile> files_of_html(std::string_view html) {
    std::vector<ListedFile> files;
    constexpr std::string_view attribute = "href=";
    for (std::size_t at = html.find(attribute); at != std::string_view::npos; at = html.find(attribute, at)) {
        at += attribute.size();
        if (at >= html.size() || (html[at] != '"' && html[at] != '\'')) continue;
        const std::size_t end = html.find(html[at], at + 1);
        if (end == std::string_view::npos) break;
        std::string link{html.substr(at + 1, end - at - 1)};
        for (std::size_t entity = link.find("&amp;"); entity != std::string::npos;
             entity = link.find("&amp;")) {
            link.replace(entity, 5, "&");
        }
        const std::string_view rest = html.substr(end, html.find('>', end) - end);
        std::string digest = digest_in(link);
        files.push_back(
            {std::move(link), std::move(digest), rest.find("data-yanked") != std::string_view::npos});
        at = end;
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
