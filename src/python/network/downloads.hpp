#pragma once

#include "python/network/services.hpp"

#include <adder/base/bytes.hpp>
#include <adder/base/digest.hpp>
#include <adder/cnb/layers.hpp>

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace adder::python {

/// The metadata of the `downloads` layer: its layout's version.
struct DownloadsKey {
    std::string format;

    static DownloadsKey from_toml(const cnb::TomlReader& reader);
    cnb::TomlTable to_toml() const;
};

/// The `downloads` layer: what was fetched once and a later build may need again, as files named by their
/// SHA-256. A file that is there is complete; whether it is undamaged is checked whenever it is read.
class Downloads {
  public:
    static constexpr const char* layer_name = "downloads";

    /// What the last build kept, if its layout is today's, else an empty layer.
    static Downloads open(const cnb::Layers& layers, const Services& services);

    /// Far more than any runtime or wheel has.
    static constexpr std::uint64_t most_bytes_of_any_size = std::uint64_t{1} << 30;

    /// A file that is wanted.
    struct Wanted {
        std::function<fetch::Url()>
            url;           ///< asked only when the file is not there: finding out may need the network
        std::string name;  ///< for the log
        std::optional<base::Sha256Digest> digest;  ///< if it is known before the file arrives
        std::optional<std::uint64_t> size = {};    ///< in bytes, if it is known before the file arrives

        /// More are not waited for.
        std::uint64_t most_bytes() const { return size.value_or(most_bytes_of_any_size); }
    };

    /// Streams the wanted file from where it is into the sink that `start` makes, as `get` does, without
    /// keeping it.
    static base::Sha256Digest pass_on(const Wanted& wanted, const fetch::SinkFactory& start,
                                      const Services& services);

    /// Streams the wanted file from the layer, else from where it is, into the sink that `start` makes, and
    /// keeps it for later builds if it came over the network. `start` is called again when a stream broke and
    /// has to begin anew; the sink it gave before is void.
    ///
    /// Returns the digest of what went into the sink, which has had its `finish`. Throws
    /// `base::DigestMismatch` if the bytes are not the promised ones, `base::TooManyBytes` as soon as there
    /// are more than promised, what `url` and `Fetcher::get` throw, and what the sink throws.
    base::Sha256Digest get(const Wanted& wanted, const fetch::SinkFactory& start) const;

    /// Removes the file with this digest, if it is kept.
    void forget(const base::Sha256Digest& digest) const;

    struct Document {
        std::string text;
        bool is_current = true;  ///< false: its server could not be reached, this is what it said before
    };

    /// A small document that may change, such as a list. It is kept too, and sent again only if it is another
    /// one (RFC 9110 §13.1.2); where its server cannot be reached, the one that is kept serves. Throws what
    /// `Fetcher::get_page` throws.
    Document get_document(const fetch::Url& url, std::size_t limit);

    /// Removes the files that are not among `digests`, and the documents that were not asked for.
    void keep_only(const std::vector<base::Sha256Digest>& digests) const;

  private:
    Downloads(std::filesystem::path directory, const Services& services)
        : directory_{std::move(directory)}, services_{services} {}

    std::filesystem::path file_for(const base::Sha256Digest& digest) const;
    bool get_from_layer(const base::Sha256Digest& digest, const fetch::SinkFactory& start) const;
    base::Sha256Digest get_from_network(const fetch::Url& url, const Wanted& wanted,
                                        const fetch::SinkFactory& start) const;

    std::filesystem::path directory_;
    const Services& services_;
    std::set<std::string> documents_;  ///< names of those that were asked for
};

}  // namespace adder::python
