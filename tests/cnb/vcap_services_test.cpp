#include "cnb/vcap_services.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/cnb/bindings.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/errors.hpp>
#include <sys/stat.h>

namespace adder::cnb {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::Pair;

std::vector<Binding> parse(std::string_view json) { return parse_vcap_services(json, "VCAP_SERVICES"); }

TEST(VcapServicesTest, AServiceIsABinding) {
    const std::vector<Binding> bindings = parse(R"({
        "elephantsql": [{"name": "db", "label": "postgres", "tags": ["relational"], "plan": "turtle",
                         "credentials": {"uri": "postgres://host", "port": 5432, "tls": true, "none": null,
                                         "urls": {"b": "<&>", "a": ["é"]}},
                         "syslog_drain_url": null, "volume_mounts": []}]})");
    ASSERT_EQ(bindings.size(), 1u);
    EXPECT_EQ(bindings[0].name, "db");
    EXPECT_EQ(bindings[0].type, "postgres");
    EXPECT_EQ(bindings[0].provider, "elephantsql");
    EXPECT_EQ(bindings[0].path, "");
    EXPECT_THAT(bindings[0].secrets,
                ElementsAre(Pair("none", "null"), Pair("port", "5432"), Pair("tls", "true"),
                            Pair("uri", "postgres://host"), Pair("urls", R"({"a":["é"],"b":"<&>"})")));
}

struct TypeCase {
    const char* name;
    const char* json;
    const char* type;
};
class VcapTypeTest : public testing::TestWithParam<TypeCase> {};

TEST_P(VcapTypeTest, IsWhatTheCredentialsOrTheLabelSay) {
    EXPECT_EQ(parse(GetParam().json).at(0).type, GetParam().type);
}

INSTANTIATE_TEST_SUITE_P(
    Sources, VcapTypeTest,
    testing::Values(
        TypeCase{"label", R"({"p":[{"name":"n","label":"l"}]})", "l"},
        TypeCase{"offering", R"({"p":[{"name":"n","label":null}]})", "p"},
        TypeCase{"credentials", R"({"p":[{"name":"n","label":"l","credentials":{"type":"t"}}]})", "t"},
        TypeCase{"blank", R"({"p":[{"name":"n","label":"l","credentials":{"type":" "}}]})", "l"},
        TypeCase{"no_text", R"({"p":[{"name":"n","label":"l","credentials":{"type":[1]}}]})", "l"}),
    [](const auto& test) { return test.param.name; });

TEST(VcapServicesTest, ATypeThatIsUsedIsNoSecret) {
    const Binding binding =
        parse(R"({"user-provided":[{"name":"n","credentials":{"type":"t","k":"v"}}]})").at(0);
    EXPECT_THAT(binding.secrets, ElementsAre(Pair("k", "v")));
}

TEST(VcapServicesTest, NothingBoundIsNoBinding) {
    EXPECT_THAT(parse("{}"), IsEmpty());
    EXPECT_THAT(parse(R"({"x":[]})"), IsEmpty());
    EXPECT_THAT(parse(R"({"x":[{"name":"n","credentials":null}]})").at(0).secrets, IsEmpty());
}

struct BadCase {
    const char* name;
    std::string json;
    const char* complaint;
};
class BadVcapServicesTest : public testing::TestWithParam<BadCase> {};

/// Each text has a secret in it, which its error has not.
TEST_P(BadVcapServicesTest, IsRefusedWithoutBeingShown) {
    const std::string error = test::shown_error([] { parse(GetParam().json); });
    EXPECT_THAT(error, HasSubstr(GetParam().complaint));
    EXPECT_THAT(error, HasSubstr("VCAP_SERVICES "));
    EXPECT_THAT(error, Not(HasSubstr("hunter2")));
    EXPECT_LT(error.size(), 1000u);
}

std::string nested(std::size_t depth) {
    return R"({"x":[{"name":"n","credentials":{"hunter2":)" + std::string(depth, '[') +
           std::string(depth, ']') + "}}]}";
}

INSTANTIATE_TEST_SUITE_P(
    Bad, BadVcapServicesTest,
    testing::Values(
        BadCase{"empty", "", "at its end, after 0 bytes"}, BadCase{"blank", "\r\n", "not valid JSON"},
        BadCase{"truncated", R"({"x":[{"name":"n","credentials":{"p":"hunter2)",
                "at its end, after 45 bytes"},
        BadCase{"no_json", "password=hunter2", "at byte 1 of 16"},
        BadCase{"not_utf8", "{\"hunter2\xff\":[]}", "not valid JSON"},
        BadCase{"two_values", R"({"hunter2":[]}{})", "not valid JSON"},
        BadCase{"number_overflow", R"({"x":[{"name":"hunter2","credentials":{"n":1e999}}]})", "a number"},
        BadCase{"deep", nested(200), "nested"}, BadCase{"very_deep", nested(500'000), "nested"},
        BadCase{"list", R"(["hunter2"])", "It is not an object."},
        BadCase{"text", R"("hunter2")", "does not describe services"},
        BadCase{"no_list", R"({"x":{"name":"hunter2"}})", "\"x\" is not a list of services."},
        BadCase{"no_object", R"({"x":["hunter2"]})", "A service of \"x\" is not an object."},
        BadCase{"no_name", R"({"x":[{"credentials":{"k":"hunter2"}}]})", "A service of \"x\" has no name."},
        BadCase{"bad_name", R"({"x":[{"name":{"k":"hunter2"}}]})", "A service of \"x\" has no name."},
        BadCase{"bad_credentials", R"({"x":[{"name":"n","credentials":"hunter2"}]})",
                "A service of \"x\" has credentials that are not an object."}),
    [](const auto& test) { return test.param.name; });

Bindings read(const base::Environment& env) { return read_bindings(env, "no-platform"); }

TEST(VcapServicesTest, ValuesAreTrimmedLikeThoseOfFiles) {
    const Binding binding =
        read({{"VCAP_SERVICES", R"({"p":[{"name":"n","label":" l\n","credentials":{"k":" v\n"}}]})"}})
            .all()
            .at(0);
    EXPECT_EQ(binding.type, "l");
    EXPECT_THAT(binding.secrets, ElementsAre(Pair("k", "v")));
}

TEST(VcapServicesTest, ATypeIsCheckedLikeThatOfAFile) {
    const std::string error =
        test::shown_error([] { read({{"VCAP_SERVICES", R"({"p":[{"name":"n","label":"hunter2\nx"}]})"}}); });
    EXPECT_THAT(error, HasSubstr("The type of the service binding \"n\" cannot be used."));
    EXPECT_THAT(error, Not(HasSubstr("hunter2")));
}

TEST(VcapServicesTest, AFileIsNamedInItsErrors) {
    const base::TempDir directory;
    const std::string file = directory.path() / "vcap";
    base::write_file(file, "hunter2");
    EXPECT_THAT(test::shown_error([&] { read({{"VCAP_SERVICES_FILE_PATH", file}}); }),
                HasSubstr(file + " is not valid JSON."));
}

struct FileCase {
    const char* name;
    const char* file;
    const char* complaint;
};
class UnreadableVcapFileTest : public testing::TestWithParam<FileCase> {};

TEST_P(UnreadableVcapFileTest, IsOneError) {
    const base::TempDir directory;
    base::make_directories(directory.path() / "directory");
    ASSERT_EQ(::mkfifo((directory.path() / "pipe").c_str(), 0600), 0);
    base::write_file(directory.path() / "huge", std::string(base::max_text_file_size + 1, ' '));
    try {
        read({{"VCAP_SERVICES_FILE_PATH", directory.path() / GetParam().file}});
        FAIL() << "no error";
    } catch (const base::Error& error) {
        EXPECT_THAT(error.message(), HasSubstr((directory.path() / GetParam().file).native()));
        EXPECT_THAT(error.message(), HasSubstr(GetParam().complaint));
        EXPECT_THAT(error.context(), ElementsAre("while reading the service bindings"));
    }
}

INSTANTIATE_TEST_SUITE_P(Kinds, UnreadableVcapFileTest,
                         testing::Values(FileCase{"missing", "nowhere", "No such file"},
                                         FileCase{"directory", "directory", "is not a file"},
                                         FileCase{"pipe", "pipe", "is not a file"},
                                         FileCase{"huge", "huge", "is larger than"}),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace adder::cnb
