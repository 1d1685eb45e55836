#include "runtime_archive/commands/network.hpp"

#include "runtime_archive/archives/archive_directory.hpp"

#include <adder/base/error.hpp>

#include <condition_variable>
#include <filesystem>
#include <mutex>

namespace adder::runtime_archive {

namespace {

namespace fs = std::filesystem;

runtimes::Index load_index_from(const fs::path& path) {
    const fs::path directory = path.filename() == runtimes::index_file_name ? path.parent_path() : path;
    const fs::path file = directory / runtimes::index_file_name;
    if (!fs::exists(file)) throw base::Error{"there is no {}: `runtime-archive index` makes one", file};
    return read_index(directory);
}

}  // namespace

fetch::FetcherOptions network_options(const Session& session) {
    fetch::FetcherOptions options{.trust = fetch::find_trust(session.env()),
                                  .proxy = fetch::ProxySettings::from(session.env()),
                                  .retry = {},
                                  .user_agent = "runtime-archive"};
    options.stop = session.stop;
    options.sleep = [stop = session.stop](std::chrono::milliseconds delay) {
        std::mutex mutex;
        std::unique_lock lock{mutex};
        std::condition_variable_any never;
        never.wait_for(lock, stop, delay, [] { return false; });
    };
    options.on_retry = [&log = session.log](const fetch::RetryNotice& notice) {
        log.detail(base::format("{}: {}; attempt {} of {} follows", notice.url.display(),
                                notice.failure.reason, notice.next_attempt, notice.attempts));
    };
    return options;
}

std::optional<fetch::Url> url_value(const std::string& text) {
    if (text.find("://") == std::string::npos) return std::nullopt;
    try {
        return fetch::Url::parse(text);
    } catch (const base::Error& error) {
        throw WrongUsage{error.full_text()};
    }
}

runtimes::Index load_index(const std::string& location, const Session& session) {
    const auto url = url_value(location);
    if (!url) return load_index_from(location);
    if (url->scheme() == fetch::Url::Scheme::file) return load_index_from(url->file_path());
    const bool is_index = url->path().ends_with(base::format("/{}", runtimes::index_file_name));
    const bool is_directory = url->path().ends_with('/');
    const fetch::Url index = is_index ? *url
                             : is_directory
                                 ? url->resolve(runtimes::index_file_name)
                                 : fetch::Url::parse(url->text() + "/").resolve(runtimes::index_file_name);
    const std::string text =
        fetch::Fetcher{network_options(session)}.get_text(index, runtimes::max_index_size);
    try {
        return runtimes::parse_index(text);
    } catch (base::Error& error) {
        error.add_context("while reading {}", index.display());
        throw;
    }
}

}  // namespace adder::runtime_archive
