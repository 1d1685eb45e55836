#include "connect_proxy.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/text.hpp>

#include <array>
#include <mutex>
#include <thread>

#include <netinet/in.h>
#include <openssl/evp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace adder::test {

namespace {

using base::UniqueFd;

sockaddr_in loopback(unsigned short port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

UniqueFd stream_socket() { return UniqueFd{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)}; }

const sockaddr* generic(const sockaddr_in& address) { return reinterpret_cast<const sockaddr*>(&address); }

bool pass_on(int from, int to) {
    std::array<char, 16384> buffer;
    const ssize_t count = ::recv(from, buffer.data(), buffer.size(), 0);
    for (ssize_t sent = 0; sent < count;) {
        const auto rest = static_cast<std::size_t>(count - sent);
        const ssize_t passed = ::send(to, buffer.data() + sent, rest, MSG_NOSIGNAL);
        if (passed <= 0) return false;
        sent += passed;
    }
    return count > 0;
}

/// Until one of them, or the proxy, is at its end.
void tunnel(int client, int target, int stop) {
    for (;;) {
        std::array<pollfd, 3> ends{{{client, POLLIN, 0}, {target, POLLIN, 0}, {stop, POLLIN, 0}}};
        if (::poll(ends.data(), ends.size(), -1) < 0 || ends[2].revents != 0) return;
        if (ends[0].revents != 0 && !pass_on(client, target)) return;
        if (ends[1].revents != 0 && !pass_on(target, client)) return;
    }
}

std::string read_head(int client) {
    std::string head;
    char c = 0;
    while (!head.ends_with("\r\n\r\n") && ::recv(client, &c, 1, 0) == 1) head += c;
    return head;
}

std::string base64(const std::string& text) {
    std::string encoded(4 * ((text.size() + 2) / 3) + 1, '\0');
    const int size =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(encoded.data()),
                        reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
    encoded.resize(static_cast<std::size_t>(size));
    return encoded;
}

}  // namespace

class ConnectProxy::Implementation {
  public:
    Implementation(unsigned short target, const std::string& credentials)
        : target_{target}, expected_{credentials.empty() ? "" : "Basic " + base64(credentials)} {
        sockaddr_in address = loopback(0);
        socklen_t size = sizeof address;
        std::array<int, 2> pipe{};
        if (::bind(listener_.get(), generic(address), size) != 0 || ::listen(listener_.get(), 8) != 0 ||
            ::getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&address), &size) != 0 ||
            ::pipe(pipe.data()) != 0) {
            throw base::SystemError{errno, "cannot make a proxy"};
        }
        port_ = ntohs(address.sin_port);
        stop_.reset(pipe[0]);
        stopper_.reset(pipe[1]);
        thread_ = std::thread{[this] { run(); }};
    }
    ~Implementation() {
        stopper_.reset();  // the other end of the pipe notices
        thread_.join();
    }

    unsigned short port() const { return port_; }
    std::vector<std::string> tunnels() const {
        const std::lock_guard lock{mutex_};
        return tunnels_;
    }

  private:
    void run() {
        for (;;) {
            std::array<pollfd, 2> ends{{{listener_.get(), POLLIN, 0}, {stop_.get(), POLLIN, 0}}};
            if (::poll(ends.data(), ends.size(), -1) < 0 || ends[1].revents != 0) return;
            const UniqueFd client{::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC)};
            if (client) serve(client.get());
        }
    }

    void serve(int client) {
        const std::string head = read_head(client);
        const bool is_allowed =
            expected_.empty() || head.find("Proxy-Authorization: " + expected_) != std::string::npos;
        const std::vector<std::string_view> words = base::words(head);
        if (words.size() < 2 || words[0] != "CONNECT" || !is_allowed) {
            answer(client,
                   "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n"
                   "Content-Length: 0\r\nConnection: close\r\n\r\n");
            return;
        }
        const UniqueFd target = stream_socket();
        const sockaddr_in address = loopback(target_);
        if (::connect(target.get(), generic(address), sizeof address) != 0) return;
        {
            const std::lock_guard lock{mutex_};
            tunnels_.emplace_back(words[1]);
        }
        answer(client, "HTTP/1.1 200 Connection established\r\n\r\n");
        tunnel(client, target.get(), stop_.get());
    }

    static void answer(int client, std::string_view text) {
        [[maybe_unused]] const ssize_t ignored = ::send(client, text.data(), text.size(), MSG_NOSIGNAL);
    }

    unsigned short target_;
    std::string expected_;
    UniqueFd listener_ = stream_socket();
    UniqueFd stop_;
    UniqueFd stopper_;
    unsigned short port_ = 0;
    mutable std::mutex mutex_;
    std::vector<std::string> tunnels_;
    std::thread thread_;
};

ConnectProxy::ConnectProxy(unsigned short target, std::string credentials)
    : implementation_{std::make_unique<Implementation>(target, credentials)} {}

ConnectProxy::~ConnectProxy() = default;

unsigned short ConnectProxy::port() const { return implementation_->port(); }

std::vector<std::string> ConnectProxy::tunnels() const { return implementation_->tunnels(); }

}  // namespace adder::test
