#include "fetcher_fixture.hpp"
#include "support/connect_proxy.hpp"
#include "support/test_certificate.hpp"

#include <adder/base/files.hpp>

#include <gmock/gmock.h>

namespace adder::fetch {
namespace {

using test::Answer;
using test::HttpServer;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class TlsTest : public FetcherTest {
  protected:
    const test::ServerCertificate certificate = test::self_signed_certificate();
    HttpServer tls_server{certificate};
    base::TempDir dir;
};

TEST_F(TlsTest, AnUnknownAuthorityIsRefusedOnceAndExplained) {
    base::write_file(dir.path() / "other.pem", test::self_signed_certificate("other").certificate);
    FetcherOptions with = options();
    with.trust = find_trust({{"SSL_CERT_FILE", (dir.path() / "other.pem").native()}});
    const std::string text = failure<UntrustedServer>(tls_server.url("/f"), with).message();
    EXPECT_THAT(text, HasSubstr("SSL_CERT_FILE"));
    EXPECT_THAT(text, HasSubstr("other.pem"));
    EXPECT_THAT(text, HasSubstr("ca-certificates"));
    EXPECT_THAT(notices, IsEmpty());
}

TEST_F(TlsTest, AKnownAuthorityIsAccepted) {
    tls_server.on("/f", Answer::ok(body));
    base::write_file(dir.path() / "ca.pem", certificate.certificate);
    FetcherOptions with = options();
    with.trust = find_trust({{"SSL_CERT_FILE", (dir.path() / "ca.pem").native()}});
    fetch(tls_server.url("/f"), with);
    EXPECT_EQ(sinks.at(0).text, body);
}

TEST_F(TlsTest, TheNameMustFitToo) {
    base::write_file(dir.path() / "ca.pem", certificate.certificate);
    FetcherOptions with = options();
    with.trust = find_trust({{"SSL_CERT_FILE", (dir.path() / "ca.pem").native()}});
    EXPECT_THROW(fetch(base::format("https://127.0.0.2:{}/f", tls_server.port()), with), base::Error);
}

TEST_F(TlsTest, NoAuthoritiesAtAllIsExplained) {
    FetcherOptions with = options();
    with.trust = find_trust({}, dir.path());
    const std::string text = failure<UntrustedServer>(tls_server.url("/f"), with).message();
    EXPECT_THAT(text, HasSubstr("Tried: " + dir.path().native()));
    EXPECT_THAT(text, HasSubstr("ca-certificates"));
}

TEST_F(TlsTest, HttpsDoesNotLeadBackToHttp) {
    tls_server.on("/f", Answer::redirect(server.url("/f")));
    server.on("/f", Answer::ok(body));
    base::write_file(dir.path() / "ca.pem", certificate.certificate);
    FetcherOptions with = options();
    with.trust = find_trust({{"SSL_CERT_FILE", (dir.path() / "ca.pem").native()}});
    EXPECT_THROW(fetch(tls_server.url("/f"), with), InsecureUrl);
}

TEST_F(TlsTest, AProxyIsGoneThroughWithItsCredentials) {
    const test::ConnectProxy proxy{tls_server.port(), "me:hunter2"};
    tls_server.on(
        "/f", {Answer::ok(body).etag("v").ranges().cut_after(100'000), Answer::ok(body).etag("v").ranges()});
    base::write_file(dir.path() / "ca.pem", certificate.certificate);
    FetcherOptions with = options();
    with.trust = find_trust({{"SSL_CERT_FILE", (dir.path() / "ca.pem").native()}});
    with.proxy.proxy = base::format("http://me:hunter2@127.0.0.1:{}", proxy.port());
    fetch("https://runtimes.example.com/f", with);
    EXPECT_EQ(sinks.at(0).text, body);
    EXPECT_THAT(sinks, SizeIs(1)) << "it was resumed";
    EXPECT_EQ(proxy.tunnels().at(0), "runtimes.example.com:443");

    sinks.clear();
    with.proxy.no_proxy = "other.example.com,.example.com";
    with.retry.attempts = 1;
    const std::string unresolved = failure<NetworkError>("https://runtimes.example.com/f", with).message();
    EXPECT_THAT(unresolved, HasSubstr("resolve")) << "it is reached directly, and there is none";
    with.proxy = {.proxy = base::format("http://me:wrong@127.0.0.1:{}", proxy.port()), .no_proxy = {}};
    EXPECT_THAT(
        failure<HttpStatusError>("https://runtimes.example.com/f", with).message(),
        testing::AllOf(HasSubstr("the proxy answered with HTTP status 407"), Not(HasSubstr("wrong"))));
}

TEST_F(FetcherTest, TheProxyIsAskedForHttpsOnly) {
    HttpServer proxy;
    proxy.on("example.com:443", Answer::status(407));
    FetcherOptions with = options();
    with.proxy.proxy = "http://me:hunter2@127.0.0.1:" + std::to_string(proxy.port());
    with.trust.directories = {"/"};
    const auto error = failure<HttpStatusError>("https://example.com/f", with);
    EXPECT_EQ(error.status(), 407);
    EXPECT_THAT(error.message(), HasSubstr("proxy"));
    EXPECT_THAT(error.message(), Not(HasSubstr("hunter2")));
    EXPECT_EQ(proxy.requests().at(0).method, "CONNECT");

    server.on("/f", Answer::ok(body));
    fetch(server.url("/f"), with);
    EXPECT_THAT(proxy.requests(), SizeIs(1));
}

}  // namespace
}  // namespace adder::fetch
