#include "fetch/http_client.hpp"

#include <adder/base/text.hpp>

#include <array>
#include <csignal>
#include <exception>
#include <new>

#include <curl/curl.h>

namespace adder::fetch {

namespace {

using base::Error;

/// The largest that libcurl of Debian 12 takes.
constexpr long receive_buffer_size = 512L << 10;

/// A body nobody wants is read to the end while it is short, so that the connection can be kept.
constexpr std::size_t longest_discarded_body = 64u << 10;

struct CurlDeleter {
    void operator()(CURL* handle) const { ::curl_easy_cleanup(handle); }
    void operator()(curl_slist* list) const { ::curl_slist_free_all(list); }
};
using CurlHandle = std::unique_ptr<CURL, CurlDeleter>;
using CurlList = std::unique_ptr<curl_slist, CurlDeleter>;

/// Keeps SIGPIPE from this thread: a server that goes away is an error to report, not the end of the process.
/// libcurl's own way (CURLOPT_NOSIGNAL unset) would change the handler of the whole process.
class SigpipeBlock {
  public:
    SigpipeBlock() {
        ::sigemptyset(&sigpipe_);
        ::sigaddset(&sigpipe_, SIGPIPE);
        ::pthread_sigmask(SIG_BLOCK, &sigpipe_, &before_);
    }
    SigpipeBlock(const SigpipeBlock&) = delete;
    SigpipeBlock& operator=(const SigpipeBlock&) = delete;
    ~SigpipeBlock() {
        constexpr timespec at_once{};
        if (!::sigismember(&before_, SIGPIPE)) ::sigtimedwait(&sigpipe_, nullptr, &at_once);
        ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }

  private:
    sigset_t sigpipe_;
    sigset_t before_;
};

CurlHandle make_handle() {
    static const CURLcode initialised = ::curl_global_init(CURL_GLOBAL_DEFAULT);
    if (initialised != CURLE_OK) throw Error{"cannot set up libcurl: {}", ::curl_easy_strerror(initialised)};
    CurlHandle handle{::curl_easy_init()};
    if (!handle) throw std::bad_alloc{};
    return handle;
}

template <typename T>
void set(CURL* handle, CURLoption option, T value) {
    const CURLcode code = ::curl_easy_setopt(handle, option, value);
    if (code != CURLE_OK) throw Error{"libcurl refuses a setting: {}", ::curl_easy_strerror(code)};
}

/// For options that are a path, or absent.
void set_path(CURL* handle, CURLoption option, const std::string& path) {
    set(handle, option, path.empty() ? nullptr : path.c_str());
}

void append(CurlList& list, const std::string& line) {
    curl_slist* longer = ::curl_slist_append(list.get(), line.c_str());
    if (!longer) throw std::bad_alloc{};
    static_cast<void>(list.release());
    list.reset(longer);
}

FailureKind kind_of(CURLcode code, bool was_connected) {
    switch (code) {
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_COULDNT_RESOLVE_PROXY:
            return FailureKind::resolve;
        case CURLE_COULDNT_CONNECT:
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_PROXY:
            return FailureKind::connect;
        case CURLE_OPERATION_TIMEDOUT:
            return was_connected ? FailureKind::stalled : FailureKind::connect;
        case CURLE_PARTIAL_FILE:
            return FailureKind::truncated;
        case CURLE_GOT_NOTHING:
        case CURLE_SEND_ERROR:
        case CURLE_RECV_ERROR:
            return FailureKind::interrupted;
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CACERT_BADFILE:
        case CURLE_SSL_CERTPROBLEM:
        case CURLE_SSL_ISSUER_ERROR:
            return FailureKind::untrusted;
        default:
            return FailureKind::protocol;
    }
}

/// What the callbacks of one exchange share.
class Reception {
  public:
    Reception(const Receiver& receiver, Outgoing* outgoing) : receiver_{receiver}, outgoing_{outgoing} {}

    void take_header(std::string_view line) {
        if (line.starts_with("HTTP/")) {
            head_ = {};
            const std::vector<std::string_view> parts = base::words(line);
            if (parts.size() > 1) head_.status = static_cast<int>(base::parse_number(parts[1]).value_or(0));
        } else if (base::trim(line).empty()) {
            if (head_.status < 200) return;  // an interim response; the real one follows
            wants_body_ = receiver_.on_head(head_);
        } else {
            head_.add(line);
        }
    }

    /// False to end the exchange.
    bool take_body(base::ByteSpan bytes) {
        if (wants_body_) {
            receiver_.on_body(bytes);
            return true;
        }
        discarded_ += bytes.size();
        return discarded_ <= longest_discarded_body;
    }

    /// libcurl is C: exceptions wait here until it has returned.
    template <typename Action>
    std::size_t guarded(std::size_t size, Action&& action) noexcept {
        try {
            return action() ? size : size + 1;  // another count than the given one aborts
        } catch (...) {
            exception_ = std::current_exception();
            return size + 1;
        }
    }

    /// Gives the body of the request.
    std::size_t give(std::span<std::byte> buffer) noexcept {
        try {
            return outgoing_->read(buffer);
        } catch (...) {
            exception_ = std::current_exception();
            return CURL_READFUNC_ABORT;
        }
    }

    bool rewind() noexcept {
        try {
            outgoing_->rewind();
            return true;
        } catch (...) {
            exception_ = std::current_exception();
            return false;
        }
    }

    bool was_discarded() const { return !wants_body_ && discarded_ > 0; }
    void rethrow() const {
        if (exception_) std::rethrow_exception(exception_);
    }

  private:
    const Receiver& receiver_;
    Outgoing* outgoing_;
    ResponseHead head_;
    bool wants_body_ = false;
    std::size_t discarded_ = 0;
    std::exception_ptr exception_;
};

std::size_t on_header(char* data, std::size_t size, std::size_t count, void* user) noexcept {
    auto& reception = *static_cast<Reception*>(user);
    return reception.guarded(size * count, [&] {
        reception.take_header({data, size * count});
        return true;
    });
}

std::size_t on_body(char* data, std::size_t size, std::size_t count, void* user) noexcept {
    auto& reception = *static_cast<Reception*>(user);
    return reception.guarded(size * count,
                             [&] { return reception.take_body(base::as_bytes({data, size * count})); });
}

std::size_t on_read(char* data, std::size_t size, std::size_t count, void* user) noexcept {
    return static_cast<Reception*>(user)->give(std::as_writable_bytes(std::span{data, size * count}));
}

int on_seek(void* user, curl_off_t offset, int origin) noexcept {
    const bool to_the_beginning = offset == 0 && origin == SEEK_SET;  // all that libcurl asks for
    if (!to_the_beginning) return CURL_SEEKFUNC_CANTSEEK;
    return static_cast<Reception*>(user)->rewind() ? CURL_SEEKFUNC_OK : CURL_SEEKFUNC_FAIL;
}

/// libcurl asks about once a second, also while nothing arrives.
int on_progress(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) noexcept {
    return static_cast<const std::stop_token*>(user)->stop_requested() ? 1 : 0;
}

}  // namespace

struct HttpClient::State {
    explicit State(const FetcherOptions& given) : options{given}, handle{make_handle()} {}

    const FetcherOptions& options;
    CurlHandle handle;
    std::array<char, CURL_ERROR_SIZE> message{};

    void set_up();
    void trust(const Trust& trust);
    void authorise(const Url& url);
    void add_aws_headers(const Exchange& exchange, CurlList& headers) const;
    void choose_method(const Exchange& exchange);
    Failure failure(CURLcode code) const;
};

void HttpClient::State::set_up() {
    CURL* curl = handle.get();
    set(curl, CURLOPT_NOSIGNAL, 1L);
    set(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    set(curl, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(curl, CURLOPT_BUFFERSIZE, receive_buffer_size);
    set(curl, CURLOPT_TCP_KEEPALIVE, 1L);
    set(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_timeout.count()));
    set(curl, CURLOPT_LOW_SPEED_LIMIT, static_cast<long>(options.slowest_bytes_per_second));
    set(curl, CURLOPT_LOW_SPEED_TIME, static_cast<long>(options.stall_timeout.count()));
    set(curl, CURLOPT_USERAGENT, options.user_agent.c_str());
    set(curl, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    set(curl, CURLOPT_ERRORBUFFER, message.data());
    set(curl, CURLOPT_HEADERFUNCTION, &on_header);
    set(curl, CURLOPT_WRITEFUNCTION, &on_body);
    set(curl, CURLOPT_READFUNCTION, &on_read);
    set(curl, CURLOPT_SEEKFUNCTION, &on_seek);
    if (options.stop.stop_possible()) {
        set(curl, CURLOPT_NOPROGRESS, 0L);
        set(curl, CURLOPT_XFERINFOFUNCTION, &on_progress);
        set(curl, CURLOPT_XFERINFODATA, &options.stop);
    }
    // Set even when empty: libcurl would otherwise look for them in the process's environment.
    set(curl, CURLOPT_PROXY, options.proxy.proxy.c_str());
    set(curl, CURLOPT_NOPROXY, options.proxy.no_proxy.c_str());
    if (!options.credentials.netrc.empty()) {
        set(curl, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_OPTIONAL));
        set(curl, CURLOPT_NETRC_FILE, options.credentials.netrc.c_str());
    }
    trust(options.trust);
}

void HttpClient::State::authorise(const Url& url) {
    const bool is_named = url.has_user_info();
    const Credentials::Bearer* bearer = is_named ? nullptr : options.credentials.bearer_for(url);
    const Credentials::Aws* aws = is_named ? nullptr : options.credentials.aws_for(url);
    CURL* curl = handle.get();
    set(curl, CURLOPT_HTTPAUTH, static_cast<long>(bearer ? CURLAUTH_BEARER : CURLAUTH_BASIC));
    set(curl, CURLOPT_XOAUTH2_BEARER, bearer ? bearer->token.c_str() : nullptr);
    // What the handle was given for the request before is taken back; where it signs, it authorises by
    // nothing else.
    const std::string scope = aws ? base::format("aws:amz:{}:s3", aws->region) : "";
    set(curl, CURLOPT_USERNAME, aws ? aws->key_id.c_str() : nullptr);
    set(curl, CURLOPT_PASSWORD, aws ? aws->secret.c_str() : nullptr);
    set(curl, CURLOPT_AWS_SIGV4, aws ? scope.c_str() : nullptr);
}

/// What is signed beside what libcurl signs by itself.
void HttpClient::State::add_aws_headers(const Exchange& exchange, CurlList& headers) const {
    const Credentials::Aws* aws = options.credentials.aws_for(exchange.url);
    if (aws == nullptr || exchange.url.has_user_info()) return;
    const std::string digest = exchange.body ? exchange.body->sha256().hex() : base::sha256("").hex();
    append(headers, "x-amz-content-sha256: " + digest);
    if (!aws->session_token.empty()) append(headers, "x-amz-security-token: " + aws->session_token);
}

void HttpClient::State::choose_method(const Exchange& exchange) {
    CURL* curl = handle.get();
    set(curl, CURLOPT_HTTPGET, 1L);  // forgets what the request before was
    if (exchange.head_only) set(curl, CURLOPT_NOBODY, 1L);
    if (exchange.body) {
        set(curl, CURLOPT_UPLOAD, 1L);
        set(curl, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(exchange.body->size()));
    }
}

void HttpClient::State::trust(const Trust& trust) {
    std::string directories;  // OpenSSL takes a ':' list
    for (const std::filesystem::path& directory : trust.directories) {
        directories += (directories.empty() ? "" : ":") + directory.native();
    }
    CURL* curl = handle.get();
    set_path(curl, CURLOPT_CAINFO, trust.file.native());
    set_path(curl, CURLOPT_CAPATH, directories);
    set_path(curl, CURLOPT_PROXY_CAINFO, trust.file.native());
    set_path(curl, CURLOPT_PROXY_CAPATH, directories);
}

Failure HttpClient::State::failure(CURLcode code) const {
    CURL* curl = handle.get();
    long proxy_status = 0;
    ::curl_easy_getinfo(curl, CURLINFO_HTTP_CONNECTCODE, &proxy_status);
    if (code != CURLE_OK && proxy_status >= 300) {
        return {.kind = FailureKind::status,
                .status = static_cast<int>(proxy_status),
                .reason = base::format("the proxy answered with HTTP status {}", proxy_status)};
    }
    curl_off_t connected_after = 0;  // microseconds
    ::curl_easy_getinfo(curl, CURLINFO_PRETRANSFER_TIME_T, &connected_after);
    const char* text = message[0] != '\0' ? message.data() : ::curl_easy_strerror(code);
    return {.kind = kind_of(code, connected_after > 0), .reason = base::printable(text)};
}

HttpClient::HttpClient(const FetcherOptions& options) : state_{std::make_unique<State>(options)} {
    state_->set_up();
}

HttpClient::~HttpClient() = default;

std::optional<Failure> HttpClient::perform(const Exchange& exchange, const Receiver& receiver) {
    CURL* curl = state_->handle.get();
    const std::string url = exchange.url.text();
    const std::string range = exchange.from ? std::to_string(*exchange.from) + '-' : "";
    const bool direct = exchange.url.is_loopback();
    CurlList headers;
    for (const std::string& header : exchange.headers) append(headers, header);
    state_->add_aws_headers(exchange, headers);
    Reception reception{receiver, exchange.body};

    const SigpipeBlock no_sigpipe;
    state_->message[0] = '\0';
    set(curl, CURLOPT_URL, url.c_str());
    state_->authorise(exchange.url);
    state_->choose_method(exchange);
    set(curl, CURLOPT_PROXY, direct ? "" : state_->options.proxy.proxy.c_str());
    set(curl, CURLOPT_RANGE, range.empty() ? nullptr : range.c_str());
    set(curl, CURLOPT_HTTPHEADER, headers.get());
    set(curl, CURLOPT_HEADERDATA, &reception);
    set(curl, CURLOPT_WRITEDATA, &reception);
    set(curl, CURLOPT_READDATA, &reception);
    set(curl, CURLOPT_SEEKDATA, &reception);

    const CURLcode code = ::curl_easy_perform(curl);
    reception.rethrow();
    if (code == CURLE_OK || (code == CURLE_WRITE_ERROR && reception.was_discarded())) return std::nullopt;
    return state_->failure(code);
}

std::optional<std::chrono::seconds> HttpClient::retry_after() const {
    curl_off_t seconds = 0;
    ::curl_easy_getinfo(state_->handle.get(), CURLINFO_RETRY_AFTER, &seconds);
    if (seconds <= 0) return std::nullopt;
    return std::chrono::seconds{seconds};
}

}  // namespace adder::fetch
