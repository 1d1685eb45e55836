#include "runtime_archive/source/sigstore.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::runtime_archive {
namespace {

using testing::ElementsAre;

const SigstoreClaim claim{"/x.tar.xz", "/x.sigstore", {"me@host", "https://issuer"}, true};

TEST(SigstoreTest, EachProgramIsToldTheSameInItsWords) {
    EXPECT_THAT(verifier_arguments("sigstore", claim),
                ElementsAre("verify", "identity", "--bundle", "/x.sigstore", "--cert-identity", "me@host",
                            "--cert-oidc-issuer", "https://issuer", "--offline", "/x.tar.xz"));
    EXPECT_THAT(
        verifier_arguments("cosign", claim),
        ElementsAre("verify-blob", "--new-bundle-format", "--bundle", "/x.sigstore", "--certificate-identity",
                    "me@host", "--certificate-oidc-issuer", "https://issuer", "--offline", "/x.tar.xz"));
}

}  // namespace
}  // namespace adder::runtime_archive
