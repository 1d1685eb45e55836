#include "python/install/login_checks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/errors.hpp>

namespace adder::python {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const Login bound{
    .binding = "acme", .host = "i.example", .username = "me", .password = "hunter2", .port = "443"};

Project project(const std::string& text, const std::string& file = "requirements.txt") {
    return {.files = {{file, text}}};
}

/// The message; "" if nothing is wrong.
std::string error(const std::string& text, const base::Environment& env = {},
                  const std::vector<Login>& logins = {bound}) {
    try {
        require_safe_logins(logins, project(text), env);
        return "";
    } catch (const base::UserError& error) {
        return error.title() + "\n" + error.body();
    }
}

TEST(NamedUrlsTest, OfFilesAndVariables) {
    const NamedUrl https{"requirements.txt", true, "i.example", "443"};
    EXPECT_THAT(named_urls(project("-i https://me:pw@I.example/simple\n# http://i.example\nx @ "
                                   "git+http://[::1]:80/x.git@v1#egg=x"),
                           {{"PIP_FIND_LINKS", "http://j.example:8080"}, {"HOME_PAGE", "http://k.example"}}),
                ElementsAre(https, NamedUrl{"requirements.txt", false, "[::1]", "80"},
                            NamedUrl{"the variable PIP_FIND_LINKS", false, "j.example", "8080"}));
    EXPECT_THAT(named_urls(project("-i ${BASE}/simple"), {{"BASE", "https://i.example"}}),
                ElementsAre(https));
    EXPECT_THAT(named_urls(project("://  http:// [[tool.uv.index]]\nurl = \"https://i.example\""), {}),
                SizeIs(2));
}

TEST(SafeLoginsTest, WhatABindingIsForIsFine) {
    for (const char* text :
         {"-i https://i.example/simple", "-i https://i.example:443/simple", "-i http://other.example/",
          "-i http://not-i.example/", "x @ https://I.EXAMPLE/x.whl"})
        EXPECT_EQ(error(text), "") << text;
    EXPECT_EQ(error("-i http://i.example/", {}, {}), "");
}

TEST(SafeLoginsTest, NeitherOverHttpNorToAnotherPort) {
    for (const char* text : {"-i http://i.example/simple", "-i HTTP://I.Example/simple",
                             "--extra-index-url=https://i.example:8443/", "x @ git+http://u@i.example/x.git",
                             "url = \"http://i.example:443/\""}) {
        EXPECT_THAT(error(text), AllOf(HasSubstr("would be sent to a place that it is not for"),
                                       HasSubstr("requirements.txt names\n  http"), HasSubstr("\"acme\"")))
            << text;
    }
    EXPECT_THAT(error("-i ${BASE}", {{"BASE", "http://i.example"}}), HasSubstr("requirements.txt names"));
    EXPECT_THAT(error("", {{"UV_INDEX", "http://i.example"}}), HasSubstr("the variable UV_INDEX names"));
}

TEST(SafeLoginsTest, OneOfSeveralLoginsMayBeForIt) {
    Login other = bound;
    other.port = "8443";
    EXPECT_EQ(error("-i https://i.example:8443/", {}, {bound, other}), "");
    Login any = bound;
    any.port = "";
    EXPECT_EQ(error("-i https://i.example:8443/", {}, {any}), "");
    EXPECT_NE(error("-i http://i.example:8443/", {}, {any}), "");
    Login local{
        .binding = "acme", .host = "127.0.0.1", .username = "a", .password = "b", .is_for_http = true};
    EXPECT_EQ(error("-i http://127.0.0.1:8080/", {}, {local}), "");
}

TEST(SafeLoginsTest, NotToAHostWhoseCertificateIsNotChecked) {
    EXPECT_THAT(error("--trusted-host i.example"),
                AllOf(HasSubstr("without checking who it is"), HasSubstr("requirements.txt says")));
    EXPECT_THAT(error("--trusted-host=i.example:8443"), HasSubstr("without checking who it is"));
    for (const char* name : {"PIP_TRUSTED_HOST", "UV_INSECURE_HOST"})
        EXPECT_THAT(error("", {{name, "j.example i.example"}}), HasSubstr("without checking who it is"));
    EXPECT_EQ(error("--trusted-host j.example"), "");
}

TEST(UnprotectedIndexesTest, AreTold) {
    EXPECT_THAT(advice_on_unprotected_indexes(project("-i https://i.example\n-f http://127.0.0.1/"), {}),
                IsEmpty());
    const auto advice = advice_on_unprotected_indexes(
        project("-i http://i.example/simple\n--trusted-host j.example\nx @ https://k.example/x.whl"),
        {{"UV_DEFAULT_INDEX", "http://l.example"}});
    ASSERT_THAT(advice, SizeIs(1));
    EXPECT_THAT(advice.front().title, HasSubstr("anyone on the way can change them"));
    EXPECT_THAT(advice.front().body, AllOf(HasSubstr("requirements.txt: http://i.example\n"),
                                           HasSubstr("j.example, whose certificate"),
                                           HasSubstr("the variable UV_DEFAULT_INDEX: http://l.example")));
}

}  // namespace
}  // namespace adder::python
