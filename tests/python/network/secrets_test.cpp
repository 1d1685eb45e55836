#include "python/network/secrets.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::python {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

std::vector<std::string> texts(const std::vector<Secret>& secrets) {
    std::vector<std::string> found;
    for (const Secret& secret : secrets) found.push_back(secret.text);
    return found;
}

TEST(SecretsTest, InVariablesByTheirNames) {
    EXPECT_THAT(texts(secrets_in_variables({{"UV_INDEX_ACME_PASSWORD", "one"},
                                            {"UV_INDEX_ACME_USERNAME", "me"},
                                            {"POETRY_PYPI_TOKEN_ACME", "two"},
                                            {"POETRY_HTTP_BASIC_ACME_PASSWORD", "three"},
                                            {"POETRY_HTTP_BASIC_ACME_USERNAME", "me"},
                                            {"GITHUB_TOKEN", "four"},
                                            {"AWS_SECRET_ACCESS_KEY", "five"},
                                            {"PATH", "/usr/bin"}})),
                UnorderedElementsAre("one", "two", "three", "four", "five"));
}

TEST(SecretsTest, InUrlsOfAnyVariable) {
    EXPECT_THAT(secrets_in_variables(
                    {{"PIP_EXTRA_INDEX_URL", "https://me:pw%2F1@a.example/ https://t0k3n@b.example/"},
                     {"ALL_PROXY", "socks5://u:p%zz@proxy.example"},
                     {"PIP_INDEX_URL", "https://a.example/@scope"},
                     {"X", "mail me@example.com"}}),
                UnorderedElementsAre(Secret{"pw%2F1", "the variable PIP_EXTRA_INDEX_URL", "me"},
                                     Secret{"pw/1", "the variable PIP_EXTRA_INDEX_URL", "me"},
                                     Secret{"t0k3n", "the variable PIP_EXTRA_INDEX_URL"},
                                     Secret{"p%zz", "the variable ALL_PROXY", "u"}));
}

TEST(SecretsTest, InVariablesThatFilesName) {
    const base::Environment env{{"ACME_PW", "one"}, {"ACME", "two"}, {"OTHER", "three"}, {"EMPTY", ""}};
    EXPECT_THAT(texts(secrets_used_by({"-i https://u:${ACME_PW}@a.example/\nx @ https://$ACME@b/", "$", "${",
                                       "$$ ${} ${EMPTY} ${NONE"},
                                      env)),
                UnorderedElementsAre("one", "two"));
}

TEST(SecretsTest, InNetrcFiles) {
    EXPECT_THAT(secrets_in_netrc("machine a login b password c\nmachine d\n  password \"e f\"\n"
                                 "default login g\n password h machine i password"),
                ElementsAre(Secret{"c", "a netrc file", "b"}, Secret{"\"e", "a netrc file"},
                            Secret{"h", "a netrc file", "g"}));
    EXPECT_THAT(secrets_in_netrc(""), IsEmpty());
}

TEST(SecretsTest, InKeysLineByLine) {
    EXPECT_THAT(texts(secrets_in_key("-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA\r\nAAAA\n"
                                     "-----END OPENSSH PRIVATE KEY-----\n",
                                     "")),
                ElementsAre("b3BlbnNzaC1rZXktdjEA"));
}

TEST(SecretsTest, HaveSeveralForms) {
    EXPECT_THAT(forms_of({"p/w+d", "", "me"}), ElementsAre("p/w+d", "p%2Fw%2Bd", "bWU6cC93K2Q"));
    EXPECT_THAT(forms_of({"plain", ""}), ElementsAre("plain"));
    EXPECT_THAT(forms_of({"abc", "", "me"}), IsEmpty());
}

}  // namespace
}  // namespace adder::python
