#include "connection.hpp"

#include <adder/base/error.hpp>

#include <algorithm>
#include <csignal>

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

namespace adder::test {

namespace {

using BioPointer = std::unique_ptr<BIO, decltype(&BIO_free)>;

BioPointer bio_of(const std::string& text) {
    return {BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), &BIO_free};
}

}  // namespace

TlsContext::TlsContext(const ServerCertificate& certificate)
    : context_{SSL_CTX_new(TLS_server_method()), &SSL_CTX_free} {
    const BioPointer certificate_bio = bio_of(certificate.certificate);
    const BioPointer key_bio = bio_of(certificate.key);
    const std::unique_ptr<X509, decltype(&X509_free)> x509{
        PEM_read_bio_X509(certificate_bio.get(), nullptr, nullptr, nullptr), &X509_free};
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key{
        PEM_read_bio_PrivateKey(key_bio.get(), nullptr, nullptr, nullptr), &EVP_PKEY_free};
    if (!x509 || !key || SSL_CTX_use_certificate(context_.get(), x509.get()) != 1 ||
        SSL_CTX_use_PrivateKey(context_.get(), key.get()) != 1) {
        throw base::Error{"the test server's certificate is not usable"};
    }
}

void Connection::block_sigpipe() {
    sigset_t sigpipe;
    ::sigemptyset(&sigpipe);
    ::sigaddset(&sigpipe, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &sigpipe, nullptr);
}

bool Connection::start_tls(const TlsContext& context) {
    tls_ = {SSL_new(context.get()), &SSL_free};
    return SSL_set_fd(tls_.get(), fd_.get()) == 1 && SSL_accept(tls_.get()) == 1;
}

long Connection::receive(char* buffer, std::size_t size) {
    if (tls_) return SSL_read(tls_.get(), buffer, static_cast<int>(size));
    return ::recv(fd_.get(), buffer, size, 0);
}

std::string Connection::read_head(std::size_t limit) {
    static constexpr std::string_view end = "\r\n\r\n";
    char buffer[4096];
    while (unread_.find(end) == std::string::npos) {
        const long count = receive(buffer, sizeof buffer);
        if (count <= 0 || unread_.size() > limit) return {};
        unread_.append(buffer, static_cast<std::size_t>(count));
    }
    const std::size_t length = unread_.find(end) + end.size();
    const std::string head = unread_.substr(0, length);
    unread_.erase(0, length);
    return head;
}

std::string Connection::read_exactly(std::size_t size) {
    std::vector<char> buffer(64u << 10);
    while (unread_.size() < size) {
        const long count = receive(buffer.data(), buffer.size());
        if (count <= 0) break;
        unread_.append(buffer.data(), static_cast<std::size_t>(count));
    }
    const std::string bytes = unread_.substr(0, size);
    unread_.erase(0, bytes.size());
    return bytes;
}

bool Connection::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const long count = tls_ ? SSL_write(tls_.get(), bytes.data(),
                                            static_cast<int>(std::min<std::size_t>(bytes.size(), 1u << 20)))
                                : ::send(fd_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

void Connection::reset() {
    const linger at_once{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(fd_.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close();
}

void Connection::wait_for_close() {
    char buffer[256];
    while (receive(buffer, sizeof buffer) > 0) {}
}

void Connection::close() {
    std::lock_guard lock{mutex_};
    fd_.reset();
}

void Connection::shut_down() {
    std::lock_guard lock{mutex_};
    if (fd_) ::shutdown(fd_.get(), SHUT_RDWR);
}

}  // namespace adder::test
