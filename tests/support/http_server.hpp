#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace adder::test {

/// What the server does with one request. Answers are values: `ok(body).etag("v1").cut_after(100)`.
class Answer {
  public:
    static Answer ok(std::string body);
    static Answer status(int code, std::string body = "");
    static Answer redirect(std::string location, int code = 302);
    static Answer raw(std::string bytes);  ///< these bytes and nothing else, then the connection is closed
    static Answer reset();                 ///< no answer: the connection is reset
    static Answer by_handler() { return status(0); }  ///< what `HttpServer::serve` would answer

    Answer header(std::string name, std::string value) const;
    Answer etag(std::string tag) const;  ///< given without its quotes
    Answer ranges() const;               ///< serves `Range` (206), if an `If-Range` fits the validator

    Answer cut_after(std::size_t bytes) const;    ///< closes after so much of the body
    Answer reset_after(std::size_t bytes) const;  ///< resets the connection after so much of the body
    Answer stall_after(std::size_t bytes) const;  ///< then sends nothing until the client gives up
    Answer drip(std::size_t bytes, std::chrono::milliseconds every) const;
    Answer claimed_length(std::size_t length) const;  ///< a Content-Length that is not true
    Answer without_length() const;                    ///< the end of the connection is the end of the body
    Answer chunked() const;

  private:
    friend class HttpServer;
    enum class End { normal, close, reset, stall };

    int status_ = 200;
    std::vector<std::pair<std::string, std::string>> headers_;
    std::string body_;
    bool raw_ = false;
    bool ranges_ = false;
    bool chunked_ = false;
    bool send_length_ = true;
    std::optional<std::size_t> claimed_length_;
    End end_ = End::normal;
    std::size_t end_after_ = 0;
    std::size_t drip_bytes_ = 0;
    std::chrono::milliseconds drip_every_{0};
};

struct Request {
    std::string method;
    std::string path;                                 ///< with its query
    std::map<std::string, std::string> headers = {};  ///< names in lower case
    std::string body = {};
};

/// A PEM certificate and its key, for a server that speaks TLS.
struct ServerCertificate {
    std::string certificate;
    std::string key;
};

/// An HTTP/1.1 server on 127.0.0.1, at a port the system chose. It forgets everything when it is destroyed.
class HttpServer {
  public:
    HttpServer();
    explicit HttpServer(const ServerCertificate& tls);
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    /// The answers to successive requests for `path` (which may hold a query); the last one repeats. Other
    /// paths are 404.
    void on(std::string path, std::vector<Answer> answers);
    void on(std::string path, Answer answer) { on(std::move(path), std::vector<Answer>{std::move(answer)}); }

    /// Answers whatever is asked for below `prefix` and has no script; one request at a time.
    void serve(std::string prefix, std::function<Answer(const Request&)> handler);

    std::string url(std::string_view path = "/") const;
    unsigned short port() const;

    std::vector<Request> requests() const;
    std::size_t request_count(std::string_view path) const;

  private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace adder::test
