#include "fetch/trust.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::fetch {
namespace {

using base::Environment;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* pem = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";

class TrustTest : public testing::Test {
  protected:
    std::filesystem::path file(const std::string& name, const std::string& text = pem) {
        const std::filesystem::path path = dir_.path() / name;
        base::make_directories(path.parent_path());
        base::write_file(path, text);
        return path;
    }
    std::filesystem::path root() const { return dir_.path(); }

  private:
    base::TempDir dir_;
};

TEST_F(TrustTest, WhatIsSetWins) {
    file("etc/ssl/certs/ca-certificates.crt");
    const auto mine = file("mine.pem");
    const auto curls = file("curls.pem");
    const Trust trust =
        find_trust({{"SSL_CERT_FILE", mine.native()}, {"CURL_CA_BUNDLE", curls.native()}}, root());
    EXPECT_EQ(trust.file, mine);
    EXPECT_EQ(trust.bundle, mine);
    EXPECT_THAT(trust.directories, IsEmpty());
    EXPECT_THAT(trust.describe(), HasSubstr("SSL_CERT_FILE"));

    EXPECT_EQ(find_trust({{"CURL_CA_BUNDLE", curls.native()}}, root()).file, curls);
}

TEST_F(TrustTest, DirectoriesAreAListBesideTheFile) {
    file("a/x.pem");
    file("b/x.pem");
    const std::string list =
        (root() / "a").native() + ":" + (root() / "none").native() + "::" + (root() / "b").native();
    const Trust trust = find_trust({{"SSL_CERT_DIR", list}}, root());
    EXPECT_THAT(trust.directories, ElementsAre(root() / "a", root() / "b"));
    EXPECT_TRUE(trust.file.empty());

    const auto mine = file("mine.pem");
    EXPECT_THAT(find_trust({{"SSL_CERT_DIR", list}, {"SSL_CERT_FILE", mine.native()}}, root()).directories,
                SizeIs(2));
}

TEST_F(TrustTest, WhatIsSetButUselessIsAnErrorThatNamesTheVariable) {
    const auto no_certificate = file("empty.pem", "nothing\n");
    const auto fails_naming = [&](const char* variable, const std::string& value) {
        try {
            find_trust({{variable, value}}, root());
            ADD_FAILURE() << variable << "=" << value << " was accepted";
        } catch (const base::Error& error) {
            EXPECT_THAT(error.message(), HasSubstr(variable));
            EXPECT_THAT(error.message(), HasSubstr(value));
        }
    };
    fails_naming("SSL_CERT_FILE", "/no/such/file");
    fails_naming("SSL_CERT_FILE", root().native());
    fails_naming("SSL_CERT_FILE", no_certificate.native());
    fails_naming("CURL_CA_BUNDLE", "/no/such/file");
    fails_naming("SSL_CERT_DIR", "/no/such/directory:/nor/such");
}

TEST_F(TrustTest, AnEmptyVariableIsNotSet) {
    const auto bundle = file("etc/ssl/cert.pem");
    EXPECT_EQ(find_trust({{"SSL_CERT_FILE", ""}}, root()).file, bundle);
}

TEST_F(TrustTest, AHashedDirectoryIsPreferredAndItsBundleKept) {
    const auto bundle = file("etc/ssl/certs/ca-certificates.crt");
    file("etc/ssl/certs/0123abcd.0");
    const Trust trust = find_trust({}, root());
    EXPECT_THAT(trust.directories, ElementsAre(root() / "etc/ssl/certs"));
    EXPECT_TRUE(trust.file.empty());
    EXPECT_EQ(trust.bundle, bundle);
}

TEST_F(TrustTest, EveryDistributionsPlaceIsFound) {
    for (const char* place :
         {"etc/ssl/cert.pem", "etc/ssl/ca-bundle.pem", "etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
          "etc/pki/tls/certs/ca-bundle.crt", "etc/ssl/certs/ca-certificates.crt"}) {
        SCOPED_TRACE(place);
        const auto bundle = file(place);  // each precedes the ones before in the order of search
        EXPECT_EQ(find_trust({}, root()).file, bundle);
    }
}

TEST_F(TrustTest, NothingFoundSaysWhereItLooked) {
    const Trust trust = find_trust({}, root());
    EXPECT_FALSE(trust.found());
    EXPECT_THAT(trust.tried, testing::Contains(root() / "etc/ssl/certs/ca-certificates.crt"));
}

TEST_F(TrustTest, CertificatesAreAddedToWhatThereIs) {
    file("etc/ssl/certs/ca-certificates.crt", std::string{pem} + "# image\n");
    file("etc/ssl/certs/0123abcd.0", std::string{pem} + "# hashed\n");
    const Trust trust = with_certificates(
        find_trust({}, root()), {{"a binding", std::string{pem} + "# binding"}}, root() / "all.pem");
    EXPECT_EQ(trust.file, root() / "all.pem");
    EXPECT_EQ(trust.bundle, root() / "all.pem");
    EXPECT_EQ(base::read_file(trust.bundle), std::string{pem} + "# image\n" + pem + "# binding\n");

    EXPECT_THROW(with_certificates(trust, {{"a binding", "x"}}, root() / "other.pem"), NoCertificate);
}

TEST_F(TrustTest, ADirectoryBecomesABundleForTools) {
    file("dir/0123abcd.0", std::string{pem} + "# hashed\n");
    file("dir/README", "not a certificate");
    const Trust trust = with_certificates(find_trust({{"SSL_CERT_DIR", (root() / "dir").native()}}, root()),
                                          {}, root() / "all.pem");
    EXPECT_EQ(base::read_file(trust.bundle), std::string{pem} + "# hashed\n");
}

TEST_F(TrustTest, ToolsAreToldUnlessTheUserChose) {
    const Trust trust{
        .file = {}, .directories = {"/d1", "/d2"}, .bundle = "/b.pem", .origin = {}, .tried = {}};
    const Environment variables =
        tool_variables(trust, {{"PIP_CERT", "/my.pem"}, {"REQUESTS_CA_BUNDLE", ""}});
    EXPECT_THAT(variables.assignments(),
                ElementsAre("CURL_CA_BUNDLE=/b.pem", "GIT_SSL_CAINFO=/b.pem", "REQUESTS_CA_BUNDLE=/b.pem",
                            "SSL_CERT_DIR=/d1:/d2", "SSL_CERT_FILE=/b.pem"));
    EXPECT_THAT(tool_variables({}, {}).assignments(), IsEmpty());
}

}  // namespace
}  // namespace adder::fetch
