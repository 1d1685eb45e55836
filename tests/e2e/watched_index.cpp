#include "watched_index.hpp"

#include "python/installed/packages.hpp"
#include "python/network/network.hpp"
#include "python/network/package_page.hpp"
#include "tools.hpp"

#include <adder/base/files.hpp>
#include <adder/base/format.hpp>
#include <adder/base/text.hpp>

#include <unistd.h>

namespace adder::test {

namespace {

constexpr std::size_t largest_file = std::size_t{1} << 30;

std::string real_index() {
    for (const char* variable : {"PIP_INDEX_URL", "UV_DEFAULT_INDEX", "UV_INDEX_URL"}) {
        if (const auto value = setting(variable)) return *value;
    }
    return "https://pypi.org/simple";
}

/// As this process reaches servers.
fetch::FetcherOptions options() {
    const base::Environment env = base::Environment::from(::environ);
    const python::Network network = python::Network::from(env, cnb::Bindings{});
    return {.trust = network.trust(), .proxy = fetch::ProxySettings::from(env), .retry = {}};
}

/// What was fetched once serves all stories: each builds several times, with a tool of some dozen wheels.
template <typename Value, typename Fetch>
const Value& once(const std::string& name, const Fetch& fetch) {
    static std::mutex mutex;
    static std::map<std::string, Value> known;
    const std::lock_guard lock{mutex};
    const auto found = known.find(name);
    return found == known.end() ? known.emplace(name, fetch()).first->second : found->second;
}

const fetch::Page& page_of(const std::string& project) {
    return once<fetch::Page>(project, [&] {
        fetch::Fetcher fetcher{options()};
        return python::project_page(fetcher, real_index(), project);
    });
}

const std::string& bytes_of(const std::string& url) {
    return once<std::string>(
        url, [&] { return fetch::Fetcher{options()}.get_text(fetch::Url::parse(url), largest_file); });
}

}  // namespace

WatchedIndex::WatchedIndex() {
    server_.serve("/", [this](const Request& request) { return answer(request); });
}

std::set<std::string> WatchedIndex::asked_for() const {
    const std::lock_guard lock{mutex_};
    return asked_for_;
}

Answer WatchedIndex::answer(const Request& request) {
    const std::lock_guard lock{mutex_};
    constexpr std::string_view pages = "/simple/";
    constexpr std::string_view files = "/files/";
    if (request.path.starts_with(files))
        return Answer::ok(bytes_of(links_.at(request.path.substr(files.size()))));
    if (!request.path.starts_with(pages)) return Answer::status(404);
    const std::string project{base::split(std::string_view{request.path}.substr(pages.size()), '/').front()};
    asked_for_.insert(project);
    std::string text;
    const fetch::Page& page = page_of(project);
    for (const python::ListedFile& file : python::files_on(page)) {
        const std::string name{file.name()};
        links_[name] = page.url.resolve(file.link).text();
        text += base::format("<a href=\"/files/{}#sha256={}\">{}</a>\n", name, file.sha256, name);
    }
    return Answer::ok(text).header("Content-Type", "text/html");
}

void WatchedIndex::download(const std::vector<std::string>& files, const std::filesystem::path& directory) {
    base::make_directories(directory);
    for (const std::string& wanted : files) {
        const std::string project = python::normalised_name(wanted.substr(0, wanted.find('-')));
        const fetch::Page& page = page_of(project);
        std::string link;
        for (const python::ListedFile& file : python::files_on(page)) {
            if (file.name() == wanted) link = page.url.resolve(file.link).text();
        }
        if (link.empty()) throw base::Error{"the index has no {}", wanted};
        base::write_file(directory / wanted, bytes_of(link));
    }
}

void WatchedIndex::download_pinned(const std::string& pins, const std::filesystem::path& directory) {
    const std::string text = base::read_file(std::filesystem::path{ADDER_SOURCE_DIR} / "tools" / pins);
    std::vector<std::string> files;
    for (const std::string_view line : base::lines(text)) {
        const std::size_t pin = line.find("==");
        if (line.starts_with(' ') || pin == std::string_view::npos) continue;
        const fetch::Page& page = page_of(std::string{line.substr(0, std::min(pin, line.find('[')))});
        for (const python::ListedFile& file : python::files_on(page)) {
            const bool is_pinned = !file.sha256.empty() && text.find(file.sha256) != std::string::npos;
            if (is_pinned && file.name().ends_with("-none-any.whl")) files.emplace_back(file.name());
        }
    }
    download(files, directory);
}

}  // namespace adder::test
