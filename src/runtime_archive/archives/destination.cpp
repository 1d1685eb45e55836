#include "runtime_archive/archives/destination.hpp"

#include "fetch/uploader.hpp"
#include "runtime_archive/archives/addresses.hpp"
#include "runtime_archive/archives/archive_directory.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>

namespace adder::runtime_archive {

namespace {

namespace fs = std::filesystem;

/// Of one whose server does not say how many it has: far more than any has.
constexpr std::uint64_t most_bytes_of_an_archive = std::uint64_t{1} << 30;

class DirectoryDestination final : public Destination {
  public:
    explicit DirectoryDestination(const fs::path& directory) : directory_{directory} {}

    std::string address_of(const std::string& name) const override { return path_of(name); }
    void require_writable(const std::string&) const override {}

    std::optional<std::uint64_t> size_of(const std::string& name) override {
        if (!fs::exists(path_of(name))) return std::nullopt;
        return fs::file_size(path_of(name));
    }
    std::optional<base::Sha256Digest> digest_of(const std::string& name) override {
        if (!fs::exists(path_of(name))) return std::nullopt;
        return base::sha256_of_file(path_of(name));
    }
    std::optional<Document> read(const std::string& name, std::size_t limit) override {
        auto text = base::read_file_if_present(path_of(name), limit);
        if (!text) return std::nullopt;
        return Document{std::move(*text), ""};
    }
    void fetch(const std::string& name, const fs::path& file, std::uint64_t limit) override {
        if (!fs::exists(path_of(name))) throw fetch::NotFound{fetch::Url::of_file(path_of(name)), 0};
        base::FileSink sink{file};
        base::LimitedSink limited{sink, limit};
        base::copy_file_into(path_of(name), limited);
        limited.finish();
    }
    bool put_new(const std::string& name, const fs::path& file, const fetch::Progress& progress) override {
        if (fs::exists(path_of(name))) return false;
        base::FileSink sink{path_of(name)};
        base::copy_file_into(file, sink);
        sink.finish();
        if (progress) progress(fs::file_size(file), fs::file_size(file));
        return true;
    }
    bool replace(const std::string& name, const std::string& text, const std::optional<Document>&) override {
        base::write_file(path_of(name), text);  // nobody else changes what is held
        return true;
    }

  private:
    fs::path path_of(const std::string& name) const { return directory_.path() / name; }

    ArchiveDirectory directory_;
};

class HttpDestination final : public Destination {
  public:
    HttpDestination(const fetch::Url& directory, const fetch::FetcherOptions& options,
                    std::optional<std::map<std::string, fetch::Url, std::less<>>> put_urls)
        : directory_{directory}, put_urls_{std::move(put_urls)}, fetcher_{options}, uploader_{options} {}

    std::string address_of(const std::string& name) const override {
        return file_url(directory_, name).display();
    }
    void require_writable(const std::string& name) const override { put_url_of(name); }

    std::optional<std::uint64_t> size_of(const std::string& name) override {
        const fetch::Url url = file_url(directory_, name);
        const auto stored = uploader_.look(url);
        if (!stored) return std::nullopt;
        if (!stored->size) throw base::Error{"the server does not say the size of {}", url.display()};
        return stored->size;
    }

    std::optional<base::Sha256Digest> digest_of(const std::string& name) override {
        const fetch::Url url = file_url(directory_, name);
        const auto stored = uploader_.look(url);
        if (!stored) return std::nullopt;
        std::optional<base::Sha256Sink> sink;
        std::optional<base::LimitedSink> limited;
        fetcher_.get(url, [&]() -> base::ByteSink& {
            return limited.emplace(sink.emplace(), stored->size.value_or(most_bytes_of_an_archive));
        });
        return sink->digest();
    }

    std::optional<Document> read(const std::string& name, std::size_t limit) override {
        const fetch::Url url = file_url(directory_, name);
        try {
            fetch::Page page = fetcher_.get_page(url, {.limit = limit});
            return Document{std::move(page.text), std::move(page.etag)};
        } catch (const fetch::NotFound& error) {
            if (error.status() != 403) return std::nullopt;
            throw base::Error{
                "whether there is a {} cannot be told: HTTP status 403. Name credentials that may read it; a "
                "store that speaks S3 tells that something is absent only to those who may list the bucket",
                url.display()};
        }
    }

    void fetch(const std::string& name, const fs::path& file, std::uint64_t limit) override {
        std::optional<base::FileSink> sink;
        std::optional<base::LimitedSink> limited;
        fetcher_.get(file_url(directory_, name), [&]() -> base::ByteSink& {
            limited.reset();
            return limited.emplace(sink.emplace(file), limit);
        });
    }

    bool put_new(const std::string& name, const fs::path& file, const fetch::Progress& progress) override {
        const fetch::PutRequest request{
            .file = file, .content_type = "application/zstd", .only_if_absent = true};
        return uploader_.put(put_url_of(name), request, progress) == fetch::PutResult::done;
    }

    bool replace(const std::string& name, const std::string& text,
                 const std::optional<Document>& before) override {
        const base::TempDir scratch;
        const fs::path file = scratch.path() / "document";
        base::write_file(file, text);
        fetch::PutRequest request{.file = file};
        request.content_type = name.ends_with(".json") ? "application/json" : "text/plain";
        request.only_if_absent = !before;
        // A weak ETag (W/"…") serves no condition (RFC 9110 §13.1.1).
        if (before && before->state.starts_with('"')) request.only_if_etag = before->state;
        return uploader_.put(put_url_of(name), request) == fetch::PutResult::done;
    }

  private:
    fetch::Url put_url_of(const std::string& name) const {
        if (!put_urls_) return file_url(directory_, name);
        const auto found = put_urls_->find(name);
        if (found == put_urls_->end()) throw base::Error{"there is no pre-signed URL for {}", name};
        return found->second;
    }

    fetch::Url directory_;
    std::optional<std::map<std::string, fetch::Url, std::less<>>> put_urls_;
    fetch::Fetcher fetcher_;
    fetch::Uploader uploader_;
};

}  // namespace

std::unique_ptr<Destination> directory_destination(const fs::path& directory) {
    return std::make_unique<DirectoryDestination>(directory);
}

std::unique_ptr<Destination> http_destination(
    const fetch::Url& directory, const fetch::FetcherOptions& options,
    std::optional<std::map<std::string, fetch::Url, std::less<>>> put_urls) {
    return std::make_unique<HttpDestination>(directory, options, std::move(put_urls));
}

}  // namespace adder::runtime_archive
