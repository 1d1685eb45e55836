#include "python/network/mirrors.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/errors.hpp>

namespace adder::python {
namespace {

using testing::HasSubstr;
using testing::Not;

using Entries = std::map<std::string, std::string, std::less<>>;

cnb::Bindings bindings(const std::string& type, Entries entries) {
    return cnb::Bindings{
        {{.name = "b", .type = type, .provider = {}, .secrets = std::move(entries), .path = {}}}};
}
const base::Sha256Digest digest = base::Sha256Digest::parse(std::string(64, 'a'));

struct Case {
    const char* name;
    base::Environment env;
    Entries mirrors;
    const char* expected;  ///< of https://runtimes.example.com/some/prefix/python.tar.zst
};
void PrintTo(const Case& test_case, std::ostream* out) { *out << test_case.name; }

class MirrorTest : public testing::TestWithParam<Case> {};

TEST_P(MirrorTest, TakesThePlaceOfTheOriginal) {
    const Mirrors mirrors = Mirrors::from(GetParam().env, bindings("dependency-mirror", GetParam().mirrors));
    const auto url = fetch::Url::parse("https://runtimes.example.com/some/prefix/python.tar.zst");
    EXPECT_EQ(mirrors.replace(url).text(), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    , MirrorTest,
    testing::Values(Case{"none", {}, {}, "https://runtimes.example.com/some/prefix/python.tar.zst"},
                    Case{"variable",
                         {{"BP_DEPENDENCY_MIRROR", "https://m.example/x"}},
                         {},
                         "https://m.example/x/some/prefix/python.tar.zst"},
                    Case{"with_original_host",
                         {{"BP_DEPENDENCY_MIRROR", "https://m.example/{originalHost}/"}},
                         {},
                         "https://m.example/runtimes.example.com/some/prefix/python.tar.zst"},
                    Case{"skips_a_part_of_the_path",
                         {{"BP_DEPENDENCY_MIRROR", "https://m.example, skip-path=/some/prefix"}},
                         {},
                         "https://m.example/python.tar.zst"},
                    Case{"named_argument",
                         {{"BP_DEPENDENCY_MIRROR", "skip-path=/some,mirror=https://m.example"}},
                         {},
                         "https://m.example/prefix/python.tar.zst"},
                    Case{"of_the_host",
                         {{"BP_DEPENDENCY_MIRROR", "https://all.example"},
                          {"BP_DEPENDENCY_MIRROR_RUNTIMES_EXAMPLE_COM", "https://one.example"}},
                         {},
                         "https://one.example/some/prefix/python.tar.zst"},
                    Case{"of_another_host",
                         {{"BP_DEPENDENCY_MIRROR_OTHER__HOST_EXAMPLE", "https://one.example"}},
                         {},
                         "https://runtimes.example.com/some/prefix/python.tar.zst"},
                    Case{"binding",
                         {},
                         {{"default", "https://b.example/x"}},
                         "https://b.example/x/some/prefix/python.tar.zst"},
                    Case{"binding_of_the_host",
                         {},
                         {{"default", "https://b.example"}, {"Runtimes.Example.com", "file:///srv"}},
                         "file:///srv/some/prefix/python.tar.zst"},
                    Case{"variable_for_all_before_binding",
                         {{"BP_DEPENDENCY_MIRROR", "https://all.example"}},
                         {{"runtimes.example.com", "https://b.example"}},
                         "https://all.example/some/prefix/python.tar.zst"},
                    Case{"binding_for_what_no_variable_names",
                         {{"BP_DEPENDENCY_MIRROR_OTHER_EXAMPLE", "https://one.example"}},
                         {{"default", "https://b.example"}},
                         "https://b.example/some/prefix/python.tar.zst"},
                    Case{"empty_variable",
                         {{"BP_DEPENDENCY_MIRROR", ""}},
                         {},
                         "https://runtimes.example.com/some/prefix/python.tar.zst"}),
    [](const auto& test_case) { return std::string{test_case.param.name}; });

TEST(MirrorsTest, AHyphenInAHostIsTwoUnderscores) {
    const Mirrors mirrors =
        Mirrors::from({{"BP_DEPENDENCY_MIRROR_MY__HOST_EXAMPLE", "https://m.example"}}, cnb::Bindings{});
    EXPECT_EQ(mirrors.replace(fetch::Url::parse("https://my-host.example/x")).text(), "https://m.example/x");
}

TEST(MirrorsTest, FilesAreNotMirrored) {
    const Mirrors mirrors = Mirrors::from({{"BP_DEPENDENCY_MIRROR", "https://m.example"}}, cnb::Bindings{});
    EXPECT_EQ(mirrors.replace(fetch::Url::parse("file:///srv/x")).text(), "file:///srv/x");
}

TEST(MirrorsTest, AMappingComesBeforeMirrors) {
    const auto url = fetch::Url::parse("https://runtimes.example.com/x");
    for (const std::string& key : {digest.hex(), "sha256:" + digest.hex(), "sha256_" + digest.hex()}) {
        const Mirrors mirrors =
            Mirrors::from({{"BP_DEPENDENCY_MIRROR", "https://m.example"}},
                          bindings("dependency-mapping",
                                   {{key, "https://mapped.example/y"}, {"sha256", "https://x.example"}}));
        EXPECT_EQ(mirrors.replace(url, digest).text(), "https://mapped.example/y") << key;
        EXPECT_EQ(mirrors.replace(url).text(), "https://m.example/x") << key;
        EXPECT_EQ(mirrors.replace(url, base::Sha256Digest::parse(std::string(64, 'b'))).text(),
                  "https://m.example/x");
    }
}

TEST(MirrorsTest, AMirrorThatCannotBeUsedIsNamedWithoutItsSecrets) {
    for (const char* url : {"http://m.example", "m.example", "ftp://m.example", "https://me:hunter2@"}) {
        const std::string error =
            test::shown_error([&] { Mirrors::from({{"BP_DEPENDENCY_MIRROR_X", url}}, cnb::Bindings{}); });
        EXPECT_THAT(error, HasSubstr("The dependency mirror in BP_DEPENDENCY_MIRROR_X cannot be used."))
            << url;
        EXPECT_THAT(error, Not(HasSubstr("hunter2")));
    }
}

}  // namespace
}  // namespace adder::python
