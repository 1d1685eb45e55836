#include "python/install/uv_release.hpp"

#include "python/network/package_page.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/cpu_time.hpp>

namespace adder::python {
namespace {

const std::string digest(64, 'a');

fetch::Page json_page() {
    const auto file = [](const std::string& name, const std::string& more = "") {
        return R"({"url": "https://f.example/)" + name + R"(", "hashes": {"sha256": ")" + digest + "\"}" +
               more + "}";
    };
    return {"{\"files\": [" + file("uv-0.9.2-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl") + "," +
                file("uv-0.10.0-py3-none-musllinux_1_1_x86_64.whl") + "," +
                file("uv-0.10.0-py3-none-manylinux_2_28_aarch64.whl") + "," +
                file("uv-0.10.0-py3-none-win_amd64.whl") + "," +
                file("uv-0.11.0-py3-none-manylinux_2_28_aarch64.whl", R"(, "yanked": "broken")") + "," +
                file("uv-0.12.0rc1-py3-none-manylinux_2_28_aarch64.whl") + "," + file("uv-0.13.0.tar.gz") +
                "]}",
            "application/vnd.pypi.simple.v1+json", fetch::Url::parse("https://i.example/simple/uv/")};
}

TEST(UvReleaseTest, IsTheNewestThatTheProjectAllows) {
    const auto newest = uv_release_on(json_page(), ">=0.5");
    ASSERT_TRUE(newest);
    EXPECT_EQ(newest->version, "0.10.0");
    ASSERT_EQ(newest->wheels.size(), 2u);
    EXPECT_EQ(newest->wheels[0].arch, "arm64");
    EXPECT_EQ(newest->wheels[0].digest.hex(), digest);
    EXPECT_EQ(uv_release_on(json_page(), "<0.10")->version, "0.9.2");
    EXPECT_FALSE(uv_release_on(json_page(), "<0.5"));
}

TEST(PackagePageTest, OfHtmlDigestsAndYankedFilesAreReadToo) {
    const fetch::Page html{
        "<a href=\"../x-1.whl#sha256=" + digest + "\" data-yanked=\"\">x</a><a href='y-2.whl?a=1'>y</a>",
        "text/html", fetch::Url::parse("https://i.example/simple/x/")};
    const std::vector<ListedFile> files = files_on(html);
    ASSERT_EQ(files.size(), 2u);
    EXPECT_EQ(files[0].name(), "x-1.whl");
    EXPECT_EQ(files[0].sha256, digest);
    EXPECT_TRUE(files[0].is_yanked);
    EXPECT_EQ(files[1].name(), "y-2.whl");
    EXPECT_FALSE(files[1].is_yanked);
}

/// 1.6 MB of entities took 8 s, and pages of 64 MB were read.
TEST(PackagePageTest, HostileHtmlIsReadOnce) {
    const auto repeated = [](const char* part) {
        std::string text;
        while (text.size() < (2u << 20)) text += part;
        return text;
    };
    for (const std::string& html :
         {repeated("href=\"\""), repeated("href='"), repeated("href="), repeated("<a href=\"x"),
          "<a href=\"" + repeated("&amp;") + "\">", "<a href=\"" + repeated("&amp;amp;") + "\">",
          "<a href=\"" + repeated("#sha256=") + "\">", repeated("<a href='x'>")}) {
        const test::CpuWatch watch;
        (void)files_on({html, "text/html", fetch::Url::parse("https://i.example/simple/x/")});
        EXPECT_LT(watch.seconds(), test::linear_time) << html.substr(0, 20);
    }
    const fetch::Page page{"<a href=\"x?a=1&amp;b=2&amp;amp;\">", "text/html",
                           fetch::Url::parse("https://i.example/simple/x/")};
    EXPECT_EQ(files_on(page).at(0).link, "x?a=1&b=2&amp;");
}

}  // namespace
}  // namespace adder::python
