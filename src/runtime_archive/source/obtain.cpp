#include "runtime_archive/source/obtain.hpp"

#include "runtime_archive/progress/byte_progress.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/interrupts.hpp>
#include <adder/base/text.hpp>

namespace adder::runtime_archive {

namespace {

namespace fs = std::filesystem;

/// Far more than CPython's sources, or anybody's build of it, have.
constexpr std::uint64_t most_bytes_of_a_source = std::uint64_t{1} << 30;

/// Once more from the start replaces what a broken attempt has left.
void fetch_file(const fetch::Url& url, const fs::path& file, const fetch::FetcherOptions& network,
                base::Log& log) {
    const base::Stopwatch watch;
    {
        ByteProgress progress{log, "downloading"};
        std::optional<base::FileSink> sink;
        std::optional<base::LimitedSink> limited;
        fetch::Fetcher{network}.get(
            url,
            [&]() -> base::ByteSink& {
                limited.reset();
                return limited.emplace(sink.emplace(file), most_bytes_of_a_source);
            },
            [&](std::uint64_t done, std::uint64_t total) {
                base::throw_if_stopped(network.stop);
                progress.update(done, total);
            });
    }
    log.step("Downloaded {} ({}, {})", url.display(), base::human_size(fs::file_size(file)), watch.text());
}

}  // namespace

Obtained obtain(const std::string& file_or_url, const fs::path& directory,
                const fetch::FetcherOptions& network, base::Log& log) {
    const bool is_url = file_or_url.find("://") != std::string::npos;
    if (is_url) {
        const fetch::Url url = fetch::Url::parse(file_or_url);
        const fs::path file = directory / file_name_of(url);
        fetch_file(url, file, network, log);
        return {.file = file,
                .source = {.name = file.filename(),
                           .url = public_text(url),
                           .sha256 = base::sha256_of_file(file)},
                .from_network = url.scheme() != fetch::Url::Scheme::file};
    }
    const fs::path file = file_or_url;
    if (!fs::is_regular_file(file)) throw base::Error{"there is no file {}", file};
    return {.file = file, .source = {.name = file.filename(), .sha256 = base::sha256_of_file(file)}};
}

std::string file_name_of(const fetch::Url& url) {
    std::string path = url.path();
    path.erase(0, path.rfind('/') + 1);
    constexpr std::string_view plus = "%2B";
    for (std::size_t at = path.find(plus); at != std::string::npos; at = path.find(plus)) {
        path.replace(at, plus.size(), "+");
    }
    if (!runtimes::is_plain_file_name(path)) {
        throw base::Error{"{} does not end in the name of a file", url.display()};
    }
    return path;
}

std::optional<std::string> public_text(const fetch::Url& url) {
    const std::string text = url.text();
    const bool has_query = text.find('?') != std::string::npos;
    if (url.scheme() == fetch::Url::Scheme::file || url.has_user_info() || has_query) return std::nullopt;
    return url.display();
}

void require_digest(const Obtained& obtained, const base::Sha256Digest& expected) {
    if (obtained.source.sha256 == expected) return;
    base::DigestMismatch error{expected, *obtained.source.sha256};
    error.add_context("while checking {}", obtained.file);
    throw error;
}

}  // namespace adder::runtime_archive
