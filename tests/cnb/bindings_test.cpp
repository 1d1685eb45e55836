#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/cnb/bindings.hpp>

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/errors.hpp>
#include <sys/stat.h>

namespace adder::cnb {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::Pair;
using testing::StartsWith;

std::vector<std::string> names(const std::vector<Binding>& bindings) {
    std::vector<std::string> result;
    for (const Binding& binding : bindings) result.push_back(binding.name);
    return result;
}

/// A platform directory, and what stands in it and beside it.
class BindingsTest : public testing::Test {
  protected:
    void file(const std::string& name, std::string_view text) {
        base::make_directories((at(name)).parent_path());
        base::write_file(at(name), text);
    }
    void link(const std::string& name, const std::string& target) {
        base::make_directories((at(name)).parent_path());
        fs::create_symlink(target, at(name));
    }
    Bindings read(const base::Environment& env = {}) const { return read_bindings(env, at("platform")); }
    std::string error(const base::Environment& env = {}) const {
        return test::shown_error([&] { read(env); });
    }
    fs::path at(const std::string& name) const { return directory_.path() / name; }

    base::TempDir directory_;
};

TEST_F(BindingsTest, ADirectoryIsABinding) {
    file("platform/bindings/db/type", " postgresql\r\n");
    file("platform/bindings/db/provider", "acme\n");
    file("platform/bindings/db/password", "\n hunter2 \n");
    file("platform/bindings/db/empty", "");
    const std::vector<Binding> all = read().all();
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all[0].name, "db");
    EXPECT_EQ(all[0].type, "postgresql");
    EXPECT_EQ(all[0].provider, "acme");
    EXPECT_EQ(all[0].path, at("platform/bindings/db"));
    EXPECT_THAT(all[0].secrets, ElementsAre(Pair("empty", ""), Pair("password", "hunter2")));
}

TEST_F(BindingsTest, TheProviderMayBeMissingOrBlank) {
    file("platform/bindings/a/type", "x");
    file("platform/bindings/b/type", "x");
    file("platform/bindings/b/provider", "\n");
    for (const Binding& binding : read().all()) EXPECT_EQ(binding.provider, std::nullopt) << binding.name;
}

TEST_F(BindingsTest, BytesThatAreNoTextAreKept) {
    const std::string key_store{"\n\xfe\xed\0\n", 5};
    file("platform/bindings/a/type", "x");
    file("platform/bindings/a/store", key_store);
    EXPECT_EQ(read().all().at(0).secrets.at("store"), key_store);
}

/// As the kubelet writes a Secret: the files are links through `..data`, which it swaps at an update.
TEST_F(BindingsTest, ASecretMountedByKubernetes) {
    file("platform/bindings/db/..2024_06_01_12_00_00.1/type", "postgresql");
    file("platform/bindings/db/..2024_06_01_12_00_00.1/password", "new");
    file("platform/bindings/db/..2024_05_01_12_00_00.9/password", "old");
    link("platform/bindings/db/..data", "..2024_06_01_12_00_00.1");
    link("platform/bindings/db/type", "..data/type");
    link("platform/bindings/db/password", "..data/password");
    const std::vector<Binding> all = read().all();
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all[0].type, "postgresql");
    EXPECT_THAT(all[0].secrets, ElementsAre(Pair("password", "new")));
}

TEST_F(BindingsTest, WhatIsNoBindingIsLeftOut) {
    file("platform/bindings/.hidden/key", "");
    file("platform/bindings/.DS_Store", "");
    file("platform/bindings/README", "");
    file("platform/bindings/db/type", "x");
    file("platform/bindings/db/.key", "");
    file("platform/bindings/db/directory/key", "");
    file("platform/bindings/db/metadata/kind", "not this");
    const std::vector<Binding> all = read().all();
    ASSERT_THAT(names(all), ElementsAre("db"));
    EXPECT_EQ(all[0].type, "x");
    EXPECT_THAT(all[0].secrets, IsEmpty());
}

TEST_F(BindingsTest, ABindingMayBeALinkToADirectory) {
    file("elsewhere/type", "x");
    link("platform/bindings/db", "../../elsewhere");
    EXPECT_THAT(names(read().all()), ElementsAre("db"));
}

TEST_F(BindingsTest, TheFormerFormIsRead) {
    file("platform/bindings/db/metadata/kind", "postgresql\n");
    file("platform/bindings/db/metadata/provider", "acme\n");
    file("platform/bindings/db/metadata/tags", "a b\n");
    file("platform/bindings/db/metadata/both", "metadata");
    file("platform/bindings/db/secret/both", "secret");
    file("platform/bindings/db/secret/password", "hunter2\n");
    file("platform/bindings/other/metadata/kind", "x");
    const std::vector<Binding> all = read().all();
    ASSERT_THAT(names(all), ElementsAre("db", "other"));
    EXPECT_EQ(all[0].type, "postgresql");
    EXPECT_EQ(all[0].provider, "acme");
    EXPECT_THAT(all[0].secrets,
                ElementsAre(Pair("both", "secret"), Pair("password", "hunter2"), Pair("tags", "a b")));
    EXPECT_EQ(all[1].provider, std::nullopt);
}

TEST_F(BindingsTest, NoDirectoryIsNoBinding) {
    EXPECT_THAT(read().all(), IsEmpty());
    EXPECT_THAT(read({{"SERVICE_BINDING_ROOT", at("nowhere")}}).all(), IsEmpty());
}

struct SourceCase {
    const char* name;
    std::vector<std::string> present;  ///< of root, former, platform, json, json_file
    const char* read_from;
};

class BindingSourceTest : public BindingsTest, public testing::WithParamInterface<SourceCase> {};

TEST_P(BindingSourceTest, TheFirstThatSaysSomethingCountsAlone) {
    base::Environment env{{"SERVICE_BINDING_ROOT", ""}, {"CNB_BINDINGS", ""}, {"VCAP_SERVICES", ""}};
    for (const std::string& source : GetParam().present) {
        if (source == "root") env.set("SERVICE_BINDING_ROOT", at("root"));
        if (source == "former") env.set("CNB_BINDINGS", at("former"));
        if (source == "json") env.set("VCAP_SERVICES", R"({"x": [{"name": "json"}]})");
        if (source == "json_file") {
            file("json", R"({"x": [{"name": "json_file"}]})");
            env.set("VCAP_SERVICES_FILE_PATH", at("json"));
        }
        if (source == "platform") file("platform/bindings/platform/type", "x");
        if (source == "empty_platform") base::make_directories(at("platform/bindings"));
        file("root/root/type", "x");
        file("former/former/type", "x");
    }
    EXPECT_THAT(names(read(env).all()), ElementsAre(GetParam().read_from));
}

INSTANTIATE_TEST_SUITE_P(
    Order, BindingSourceTest,
    testing::Values(
        SourceCase{"service_binding_root", {"root", "former", "platform", "json", "json_file"}, "root"},
        SourceCase{"cnb_bindings", {"former", "platform", "json", "json_file"}, "former"},
        SourceCase{"platform", {"platform", "json", "json_file"}, "platform"},
        SourceCase{"vcap_services", {"json", "json_file"}, "json"},
        SourceCase{"an_empty_directory_hides_nothing", {"empty_platform", "json"}, "json"},
        SourceCase{"vcap_services_file", {"json_file"}, "json_file"}),
    [](const auto& test) { return test.param.name; });

TEST_F(BindingsTest, ABindingWithoutTypeIsNamed) {
    file("platform/bindings/db/password", "hunter2");
    EXPECT_EQ(error(),
              "The service binding \"db\" has no type.\n\nThere is no file " +
                  at("platform/bindings/db/type").native() + ".\nEach directory in " +
                  at("platform/bindings").native() +
                  " is taken for a binding, and the text of\nthat file says which kind of service it is "
                  "for. Add the file, or remove the directory.");
}

TEST_F(BindingsTest, ABindingOfTheFormerFormWithoutKindIsNamed) {
    file("platform/bindings/db/metadata/provider", "acme");
    EXPECT_THAT(error(), HasSubstr(at("platform/bindings/db/metadata/kind").native()));
}

TEST_F(BindingsTest, ABindingInThePlaceOfAllIsRefused) {
    file("platform/bindings/type", "ca-certificates");
    EXPECT_THAT(error(), StartsWith("A service binding is in the place of the directory of all"));
    EXPECT_THAT(error(), HasSubstr(at("platform/bindings/<name of the binding>").native()));
}

struct LabelCase {
    const char* name;
    std::string text;
    const char* complaint;
};

class BindingLabelTest : public BindingsTest, public testing::WithParamInterface<LabelCase> {};

/// The text is not shown: it may be a secret in the wrong place.
TEST_P(BindingLabelTest, IsRefusedWithoutBeingShown) {
    file("platform/bindings/db/type", GetParam().text);
    EXPECT_THAT(error(), StartsWith("The type of the service binding \"db\" cannot be used.\n"));
    EXPECT_THAT(error(), HasSubstr(GetParam().complaint));
    EXPECT_THAT(error(), HasSubstr(at("platform/bindings/db").native()));
    EXPECT_THAT(error(), Not(HasSubstr("hunter2")));
}

INSTANTIATE_TEST_SUITE_P(Bad, BindingLabelTest,
                         testing::Values(LabelCase{"empty", "", "empty"},
                                         LabelCase{"blank", " \r\n", "empty"},
                                         LabelCase{"two_lines", "hunter2\nx", "line ends or other control"},
                                         LabelCase{"escape", "hunter2\x1b[2J", "control characters"},
                                         LabelCase{"nul", std::string{"hunter2\0x", 9}, "control characters"},
                                         LabelCase{"not_utf8", "hunter2\xff", "not UTF-8"},
                                         LabelCase{"truncated_utf8", "hunter2\xe2\x82", "not UTF-8"}),
                         [](const auto& test) { return test.param.name; });

TEST_F(BindingsTest, AProviderIsCheckedLikeAType) {
    file("platform/bindings/db/type", "x");
    file("platform/bindings/db/provider", "hunter2\nx");
    EXPECT_THAT(error(), StartsWith("The provider of the service binding \"db\" cannot be used.\n"));
    EXPECT_THAT(error(), Not(HasSubstr("hunter2")));
}

TEST_F(BindingsTest, AHugeSecretIsRefusedByName) {
    file("platform/bindings/db/type", "x");
    file("platform/bindings/db/blob", std::string(max_secret_size, 'x'));
    EXPECT_EQ(read().all().at(0).secrets.at("blob").size(), max_secret_size);
    file("platform/bindings/db/blob", std::string(max_secret_size + 1, 'x'));
    EXPECT_THAT(error(), StartsWith("A secret of a service binding is too large.\n"));
    EXPECT_THAT(error(), HasSubstr(at("platform/bindings/db/blob").native()));
    EXPECT_LT(error().size(), 1000u);
}

TEST_F(BindingsTest, ALinkThatLeadsNowhereIsNamed) {
    file("platform/bindings/db/type", "x");
    link("platform/bindings/db/password", "..data/password");
    EXPECT_THAT(error(), HasSubstr(at("platform/bindings/db/password").native() + " is neither a file nor"));
}

TEST_F(BindingsTest, APipeIsNotWaitedFor) {
    file("platform/bindings/db/type", "x");
    ASSERT_EQ(::mkfifo(at("platform/bindings/db/password").c_str(), 0600), 0);
    EXPECT_THAT(error(), HasSubstr("is neither a file nor"));
}

TEST_F(BindingsTest, AFileInThePlaceOfTheDirectoryIsAnError) {
    file("platform/bindings", "");
    EXPECT_THROW(read(), base::SystemError);
}

TEST_F(BindingsTest, ANameIsShownHarmlessly) {
    file("platform/bindings/d\x1b\xff/key", "");
    EXPECT_THAT(error(), HasSubstr("\"d\\x1b\\xff\""));
    EXPECT_THAT(error(), Not(HasSubstr("\x1b")));
}

class BindingLookupTest : public BindingsTest {
  protected:
    BindingLookupTest() {
        file("platform/bindings/b/type", "PostgreSQL");
        file("platform/bindings/b/provider", "Acme");
        file("platform/bindings/a/type", "postgresql");
        file("platform/bindings/c/type", "redis");
        file("platform/bindings/c/password", "hunter2");
    }
};

TEST_F(BindingLookupTest, MatchesWhateverTheCase) {
    const Bindings bindings = read();
    EXPECT_THAT(names(bindings.find("POSTGRESQL")), ElementsAre("a", "b"));
    EXPECT_THAT(names(bindings.find("postgresql", "ACME")), ElementsAre("b"));
    EXPECT_THAT(bindings.find("postgresql", "other"), IsEmpty());
    EXPECT_THAT(bindings.find("postgres"), IsEmpty());
    EXPECT_THAT(bindings.find(""), IsEmpty());
}

TEST_F(BindingLookupTest, AtMostOne) {
    const Bindings bindings = read();
    EXPECT_EQ(bindings.find_at_most_one("mysql"), std::nullopt);
    EXPECT_EQ(bindings.find_at_most_one("redis")->name, "c");
    EXPECT_EQ(bindings.find_at_most_one("postgresql", "acme")->name, "b");
    EXPECT_EQ(test::shown_error([&] { bindings.find_at_most_one("postgresql"); }),
              "There are 2 service bindings of the type \"postgresql\".\n\n"
              "- a: type \"postgresql\", in " +
                  at("platform/bindings/a").native() + "\n- b: type \"PostgreSQL\", provider \"Acme\", in " +
                  at("platform/bindings/b").native() +
                  "\n\nOnly one can be used here. Keep that one and remove the others.");
}

TEST_F(BindingLookupTest, ExactlyOne) {
    const Bindings bindings = read();
    EXPECT_EQ(bindings.find_exactly_one("redis").secrets.at("password"), "hunter2");
    EXPECT_THROW(bindings.find_exactly_one("postgresql"), base::UserError);
    const std::string missing = test::shown_error([&] { bindings.find_exactly_one("redis", "acme"); });
    EXPECT_THAT(
        missing,
        StartsWith("There is no service binding of the type \"redis\" from the provider \"acme\".\n"));
    EXPECT_THAT(missing, HasSubstr("- c: type \"redis\", in "));
    EXPECT_THAT(missing, Not(HasSubstr("hunter2")));
    EXPECT_THAT(test::shown_error([] { Bindings{}.find_exactly_one("x"); }), HasSubstr("no bindings at all"));
}

}  // namespace
}  // namespace adder::cnb
