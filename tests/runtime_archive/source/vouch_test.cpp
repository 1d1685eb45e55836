#include "runtime_archive/source/vouch.hpp"

#include "support/errors.hpp"
#include "support/http_server.hpp"

#include <adder/base/files.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::runtime_archive {
namespace {

namespace fs = std::filesystem;
using test::Answer;
using test::error_text;
using testing::HasSubstr;
using testing::Not;

struct BundleCase {
    const char* name;
    bool from_network;
    bool has_digest;
    const char* bundle;
    std::optional<std::string> expected;
};

class BundleTest : public testing::TestWithParam<BundleCase> {};

TEST_P(BundleTest, IsVerifiedWhereItIsNeededOrWanted) {
    const BundleCase& given = GetParam();
    Vouching vouching{.bundle = given.bundle};
    if (given.has_digest) vouching.sha256 = base::sha256("");
    const Obtained source{
        .file = "/downloads/x", .source = {.name = "x"}, .from_network = given.from_network};
    EXPECT_EQ(bundle_for(source, "https://host/x", vouching), given.expected);
}

INSTANTIATE_TEST_SUITE_P(
    Sources, BundleTest,
    testing::Values(BundleCase{"local_with_nothing", false, false, "", std::nullopt},
                    BundleCase{"local_with_digest", false, true, "", std::nullopt},
                    BundleCase{"local_beside", false, false, "auto", "https://host/x.sigstore"},
                    BundleCase{"network_with_nothing", true, false, "", "https://host/x.sigstore"},
                    BundleCase{"network_with_digest", true, true, "", std::nullopt},
                    BundleCase{"network_with_both", true, true, "auto", "https://host/x.sigstore"},
                    BundleCase{"named", true, false, "my.sigstore", "my.sigstore"}),
    [](const auto& tested) { return tested.param.name; });

class VouchTest : public testing::Test {
  protected:
    VouchTest() {
        base::write_file(source, "a tarball");
        base::make_directories(bin);
    }

    /// A verifier that writes its arguments down.
    void install(const std::string& program, const std::string& ending = "exit 0") {
        base::write_file(
            bin / program,
            "#!/bin/sh\necho \"$0 $@\" > " + (directory.path() / "args").native() + "\n" + ending + "\n",
            0755);
    }
    std::string arguments() { return base::read_file(directory.path() / "args"); }

    std::string vouch(const std::string& given_as, const Vouching& vouching, const char* version = "3.13.5") {
        log_text.clear();
        base::Log log{{.colour = false}, [this](base::Log::Stream, std::string_view line) {
                          log_text += std::string{line} + "\n";
                      }};
        fetch::FetcherOptions network;
        return error_text([&] {
            const Obtained obtained = obtain(given_as, directory.path() / "work", network, log);
            vouch_for({obtained, given_as, *runtimes::PythonVersion::parse(version)}, vouching,
                      {directory.path() / "work", network, {{"PATH", bin.native()}}, log});
        });
    }

    base::TempDir directory;
    const fs::path source = directory.path() / "Python-3.13.5.tar.xz";
    const fs::path bin = directory.path() / "bin";
    std::string log_text;
};

TEST_F(VouchTest, ALocalSourceMayGoUnverifiedAndThatIsSaid) {
    EXPECT_EQ(vouch(source, {}), "no error");
    EXPECT_THAT(log_text, HasSubstr("Nothing vouches for the source"));
    EXPECT_THAT(log_text, HasSubstr(base::sha256("a tarball").hex()));
}

TEST_F(VouchTest, ADigestVouches) {
    EXPECT_EQ(vouch(source, {.sha256 = base::sha256("a tarball")}), "no error");
    EXPECT_THAT(log_text, Not(HasSubstr("Nothing vouches")));
    EXPECT_THAT(vouch(source, {.sha256 = base::sha256("another")}), HasSubstr(base::sha256("another").hex()));
}

TEST_F(VouchTest, ABundleIsVerifiedForTheSeriesReleaseManager) {
    base::write_file(source.native() + ".sigstore", "{}");
    install("sigstore");
    EXPECT_EQ(vouch(source, {.bundle = "auto"}), "no error");
    EXPECT_THAT(arguments(), HasSubstr("verify identity --bundle " + source.native() + ".sigstore "));
    EXPECT_THAT(arguments(), HasSubstr("--cert-identity thomas@python.org"));
    EXPECT_THAT(arguments(), Not(HasSubstr("--offline")));
    EXPECT_THAT(log_text, HasSubstr("sigstore vouches for the source: signed by thomas@python.org"));

    EXPECT_EQ(
        vouch(source,
              {.bundle = "auto", .signer = ReleaseManager{"me@host", "https://issuer"}, .offline = true}),
        "no error");
    EXPECT_THAT(arguments(),
                HasSubstr("--cert-identity me@host --cert-oidc-issuer https://issuer --offline"));
    EXPECT_THAT(vouch(source, {.bundle = "auto"}, "3.9.1"), HasSubstr("--sigstore-identity"));
}

TEST_F(VouchTest, WhatIsNotAcceptedIsShown) {
    base::write_file(source.native() + ".sigstore", "{}");
    EXPECT_THAT(vouch(source, {.bundle = "auto"}), HasSubstr("pipx install sigstore"));
    install("cosign", "echo certificate identity does not match; exit 1");
    const std::string text = vouch(source, {.bundle = "auto"});
    EXPECT_THAT(text, HasSubstr("cosign ended with exit code 1"));
    EXPECT_THAT(text, HasSubstr("certificate identity does not match"));
}

TEST_F(VouchTest, ASourceFromTheNetworkIsNotUsedUnverified) {
    base::make_directories(directory.path() / "work");
    install("sigstore");
    test::HttpServer server;
    server.on("/Python-3.13.5.tar.xz", Answer::ok("a tarball"));
    const std::string refused = vouch(server.url("/Python-3.13.5.tar.xz"), {});
    EXPECT_THAT(refused, HasSubstr("/Python-3.13.5.tar.xz.sigstore"));
    EXPECT_THAT(refused, HasSubstr("--sha256"));

    server.on("/Python-3.13.5.tar.xz.sigstore", Answer::ok("{}"));
    EXPECT_EQ(vouch(server.url("/Python-3.13.5.tar.xz"), {}), "no error");
    EXPECT_THAT(arguments(), HasSubstr("Python-3.13.5.tar.xz.sigstore"));
}

}  // namespace
}  // namespace adder::runtime_archive
