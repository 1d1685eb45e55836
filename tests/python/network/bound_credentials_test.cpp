#include "python/network/bound_credentials.hpp"

#include "python/dependencies/managers.hpp"
#include "python/install/package_index.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/errors.hpp>

namespace adder::python {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

using Entries = std::map<std::string, std::string, std::less<>>;

cnb::Binding binding(const std::string& type, Entries entries, const std::string& name = "b") {
    return {.name = name, .type = type, .provider = {}, .secrets = std::move(entries), .path = {}};
}

std::vector<BoundIndex> indexes(std::vector<cnb::Binding> bindings) {
    return bound_indexes(cnb::Bindings{std::move(bindings)});
}

std::string error_of(const Entries& entries) {
    return test::shown_error([&] { indexes({binding("pypi", entries)}); });
}

const Entries any_index{{"url", "https://i.example/simple"}};

Project project_with(const std::string& text) {
    return {.manager = &managers::requirements, .files = {{"requirements.txt", text}}};
}

std::string chosen(const std::vector<cnb::Binding>& bindings, const std::string& text = "six\n",
                   const base::Environment& env = {}) {
    const auto index = index_in_place_of_pypi(indexes(bindings), project_with(text), env);
    return index ? index->binding : "none";
}

TEST(BoundIndexTest, HasALogin) {
    const auto found = indexes({binding(
        "PyPI", {{"url", "https://I.example/simple/"}, {"username", "me"}, {"password", "s3cret"}})});
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].url.text(), "https://i.example/simple/");
    ASSERT_TRUE(found[0].login);
    EXPECT_EQ(found[0].login->host, "i.example");
    EXPECT_EQ(found[0].login->username, "me");
    EXPECT_EQ(found[0].login->password, "s3cret");
}

TEST(BoundIndexTest, ATokenHasAUserOfItsOwnUnlessOneIsNamed) {
    EXPECT_EQ(indexes({binding("pypi", {{"url", "https://i.example"}, {"token", "t"}})})[0].login->username,
              "__token__");
    EXPECT_EQ(
        indexes({binding("pypi", {{"url", "https://i.example"}, {"token", "t"}, {"username", "me"}})})[0]
            .login->username,
        "me");
}

TEST(BoundIndexTest, MayLetAnyoneIn) { EXPECT_FALSE(indexes({binding("pypi", any_index)})[0].login); }

TEST(BoundIndexTest, WhatCannotBeUsedIsNamedWithoutItsSecrets) {
    const std::vector<std::pair<Entries, std::string>> cases{
        {{{"password", "hunter2"}}, "it has no url"},
        {{{"url", "packages"}, {"password", "hunter2"}}, "its url is none"},
        {{{"url", "http://i.example/simple"}, {"password", "hunter2"}}, "others cannot read along"},
        {{{"url", "https://me:hunter2@i.example"}}, "has a name or a password in it"},
        {{{"url", "https://i.example"}, {"index", "hunter2"}}, "neither default nor credentials"},
        {{{"url", "https://i.example"}, {"password", "hunter2"}}, "a username and a password"},
        {{{"url", "https://i.example"}, {"username", "me"}}, "a username and a password"},
        {{{"url", "https://i.example"}, {"token", "hunter2 \"x"}}, "white space, quotes"},
    };
    for (const auto& [entries, reason] : cases) {
        EXPECT_THAT(error_of(entries), AllOf(HasSubstr("The binding \"b\" of the type pypi cannot be used."),
                                             HasSubstr(reason), Not(HasSubstr("hunter2"))));
    }
}

TEST(IndexInPlaceOfPypiTest, IsTheBoundOne) { EXPECT_EQ(chosen({binding("pypi", any_index)}), "b"); }

TEST(IndexInPlaceOfPypiTest, NotIfTheAppKnowsItAsOneOfSeveral) {
    EXPECT_EQ(chosen({binding("pypi", any_index)}, "--extra-index-url https://I.example/simple\nsix\n"),
              "none");
    EXPECT_EQ(chosen({binding("pypi", any_index)}, "--index-url https://${USER}@i.example/simple\n"), "none");
    EXPECT_EQ(chosen({binding("pypi", {{"url", "https://i.example"}, {"index", "default"}})},
                     "--extra-index-url https://i.example/simple\n"),
              "b");
}

struct Named {
    const char* name;
    const char* text;
    bool is_named;
};

std::ostream& operator<<(std::ostream& out, const Named& named) { return out << named.name; }

class NamedHostTest : public testing::TestWithParam<Named> {};

TEST_P(NamedHostTest, IsThatOfAUrl) {
    EXPECT_EQ(chosen({binding("pypi", any_index)}, GetParam().text), GetParam().is_named ? "none" : "b");
}

INSTANTIATE_TEST_SUITE_P(
    Texts, NamedHostTest,
    testing::Values(Named{"alone", "https://i.example", true},
                    Named{"with_a_path", "--index-url https://i.example/simple\n", true},
                    Named{"of_another_case", "--index-url HTTPS://I.Example/simple\n", true},
                    Named{"in_quotes", "url = \"https://i.example\"", true},
                    Named{"in_apostrophes", "url = 'https://i.example'", true},
                    Named{"with_a_query", "https://i.example?x=1", true},
                    Named{"with_a_fragment", "https://i.example#x", true},
                    Named{"with_a_port", "https://i.example:8443/simple", true},
                    Named{"with_a_user", "https://me@i.example/simple", true},
                    Named{"with_a_user_and_a_port", "https://me:secret@i.example:8443/simple", true},
                    Named{"with_variables", "https://${USER}:${PASSWORD}@i.example/simple", true},
                    Named{"with_a_password_that_has_an_at", "https://me:p@ss@i.example/simple", true},
                    Named{"of_git", "six @ git+https://i.example/six.git", true},
                    Named{"second", "https://pypi.org/simple https://i.example/simple", true},
                    Named{"in_brackets", "[the index](https://i.example)", true},
                    Named{"in_angle_brackets", "<https://i.example>", true},
                    Named{"before_a_comma", "https://i.example, https://pypi.org", true},
                    Named{"the_beginning_of_another", "https://i.example.org/simple", false},
                    Named{"the_beginning_of_a_label", "https://i.examples/simple", false},
                    Named{"the_end_of_another", "https://my-i.example/simple", false},
                    Named{"below_it", "https://www.i.example/simple", false},
                    Named{"a_user", "https://i.example@pypi.org/simple", false},
                    Named{"a_password", "https://me:i.example@pypi.org/simple", false},
                    Named{"in_a_path", "https://pypi.org//i.example/simple", false},
                    Named{"after_an_at_in_a_path", "https://pypi.org/@i.example/simple", false},
                    Named{"in_a_query", "https://pypi.org?at=@i.example", false},
                    Named{"of_a_mail_address", "authors = [{ email = \"me@i.example\" }]", false},
                    Named{"in_a_comment", "# i.example is down", false},
                    Named{"without_a_scheme", "//i.example/simple", false}),
    [](const auto& test) { return test.param.name; });

TEST(IndexInPlaceOfPypiTest, AnAddressIsInBrackets) {
    const auto loopback = binding("pypi", {{"url", "http://[::1]:8080/simple"}});
    EXPECT_EQ(chosen({loopback}, "--index-url http://[::1]:8080/simple\n"), "none");
    EXPECT_EQ(chosen({loopback}, "--index-url http://[::1]/simple\n"), "none");
    EXPECT_EQ(chosen({loopback}, "--index-url http://[::2]:8080/simple\n"), "b");
}

TEST(IndexInPlaceOfPypiTest, NotIfAVariableNamesOne) {
    for (const char* name : {"UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL"})
        EXPECT_EQ(chosen({binding("pypi", any_index)}, "six\n", {{name, "https://other.example"}}), "none")
            << name;
}

TEST(IndexInPlaceOfPypiTest, NotIfItIsForCredentialsOnly) {
    EXPECT_EQ(chosen({binding("pypi", {{"url", "https://i.example"}, {"index", "credentials"}}, "a"),
                      binding("pypi", any_index, "b")}),
              "b");
    EXPECT_EQ(chosen({}), "none");
}

TEST(IndexInPlaceOfPypiTest, OneOnly) {
    EXPECT_THAT(test::shown_error(
                    [] { chosen({binding("pypi", any_index, "one"), binding("pypi", any_index, "two")}); }),
                AllOf(HasSubstr("Two bindings of the type pypi want to take PyPI's place."),
                      HasSubstr("\"one\" and \"two\"")));
}

TEST(NetrcLinesTest, OneHostHasOneLogin) {
    const Login login{"a", "h.example", "me", "x"};
    EXPECT_EQ(netrc_lines({login, login}),
              "machine h.example login me password x\nmachine h.example login me password x\n");
    EXPECT_THAT(test::shown_error([&] { netrc_lines({login, {"b", "H.example", "me", "hunter2"}}); }),
                AllOf(HasSubstr("Two bindings give different credentials for 'H.example'."),
                      HasSubstr("\"a\" and \"b\""), Not(HasSubstr("hunter2"))));
}

}  // namespace
}  // namespace adder::python
