#pragma once

#include <adder/base/files.hpp>
#include <adder/testing/background_process.hpp>

#include <filesystem>
#include <optional>
#include <string>

#include <support/http_server.hpp>

namespace adder::test {

/// Who may use the servers below.
inline constexpr const char* account_name = "builder";
inline constexpr const char* account_password = "s3cret-of-builder";

/// The real pypiserver on loopback, which lets only that account in. What it does not have it sends to the
/// index that this machine uses.
class PrivateIndex {
  public:
    /// With the wheels and source distributions of a directory.
    explicit PrivateIndex(const std::filesystem::path& packages)
        : PrivateIndex{packages, "127.0.0.1", free_port()} {}
    /// At an address of its own, for locks that name it.
    PrivateIndex(const std::filesystem::path& packages, const std::string& address,
                 unsigned short port = 18080);

    std::string url() const { return url_with(""); }
    /// "http://NAME:PASSWORD@127.0.0.1:PORT/simple"
    std::string url_with_account() const;

  private:
    std::string url_with(const std::string& account) const {
        return "http://" + account + place_ + "/simple";
    }

    base::TempDir directory_;
    std::string place_;
    std::optional<BackgroundProcess> process_;
};

/// A repository `hello.git` with a package of that name, whose module's `greeting` is "hello from git".
class GitRepository {
  public:
    GitRepository();
    std::filesystem::path directory() const { return directory_.path(); }  ///< that holds hello.git
    std::string commit() const { return commit_; }

  private:
    base::TempDir directory_;
    std::string commit_;
};

/// The real `git http-backend` behind a server on loopback, which lets only the account in.
class GitServer {
  public:
    GitServer();

    std::string url() const { return server_.url("/hello.git"); }
    std::string place() const { return server_.url("/"); }
    std::string commit() const { return repository_.commit(); }

  private:
    Answer answer(const Request& request) const;

    GitRepository repository_;
    base::TempDir work_;
    HttpServer server_;
};

/// The real sshd on loopback, which knows one key. Needs root.
class SshServer {
  public:
    SshServer();

    std::string url() const;          ///< "ssh://root@127.0.0.1:PORT/…/hello.git"
    std::string private_key() const;  ///< of who may get in
    std::string known_hosts() const;

  private:
    GitRepository repository_;
    base::TempDir work_;
    unsigned short port_;
    std::optional<BackgroundProcess> process_;
};

}  // namespace adder::test
