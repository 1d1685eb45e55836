#include "python/install/uv.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::python {
namespace {

using testing::HasSubstr;

fetch::Page page(std::string text, std::string content_type) {
    return {std::move(text), std::move(content_type), fetch::Url::parse("https://i.example/simple/uv/")};
}

TEST(FindWheelLinkTest, OnAPageOfHtml) {  // PEP 503
    const fetch::Page html = page(
        "<a href=\"../../files/uv-1.whl.metadata\">x</a><a class=a "
        "href='../../files/uv-1.whl?a=1&amp;b=2#sha256=00'>uv-1.whl</a>",
        "text/html");
    EXPECT_EQ(find_wheel_link(html, "uv-1.whl").text(), "https://i.example/files/uv-1.whl?a=1&b=2#sha256=00");
}

TEST(FindWheelLinkTest, OnAPageOfJson) {  // PEP 691
    const fetch::Page json =
        page(R"({"files": [{"url": "https://f.example/uv-0.whl"}, {"url": "/files/uv-1.whl"}]})",
             "application/vnd.pypi.simple.v1+json");
    EXPECT_EQ(find_wheel_link(json, "uv-1.whl").text(), "https://i.example/files/uv-1.whl");
}

TEST(FindWheelLinkTest, APageWithoutItNamesBoth) {
    for (const fetch::Page& other :
         {page("", "text/html"), page("<a href=", "text/html"), page("<a href=\"uv-1.whl", "text/html"),
          page(R"({"files": []})", "application/json")}) {
        try {
            find_wheel_link(other, "uv-1.whl");
            FAIL() << other.text;
        } catch (const base::Error& error) {
            EXPECT_THAT(error.message(),
                        AllOf(HasSubstr("uv-1.whl"), HasSubstr("https://i.example/simple/uv/")));
        }
    }
    EXPECT_THROW(find_wheel_link(page("[]", "application/json"), "uv-1.whl"), base::Error);
}

TEST(UvEnvironmentTest, PipsSettingsAreTranslated) {
    const base::Environment env =
        uv_environment({{"PIP_INDEX_URL", "https://p"}, {"PIP_EXTRA_INDEX_URL", "https://e"}}, "/cache");
    EXPECT_EQ(env.find("UV_INDEX_URL"), "https://p");
    EXPECT_EQ(env.find("UV_EXTRA_INDEX_URL"), "https://e");
    EXPECT_EQ(env.find("UV_INDEX_STRATEGY"), "unsafe-best-match");
}

TEST(UvEnvironmentTest, UvsOwnSettingsWin) {
    const base::Environment env =
        uv_environment({{"PIP_INDEX_URL", "https://p"}, {"UV_INDEX_URL", "https://u"}}, "/cache");
    EXPECT_EQ(env.find("UV_INDEX_URL"), "https://u");
    EXPECT_EQ(env.find("UV_INDEX_STRATEGY"), std::nullopt);
}

TEST(UvEnvironmentTest, NothingSendsItElsewhere) {
    const base::Environment env = uv_environment(
        {{"UV_PROJECT_ENVIRONMENT", "/x"}, {"PYTHONPATH", "/x"}, {"VIRTUAL_ENV", "/x"}, {"KEPT", "1"}},
        "/cache");
    for (const char* name : {"UV_PROJECT_ENVIRONMENT", "PYTHONPATH", "VIRTUAL_ENV"})
        EXPECT_EQ(env.find(name), std::nullopt);
    EXPECT_EQ(env.find("KEPT"), "1");
    EXPECT_EQ(env.find("UV_CACHE_DIR"), "/cache");
    EXPECT_EQ(env.find("UV_PYTHON_DOWNLOADS"), "never");
}

TEST(PinnedPackagesTest, AreTheLinesOfAResolution) {
    EXPECT_THAT(
        pinned_packages({"Werkzeug==3.1.04", "flask==3.1.3", "", "# a comment",
                         "tzdata==2025.2 ; sys_platform == 'win32'", "uvicorn[standard]==0.30",
                         "uvicorn==0.30"}),
        testing::Optional(testing::ElementsAre(Package{"flask", "3.1.3"}, Package{"tzdata", "2025.2"},
                                               Package{"uvicorn", "0.30"}, Package{"werkzeug", "3.1.4"})));
}

TEST(PinnedPackagesTest, APlaceIsNoPin) {
    for (const char* line : {"-e ./package", "package @ file:///workspace/package", "./package",
                             "package @ git+https://example.com/x.git@v1==2"}) {
        EXPECT_EQ(pinned_packages({"flask==3.1.3", line}), std::nullopt) << line;
    }
}

}  // namespace
}  // namespace adder::python
