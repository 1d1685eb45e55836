#include "python/network/downloads.hpp"

#include "fetch/errors.hpp"

#include <adder/base/text.hpp>

#include <algorithm>

namespace adder::python {

namespace {

namespace fs = std::filesystem;

constexpr const char* layout_version = "1";

/// One attempt at a download: its bytes go to the file that is kept, to the digest and to the receiver.
class Attempt {
  public:
    Attempt(const fs::path& file, base::ByteSink& receiver, std::uint64_t limit)
        : file_{file}, tee_{{digest_, file_, receiver}}, limited_{tee_, limit} {}

    base::ByteSink& sink() { return limited_; }
    const base::Sha256Digest& digest() const { return digest_.digest(); }

  private:
    base::Sha256Sink digest_;
    base::FileSink file_;
    base::TeeSink tee_;
    base::LimitedSink limited_;
};

/// One attempt at a download that is not kept.
class UnkeptAttempt {
  public:
    UnkeptAttempt(base::ByteSink& receiver, std::uint64_t limit)
        : tee_{{digest_, receiver}}, limited_{tee_, limit} {}

    base::ByteSink& sink() { return limited_; }
    const base::Sha256Digest& digest() const { return digest_.digest(); }

  private:
    base::Sha256Sink digest_;
    base::TeeSink tee_;
    base::LimitedSink limited_;
};

/// Says how far a download is, every few seconds: a log has no room for a bar.
class ProgressLog {
  public:
    ProgressLog(std::string name, base::Log& log) : name_{std::move(name)}, log_{log} {}

    void operator()(std::uint64_t received, std::uint64_t total) {
        constexpr double interval = 5.0;
        received_ = received;
        const double elapsed = watch_.seconds();
        if (elapsed < last_ + interval) return;
        last_ = elapsed;
        const std::string of_total = total == 0 ? "" : " of " + base::human_size(total);
        log_.step("  {}: {}{}, {}/s", name_, base::human_size(received), of_total, rate());
    }

    void finish() const {
        log_.step("  {}: {} in {} ({}/s)", name_, base::human_size(received_), watch_.text(), rate());
    }

  private:
    std::string rate() const {
        const double seconds = std::max(watch_.seconds(), 0.001);
        return base::human_size(static_cast<std::uint64_t>(static_cast<double>(received_) / seconds));
    }

    std::string name_;  // several may be on their way
    base::Log& log_;
    base::Stopwatch watch_;
    std::uint64_t received_ = 0;
    double last_ = 0;
};

void require(const Downloads::Wanted& wanted, const base::Sha256Digest& digest) {
    if (wanted.digest && *wanted.digest != digest) throw base::DigestMismatch{*wanted.digest, digest};
}

/// A document as it is kept: the tag it had, its digest, and itself.
struct KeptDocument {
    std::string etag;
    std::string text;

    std::string to_file() const { return etag + "\n" + base::sha256(text).hex() + "\n" + text; }

    /// Nothing for a file that is not there, or not whole.
    static std::optional<KeptDocument> read(const fs::path& file, std::size_t limit) {
        constexpr std::size_t room_for_head = 4096;
        const std::string contents = base::read_file_if_present(file, limit + room_for_head).value_or("");
        const std::size_t tag_end = contents.find('\n');
        const std::size_t head_end =
            tag_end == std::string::npos ? tag_end : contents.find('\n', tag_end + 1);
        if (head_end == std::string::npos) return std::nullopt;
        KeptDocument kept{contents.substr(0, tag_end), contents.substr(head_end + 1)};
        const std::string digest = contents.substr(tag_end + 1, head_end - tag_end - 1);
        if (digest != base::sha256(kept.text).hex()) return std::nullopt;
        return kept;
    }
};

}  // namespace

DownloadsKey DownloadsKey::from_toml(const cnb::TomlReader& reader) { return {reader.text("layout")}; }

cnb::TomlTable DownloadsKey::to_toml() const { return {{"layout", format}}; }

Downloads Downloads::open(const cnb::Layers& layers, const Services& services) {
    const DownloadsKey key{layout_version};
    const auto layer =
        layers.cached<DownloadsKey>(layer_name, {.cache = true}, [&key](const DownloadsKey& cached) {
            return cnb::KeyComparison{}.field("the layout", cached.format, key.format).decision();
        });
    layer.update(key, [](const fs::path&) {});
    return {layer.path(), services};
}

fs::path Downloads::file_for(const base::Sha256Digest& digest) const { return directory_ / digest.hex(); }

base::Sha256Digest Downloads::get(const Wanted& wanted, const fetch::SinkFactory& start) const {
    if (wanted.digest && get_from_layer(*wanted.digest, start)) return *wanted.digest;
    fetch::Url url = wanted.url();
    const bool is_here = url.scheme() == fetch::Url::Scheme::file;
    // What is on this machine's disk already is not kept a second time.
    return is_here ? pass_on({[&] { return url; }, wanted.name, wanted.digest, wanted.size}, start, services_)
                   : get_from_network(url, wanted, start);
}

base::Sha256Digest Downloads::pass_on(const Wanted& wanted, const fetch::SinkFactory& start,
                                      const Services& services) {
    const fetch::Url url = wanted.url();
    const bool is_here = url.scheme() == fetch::Url::Scheme::file;
    services.log.step("{} {} from {}", is_here ? "Taking" : "Downloading", wanted.name, url.display());
    std::optional<UnkeptAttempt> attempt;
    ProgressLog progress{wanted.name, services.log};
    services.fetcher.get(
        url, [&]() -> base::ByteSink& { return attempt.emplace(start(), wanted.most_bytes()).sink(); },
        [&](std::uint64_t received, std::uint64_t total) { progress(received, total); });
    if (!is_here) progress.finish();
    require(wanted, attempt->digest());
    return attempt->digest();
}

bool Downloads::get_from_layer(const base::Sha256Digest& digest, const fetch::SinkFactory& start) const {
    const fs::path file = file_for(digest);
    if (!fs::exists(file)) return false;
    base::Sha256Sink check;
    try {
        base::ByteSink& receiver = start();
        base::TeeSink both{{check, receiver}};
        base::copy_file_into(file, both);
        check.finish();
        if (check.digest() == digest) {
            receiver.finish();
            return true;
        }
    } catch (const base::SystemError&) {
        throw;
    } catch (const base::Error&) {  // the receiver's: it may be the copy's fault
        if (base::sha256_of_file(file) == digest) throw;
    }
    services_.log.step("The cached copy is damaged: fetching it again");
    base::remove_tree(file);
    return false;
}

base::Sha256Digest Downloads::get_from_network(const fetch::Url& url, const Wanted& wanted,
                                               const fetch::SinkFactory& start) const {
    const fs::path incoming = directory_ / "incoming";
    std::optional<Attempt> attempt;
    services_.log.step("Downloading {} from {}", wanted.name, url.display());
    ProgressLog progress{wanted.name, services_.log};
    try {
        services_.fetcher.get(
            url,
            [&]() -> base::ByteSink& {
                attempt.reset();
                return attempt.emplace(incoming, start(), wanted.most_bytes()).sink();
            },
            [&](std::uint64_t received, std::uint64_t total) { progress(received, total); });
        progress.finish();
        const base::Sha256Digest digest = attempt->digest();
        require(wanted, digest);
        base::rename_path(incoming, file_for(digest));
        return digest;
    } catch (...) {
        base::remove_tree(incoming);
        throw;
    }
}

void Downloads::forget(const base::Sha256Digest& digest) const { base::remove_tree(file_for(digest)); }

Downloads::Document Downloads::get_document(const fetch::Url& url, std::size_t limit) {
    if (url.scheme() == fetch::Url::Scheme::file) return {services_.fetcher.get_text(url, limit)};

    const std::string name = "document-" + base::sha256(url.display()).hex();
    const fs::path file = directory_ / name;
    documents_.insert(name);
    const std::optional<KeptDocument> kept = KeptDocument::read(file, limit);
    const std::string etag = kept ? kept->etag : "";
    try {
        const fetch::Page page = services_.fetcher.get_page(url, {.limit = limit, .etag = etag});
        if (page.unchanged) return {kept->text};
        if (!page.etag.empty()) base::write_file(file, KeptDocument{page.etag, page.text}.to_file());
        return {page.text};
    } catch (const fetch::NetworkError& error) {
        if (!kept) throw;
        services_.log.step("Going by what {} said before: {}", url.display(), error.attempts().back());
        return {kept->text, false};
    }
}

void Downloads::keep_only(const std::vector<base::Sha256Digest>& digests) const {
    std::set<std::string> wanted = documents_;
    for (const base::Sha256Digest& digest : digests) wanted.insert(digest.hex());
    for (const fs::directory_entry& entry : fs::directory_iterator{directory_}) {
        if (!wanted.contains(entry.path().filename())) base::remove_tree(entry.path());
    }
}

}  // namespace adder::python
