#include <adder/base/text.hpp>
#include <adder/python/downloads.hpp>

#include <algorithm>

namespace adder::python {

namespace {

namespace fs = std::filesystem;

constexpr const char* layout_version = "1";

/// One attempt at a download: its bytes go to the file that is kept, to the digest and to the receiver.
class Attempt {
  public:
    Attempt(const fs::path& file, base::ByteSink& receiver) : file_{file}, tee_{{digest_, file_, receiver}} {}

    base::ByteSink& sink() { return tee_; }
    const base::Sha256Digest& digest() const { return digest_.digest(); }

  private:
    base::Sha256Sink digest_;
    base::FileSink file_;
    base::TeeSink tee_;
};

/// Says how far a download is, every few seconds: a log has no room for a bar.
class ProgressLog {
  public:
    explicit ProgressLog(base::Log& log) : log_{log} {}

    void operator()(std::uint64_t received, std::uint64_t total) {
        constexpr double interval = 5.0;
        received_ = received;
        const double elapsed = watch_.seconds();
        if (elapsed < last_ + interval) return;
        last_ = elapsed;
        const std::string of_total = total == 0 ? "" : " of " + base::human_size(total);
        log_.step("  {}{}, {}/s", base::human_size(received), of_total, rate());
    }

    void finish() const {
        log_.step("  {} in {} ({}/s)", base::human_size(received_), watch_.text(), rate());
    }

  private:
    std::string rate() const {
        const double seconds = std::max(watch_.seconds(), 0.001);
        return base::human_size(static_cast<std::uint64_t>(static_cast<double>(received_) / seconds));
    }

    base::Log& log_;
    base::Stopwatch watch_;
    std::uint64_t received_ = 0;
    double last_ = 0;
};

}  // namespace

DownloadsKey DownloadsKey::from_toml(const cnb::TomlReader& reader) { return {reader.text("layout")}; }

cnb::TomlTable DownloadsKey::to_toml() const { return {{"layout", format}}; }

Downloads::Downloads(const cnb::Layers& layers, const Services& services) : services_{services} {
    const DownloadsKey key{layout_version};
    const auto layer =
        layers.cached<DownloadsKey>("downloads", {.cache = true}, [&key](const DownloadsKey& cached) {
            return cnb::KeyComparison{}.field("the layout", cached.format, key.format).decision();
        });
    layer.update(key, [](const fs::path&) {});
    directory_ = layer.path();
}

fs::path Downloads::file_for(const base::Sha256Digest& digest) const { return directory_ / digest.hex(); }

base::Sha256Digest Downloads::get(const Wanted& wanted, const fetch::SinkFactory& start) const {
    if (wanted.digest && get_from_layer(*wanted.digest, start)) return *wanted.digest;
    return get_from_network(wanted, start);
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

base::Sha256Digest Downloads::get_from_network(const Wanted& wanted, const fetch::SinkFactory& start) const {
    const fs::path incoming = directory_ / "incoming";
    std::optional<Attempt> attempt;
    const fetch::Url url = wanted.url();
    services_.log.step("Downloading {} from {}", wanted.name, url.display());
    ProgressLog progress{services_.log};
    try {
        services_.fetcher.get(
            url,
            [&]() -> base::ByteSink& {
                attempt.reset();
                return attempt.emplace(incoming, start()).sink();
            },
            [&](std::uint64_t received, std::uint64_t total) { progress(received, total); });
        progress.finish();
        const base::Sha256Digest digest = attempt->digest();
        if (wanted.digest && *wanted.digest != digest) throw base::DigestMismatch{*wanted.digest, digest};
        base::rename_path(incoming, file_for(digest));
        return digest;
    } catch (...) {
        base::remove_tree(incoming);
        throw;
    }
}

void Downloads::keep_only(const std::vector<base::Sha256Digest>& digests) const {
    for (const fs::directory_entry& entry : fs::directory_iterator{directory_}) {
        const bool wanted = std::any_of(
            digests.begin(), digests.end(),
            [&](const base::Sha256Digest& digest) { return entry.path().filename() == digest.hex(); });
        if (!wanted) base::remove_tree(entry.path());
    }
}

}  // namespace adder::python
