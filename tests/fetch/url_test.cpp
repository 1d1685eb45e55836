#include "fetch/url.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::fetch {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(UrlTest, KeepsWhatIsRequested) {
    const Url url = Url::parse("HTTPS://User:p%40ss@Example.COM:8443/a/b.zst?x=1&y#part");
    EXPECT_EQ(url.scheme(), Url::Scheme::https);
    EXPECT_EQ(url.host(), "example.com");
    EXPECT_EQ(url.path(), "/a/b.zst");
    EXPECT_EQ(url.fragment(), "part");
    EXPECT_EQ(url.text(), "https://User:p%40ss@example.com:8443/a/b.zst?x=1&y#part");
    EXPECT_EQ(Url::parse("https://example.com").path(), "/");
    EXPECT_EQ(Url::parse("https://example.com/ü").text(), "https://example.com/%C3%BC");
}

struct Refused {
    const char* name;
    std::string text;
};

class RefusedUrlTest : public testing::TestWithParam<Refused> {};

TEST_P(RefusedUrlTest, Throws) { EXPECT_THROW(Url::parse(GetParam().text), base::Error); }

INSTANTIATE_TEST_SUITE_P(
    All, RefusedUrlTest,
    testing::Values(Refused{"empty", ""}, Refused{"relative", "a/b"}, Refused{"no_scheme", "//host/a"},
                    Refused{"ftp", "ftp://host/a"}, Refused{"no_host", "https:///a"},
                    Refused{"no_authority", "https:a"}, Refused{"space", "https://host/a b"},
                    Refused{"line_end", "https://host/a\r\nX: y"},
                    Refused{"nul", std::string("https://host/\0a", 15)},
                    Refused{"backslash", "https://host\\@evil/"}, Refused{"encoded_host", "https://ho%73t/"},
                    Refused{"other_script", "https://höst/"}, Refused{"bad_port", "https://host:99999/"},
                    Refused{"port_zero", "https://host:0/"}, Refused{"port_text", "https://host:x/"},
                    Refused{"bad_ipv6", "https://[::g]/"}, Refused{"ipv6_tail", "https://[::1]x/"},
                    Refused{"file_host", "file://host/a"}, Refused{"file_relative", "file:a"}),
    [](const auto& param) { return param.param.name; });

TEST(UrlTest, ARefusalShowsNoSecrets) {
    try {
        Url::parse("ftp://user:hunter2@host/a?token=abc123");
        FAIL();
    } catch (const base::Error& error) {
        EXPECT_THAT(error.full_text(), Not(HasSubstr("hunter2")));
        EXPECT_THAT(error.full_text(), Not(HasSubstr("abc123")));
        EXPECT_THAT(error.full_text(), HasSubstr("host"));
    }
}

struct Displayed {
    const char* name;
    const char* url;
    const char* display;
};

class DisplayTest : public testing::TestWithParam<Displayed> {};

TEST_P(DisplayTest, HidesWhatIsSecret) {
    EXPECT_EQ(Url::parse(GetParam().url).display(), GetParam().display);
}

INSTANTIATE_TEST_SUITE_P(All, DisplayTest,
                         testing::Values(Displayed{"plain", "https://h/a?x=1", "https://h/a?x=1"},
                                         Displayed{"user_info", "https://me:secret@h:81/a", "https://h:81/a"},
                                         Displayed{"at_in_password", "https://me:se@cret@h/a", "https://h/a"},
                                         Displayed{"token", "https://h/a?Access_Token=abc&x=1",
                                                   "https://h/a?Access_Token=***&x=1"},
                                         Displayed{"signed_url",
                                                   "https://h/a?X-Amz-Date=1&X-Amz-Signature=ff&sig=x",
                                                   "https://h/a?X-Amz-Date=***&X-Amz-Signature=***&sig=***"},
                                         Displayed{"password", "https://h/?password=p&api_key=k",
                                                   "https://h/?password=***&api_key=***"},
                                         Displayed{"fragment", "https://h/a#access_token=1", "https://h/a"},
                                         Displayed{"file", "file:///a/b", "file:///a/b"}),
                         [](const auto& param) { return param.param.name; });

struct Host {
    const char* name;
    const char* url;
    bool is_loopback;
};

class LoopbackTest : public testing::TestWithParam<Host> {};

TEST_P(LoopbackTest, DecidesWhetherHttpIsAllowed) {
    const Url url = Url::parse(GetParam().url);
    EXPECT_EQ(url.is_loopback(), GetParam().is_loopback);
    if (GetParam().is_loopback) {
        EXPECT_NO_THROW(require_secure(url));
    } else {
        EXPECT_THROW(require_secure(url), InsecureUrl);
    }
}

INSTANTIATE_TEST_SUITE_P(All, LoopbackTest,
                         testing::Values(Host{"localhost", "http://LocalHost:8080/", true},
                                         Host{"ipv4", "http://127.0.0.1/", true},
                                         Host{"whole_network", "http://127.255.3.4/", true},
                                         Host{"ipv6", "http://[::1]/", true},
                                         Host{"ipv6_long", "http://[0:0:0:0:0:0:0:1]/", true},
                                         Host{"other", "http://example.com/", false},
                                         Host{"looks_like", "http://127.0.0.1.example.com/", false},
                                         Host{"prefix", "http://localhost.example.com/", false},
                                         Host{"shorthand", "http://127.1/", false},
                                         Host{"octal", "http://0177.0.0.1/", false},
                                         Host{"any", "http://0.0.0.0/", false},
                                         Host{"user_info", "http://127.0.0.1@example.com/", false},
                                         Host{"other_ipv6", "http://[::2]/", false}),
                         [](const auto& param) { return param.param.name; });

TEST(UrlTest, HttpsIsSecureAnywhere) {
    EXPECT_NO_THROW(require_secure(Url::parse("https://example.com/")));
    EXPECT_NO_THROW(require_secure(Url::parse("file:///a")));
}

struct Resolved {
    const char* reference;
    const char* result;
};

class ResolveTest : public testing::TestWithParam<Resolved> {};

// RFC 3986 §5.4, with https in place of http.
TEST_P(ResolveTest, FollowsTheRfc) {
    EXPECT_EQ(Url::parse("https://a/b/c/d;p?q").resolve(GetParam().reference).text(), GetParam().result);
}

INSTANTIATE_TEST_SUITE_P(
    Rfc3986, ResolveTest,
    testing::Values(
        Resolved{"g", "https://a/b/c/g"}, Resolved{"./g", "https://a/b/c/g"},
        Resolved{"g/", "https://a/b/c/g/"}, Resolved{"/g", "https://a/g"}, Resolved{"//g", "https://g/"},
        Resolved{"?y", "https://a/b/c/d;p?y"}, Resolved{"g?y", "https://a/b/c/g?y"},
        Resolved{"#s", "https://a/b/c/d;p?q#s"}, Resolved{"g#s", "https://a/b/c/g#s"},
        Resolved{";x", "https://a/b/c/;x"}, Resolved{"", "https://a/b/c/d;p?q"},
        Resolved{".", "https://a/b/c/"}, Resolved{"./", "https://a/b/c/"}, Resolved{"..", "https://a/b/"},
        Resolved{"../", "https://a/b/"}, Resolved{"../g", "https://a/b/g"}, Resolved{"../..", "https://a/"},
        Resolved{"../../g", "https://a/g"}, Resolved{"../../../g", "https://a/g"},
        Resolved{"/./g", "https://a/g"}, Resolved{"/../g", "https://a/g"}, Resolved{"g.", "https://a/b/c/g."},
        Resolved{"..g", "https://a/b/c/..g"}, Resolved{"./../g", "https://a/b/g"},
        Resolved{"./g/.", "https://a/b/c/g/"}, Resolved{"g/../h", "https://a/b/c/h"},
        Resolved{"g?y/../x", "https://a/b/c/g?y/../x"}, Resolved{"http://other/x", "http://other/x"}));

TEST(UrlTest, CredentialsStayWithTheirHost) {
    const Url base = Url::parse("https://me:pw@a/simple/");
    EXPECT_EQ(base.resolve("x/").text(), "https://me:pw@a/simple/x/");
    EXPECT_EQ(base.resolve("//b/x").text(), "https://b/x");
    EXPECT_EQ(base.resolve("https://b/x").text(), "https://b/x");
}

TEST(UrlTest, AFileInADirectory) {
    EXPECT_EQ(Url::parse("https://me:pw@a/x/").file_in("python-3.13.5+2.tar.zst").text(),
              "https://me:pw@a/x/python-3.13.5%2B2.tar.zst");
    EXPECT_EQ(Url::parse("https://a/x/").file_in("a b?c#d:e/f").text(), "https://a/x/a%20b%3Fc%23d%3Ae%2Ff");
    EXPECT_EQ(Url::parse("file:///x/").file_in("a+ü").file_path(), "/x/a+ü");
}

TEST(UrlTest, FilesGoThereAndBack) {
    const std::filesystem::path file = "/a dir/ü%20#?.tar.zst";
    EXPECT_EQ(Url::of_file(file).file_path(), file);
    EXPECT_EQ(Url::parse("file:///a%20b/c").file_path(), "/a b/c");
    EXPECT_EQ(Url::parse("file://localhost/a").file_path(), "/a");
    EXPECT_EQ(Url::parse("file:///dir/index.json").resolve("x.tar.zst").file_path(), "/dir/x.tar.zst");
    EXPECT_THROW(Url::parse("file:///a%00b").file_path(), base::Error);
    EXPECT_THROW(Url::parse("file:///a%zz").file_path(), base::Error);
    EXPECT_THROW(Url::parse("https://a/b").file_path(), base::Error);
    EXPECT_THROW(Url::of_file("relative"), base::Error);
}

}  // namespace
}  // namespace adder::fetch
