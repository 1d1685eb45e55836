#include "http_server.hpp"

#include "connection.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/text.hpp>

#include <algorithm>
#include <atomic>
#include <list>
#include <mutex>
#include <thread>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace adder::test {

namespace {

using base::SystemError;

constexpr std::size_t longest_request = 64 * 1024;

std::string reason_of(int status) { return status < 300 ? "OK" : status < 400 ? "Moved" : "Failed"; }

std::string etag_of(const std::vector<std::pair<std::string, std::string>>& headers, std::string_view name) {
    for (const auto& [key, value] : headers) {
        if (base::to_lower(key) == name) return value;
    }
    return {};
}

std::optional<Request> parse_request(const std::string& text) {
    const std::vector<std::string_view> lines = base::lines(text);
    if (lines.empty()) return std::nullopt;
    const std::vector<std::string_view> first = base::words(lines[0]);
    if (first.size() != 3) return std::nullopt;
    Request request{.method = std::string{first[0]}, .path = std::string{first[1]}};
    for (std::size_t i = 1; i < lines.size(); ++i) {
        const std::size_t colon = lines[i].find(':');
        if (colon == std::string_view::npos) continue;
        request.headers[base::to_lower(lines[i].substr(0, colon))] = base::trim(lines[i].substr(colon + 1));
    }
    return request;
}

}  // namespace

Answer Answer::ok(std::string body) {
    Answer answer;
    answer.body_ = std::move(body);
    return answer;
}

Answer Answer::status(int code, std::string body) {
    Answer answer = ok(std::move(body));
    answer.status_ = code;
    return answer;
}

Answer Answer::redirect(std::string location, int code) {
    return status(code).header("Location", std::move(location));
}

Answer Answer::raw(std::string bytes) {
    Answer answer = ok(std::move(bytes));
    answer.raw_ = true;
    return answer;
}

Answer Answer::reset() {
    Answer answer = raw("");
    answer.end_ = End::reset;
    return answer;
}

Answer Answer::header(std::string name, std::string value) const {
    Answer answer = *this;
    answer.headers_.emplace_back(std::move(name), std::move(value));
    return answer;
}

Answer Answer::etag(std::string tag) const { return header("ETag", '"' + std::move(tag) + '"'); }

Answer Answer::ranges() const {
    Answer answer = *this;
    answer.ranges_ = true;
    return answer;
}

Answer Answer::cut_after(std::size_t bytes) const {
    Answer answer = *this;
    answer.end_ = End::close;
    answer.end_after_ = bytes;
    return answer;
}

Answer Answer::reset_after(std::size_t bytes) const {
    Answer answer = cut_after(bytes);
    answer.end_ = End::reset;
    return answer;
}

Answer Answer::stall_after(std::size_t bytes) const {
    Answer answer = cut_after(bytes);
    answer.end_ = End::stall;
    return answer;
}

Answer Answer::drip(std::size_t bytes, std::chrono::milliseconds every) const {
    Answer answer = *this;
    answer.drip_bytes_ = bytes;
    answer.drip_every_ = every;
    return answer;
}

Answer Answer::claimed_length(std::size_t length) const {
    Answer answer = *this;
    answer.claimed_length_ = length;
    return answer;
}

Answer Answer::without_length() const {
    Answer answer = *this;
    answer.send_length_ = false;
    return answer;
}

Answer Answer::chunked() const {
    Answer answer = without_length();
    answer.chunked_ = true;
    return answer;
}

class HttpServer::Implementation {
  public:
    explicit Implementation(std::optional<TlsContext> tls) : tls_{std::move(tls)} {
        listener_ = base::UniqueFd{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
        if (!listener_) throw SystemError{errno, "cannot make a socket"};
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* generic = reinterpret_cast<sockaddr*>(&address);
        if (::bind(listener_.get(), generic, size) != 0 || ::listen(listener_.get(), 64) != 0 ||
            ::getsockname(listener_.get(), generic, &size) != 0) {
            throw SystemError{errno, "cannot listen on 127.0.0.1"};
        }
        port_ = ntohs(address.sin_port);
        acceptor_ = std::thread{[this] { accept_connections(); }};
    }

    ~Implementation() {
        stopping_ = true;
        ::shutdown(listener_.get(), SHUT_RDWR);
        acceptor_.join();
        {
            std::lock_guard lock{mutex_};
            for (Serving& serving : servings_) serving.connection->shut_down();
        }
        for (Serving& serving : servings_) serving.thread.join();
    }

    void on(std::string path, std::vector<Answer> answers) {
        std::lock_guard lock{mutex_};
        scripts_[std::move(path)] = {std::move(answers), 0};
    }

    void serve(std::string prefix, std::function<Answer(const Request&)> handler) {
        std::lock_guard lock{mutex_};
        handlers_[std::move(prefix)] = std::move(handler);
    }

    std::string url(std::string_view path) const {
        return base::format("{}://127.0.0.1:{}{}", tls_ ? "https" : "http", port_, path);
    }
    unsigned short port() const { return port_; }

    std::vector<Request> requests() const {
        std::lock_guard lock{mutex_};
        return requests_;
    }

  private:
    struct Script {
        std::vector<Answer> answers;
        std::size_t next = 0;
    };
    struct Serving {
        std::unique_ptr<Connection> connection;
        std::thread thread;
    };

    void accept_connections() {
        while (!stopping_) {
            base::UniqueFd fd{::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC)};
            if (!fd) continue;
            std::lock_guard lock{mutex_};
            Serving& serving = servings_.emplace_back();
            serving.connection = std::make_unique<Connection>(std::move(fd));
            serving.thread = std::thread{[this, connection = serving.connection.get()] {
                Connection::block_sigpipe();
                if (tls_ && !connection->start_tls(*tls_)) return connection->close();
                while (!stopping_ && serve_one(*connection)) {}
                connection->close();
            }};
        }
    }

    /// False when the connection is not to be used again.
    bool serve_one(Connection& connection) {
        std::optional<Request> request = parse_request(connection.read_head(longest_request));
        if (!request || !read_body(connection, *request)) return false;
        const Answer answer = next_answer(*request);
        if (answer.raw_) {
            connection.send(answer.body_);
            if (answer.end_ == Answer::End::reset) connection.reset();
            return false;
        }
        return send(connection, *request, answer);
    }

    static bool read_body(Connection& connection, Request& request) {
        const auto length = request.headers.find("content-length");
        if (length == request.headers.end()) return true;
        const auto size = base::parse_number(length->second);
        if (!size) return false;
        if (request.headers.contains("expect") && !connection.send("HTTP/1.1 100 Continue\r\n\r\n"))
            return false;
        request.body = connection.read_exactly(*size);
        return request.body.size() == *size;
    }

    Answer next_answer(const Request& request) {
        std::lock_guard lock{mutex_};
        requests_.push_back(request);
        const auto found = scripts_.find(request.path);
        if (found != scripts_.end()) {
            Script& script = found->second;
            const std::size_t index = std::min(script.next++, script.answers.size() - 1);
            if (script.answers.at(index).status_ != 0) return script.answers.at(index);
        }
        for (const auto& [prefix, handler] : handlers_) {
            if (request.path.starts_with(prefix)) return handler(request);
        }
        return Answer::status(404, "nothing here");
    }

    /// Where in the body the answer begins; 0 unless the client asked for the rest of what it has a part of.
    static std::size_t requested_offset(const Request& request, const Answer& answer) {
        const auto range = request.headers.find("range");
        if (!answer.ranges_ || range == request.headers.end()) return 0;
        if (const auto condition = request.headers.find("if-range"); condition != request.headers.end()) {
            const bool holds = condition->second == etag_of(answer.headers_, "etag") ||
                               condition->second == etag_of(answer.headers_, "last-modified");
            if (!holds) return 0;
        }
        const std::string_view value = range->second;
        const std::string_view first = value.substr(0, value.find('-'));
        return base::parse_number(first.substr(first.find('=') + 1)).value_or(0);
    }

    static bool send(Connection& connection, const Request& request, const Answer& answer) {
        const std::size_t offset = requested_offset(request, answer);
        const std::string_view whole = answer.body_;
        if (offset > 0 && offset >= whole.size()) {
            return connection.send("HTTP/1.1 416 Range\r\nContent-Length: 0\r\n\r\n");
        }
        std::string_view body = whole.substr(offset);
        std::string head =
            base::format("HTTP/1.1 {} {}\r\n", offset > 0 ? 206 : answer.status_, reason_of(answer.status_));
        for (const auto& [name, value] : answer.headers_) head += base::format("{}: {}\r\n", name, value);
        if (offset > 0) {
            head += base::format("Content-Range: bytes {}-{}/{}\r\n", offset, whole.size() - 1, whole.size());
        }
        if (answer.chunked_) head += "Transfer-Encoding: chunked\r\n";
        if (answer.send_length_) {
            head += base::format("Content-Length: {}\r\n", answer.claimed_length_.value_or(body.size()));
        } else if (!answer.chunked_) {
            head += "Connection: close\r\n";
        }
        if (!connection.send(head + "\r\n")) return false;
        if (request.method == "HEAD") return true;

        if (answer.end_ != Answer::End::normal) body = body.substr(0, answer.end_after_);
        if (!send_body(connection, body, answer)) return false;
        switch (answer.end_) {
            case Answer::End::normal:
                break;
            case Answer::End::close:
                return false;
            case Answer::End::reset:
                connection.reset();
                return false;
            case Answer::End::stall:
                connection.wait_for_close();
                return false;
        }
        if (answer.chunked_) connection.send("0\r\n\r\n");
        return answer.chunked_ || (answer.send_length_ && !answer.claimed_length_);
    }

    static bool send_body(Connection& connection, std::string_view body, const Answer& answer) {
        const std::size_t piece_size = answer.drip_bytes_ > 0 ? answer.drip_bytes_ : 64 * 1024;
        while (!body.empty()) {
            const std::string_view piece = body.substr(0, piece_size);
            if (answer.chunked_) {
                static constexpr std::string_view digits = "0123456789abcdef";
                std::string size;
                for (std::size_t rest = piece.size(); rest > 0; rest /= 16)
                    size.insert(0, 1, digits[rest % 16]);
                if (!connection.send(size + "\r\n" + std::string{piece} + "\r\n")) return false;
            } else if (!connection.send(piece)) {
                return false;
            }
            body.remove_prefix(piece.size());
            if (answer.drip_every_.count() > 0) std::this_thread::sleep_for(answer.drip_every_);
        }
        return true;
    }

    std::optional<TlsContext> tls_;
    base::UniqueFd listener_;
    unsigned short port_ = 0;
    std::atomic<bool> stopping_ = false;
    mutable std::mutex mutex_;
    std::map<std::string, Script> scripts_;
    std::map<std::string, std::function<Answer(const Request&)>> handlers_;
    std::vector<Request> requests_;
    std::list<Serving> servings_;
    std::thread acceptor_;
};

HttpServer::HttpServer() : implementation_{std::make_unique<Implementation>(std::nullopt)} {}

HttpServer::HttpServer(const ServerCertificate& tls)
    : implementation_{std::make_unique<Implementation>(TlsContext{tls})} {}

HttpServer::~HttpServer() = default;

void HttpServer::on(std::string path, std::vector<Answer> answers) {
    implementation_->on(std::move(path), std::move(answers));
}

void HttpServer::serve(std::string prefix, std::function<Answer(const Request&)> handler) {
    implementation_->serve(std::move(prefix), std::move(handler));
}

std::string HttpServer::url(std::string_view path) const { return implementation_->url(path); }
unsigned short HttpServer::port() const { return implementation_->port(); }
std::vector<Request> HttpServer::requests() const { return implementation_->requests(); }

std::size_t HttpServer::request_count(std::string_view path) const {
    const std::vector<Request> all = requests();
    return static_cast<std::size_t>(
        std::ranges::count_if(all, [&](const Request& request) { return request.path == path; }));
}

}  // namespace adder::test
