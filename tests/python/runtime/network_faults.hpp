#pragma once

#include <string>
#include <vector>

#include <support/http_server.hpp>
#include <support/test_certificate.hpp>
#include <support/trees.hpp>

namespace adder::python {

/// How a source of runtimes misbehaves.
struct Fault {
    /// What a build can make of it.
    enum class Nature {
        harmless,   ///< the bytes arrive all the same
        transient,  ///< worth another attempt
        definite,   ///< a clear answer: asking again would be rude and change nothing
        content,    ///< what arrives is whole, and not the archive
    };

    std::string name;
    Nature nature;
    std::string title;  ///< of the message when nothing else serves
    test::Answer answer;
    std::string address = {};  ///< a place where it is always like this; empty: the server's own
};

/// An archive, and every fault that a server of it may have.
class NetworkFaults {
  public:
    NetworkFaults();

    const std::string& archive() const { return archive_; }
    const test::Tree& tree() const { return tree_; }

    /// The archive as a server should send it: it can be resumed.
    test::Answer good() const { return test::Answer::ok(archive_).etag("v1").ranges(); }

    std::vector<Fault> of_every_kind() const;  ///< but those below
    std::vector<Fault> stalls() const;         ///< these take their time
    /// One for each 64 KiB of the archive. Of servers that can go on where they stopped, and of others.
    std::vector<Fault> truncations(bool resumable) const;

  private:
    std::vector<Fault> of_connections() const;
    std::vector<Fault> of_statuses() const;
    std::vector<Fault> of_redirects() const;
    std::vector<Fault> of_bodies() const;

    std::string archive_;
    std::string other_archive_;
    test::Tree tree_;
    test::HttpServer untrusted_{test::self_signed_certificate()};
    std::string nothing_listens_;
};

}  // namespace adder::python
