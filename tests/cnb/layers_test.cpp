#include <adder/base/files.hpp>
#include <adder/cnb/layers.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

namespace adder::cnb {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

struct Key {
    std::string version;

    static Key from_toml(const TomlReader& reader) { return {reader.text("version")}; }
    TomlTable to_toml() const { return {{"version", version}}; }
};

std::function<Decision(const Key&)> wants(std::string version) {
    return [version](const Key& cached) {
        return KeyComparison{}.field("it", cached.version, version).decision();
    };
}

class LayersTest : public testing::Test {
  protected:
    /// What the lifecycle leaves for the next build.
    void restore(std::string_view toml, bool contents) {
        base::write_file(at("x.toml"), toml);
        if (contents) base::make_directories(at("x"));
    }
    CachedLayer<Key> open(LayerTypes types, std::string version = "1") {
        return layers_.cached<Key>("x", types, wants(std::move(version)));
    }
    fs::path at(const char* name) const { return directory_.path() / name; }
    TomlTable toml() const { return read_toml_file(at("x.toml")); }

    base::TempDir directory_;
    Layers layers_{directory_.path(), {SbomFormat::cyclonedx}};
    static constexpr LayerTypes launch_only{.launch = true};
    static constexpr LayerTypes cached{.launch = true, .cache = true};
};

TEST_F(LayersTest, ALayerThatWasNeverThereIsNotKeptAndNeedsNoReason) {
    const auto layer = open(launch_only);
    EXPECT_TRUE(std::holds_alternative<NotRestored>(layer.state()));
    EXPECT_THAT(layer.reasons(), ElementsAre());
    EXPECT_EQ(layer.restored(), nullptr);
    EXPECT_TRUE(fs::is_empty(directory_.path()));
}

TEST_F(LayersTest, ALaunchOnlyLayerIsKeptWithoutContents) {
    restore("[metadata]\nversion='1'", false);
    const auto layer = open(launch_only);
    EXPECT_FALSE(std::get<Kept<Key>>(layer.state()).has_contents);
    EXPECT_EQ(toml(),
              parse_toml("[types]\nlaunch=true\nbuild=false\ncache=false\n[metadata]\nversion='1'", ""));
    EXPECT_FALSE(fs::exists(at("x")));
}

TEST_F(LayersTest, ContentsMaterialisedForTheBuildGoWithTheirObject) {
    restore("[metadata]\nversion='1'", false);
    base::write_file(at("x.sbom.cdx.json"), "restored");
    const auto layer = open(launch_only);
    {
        const TemporaryContents contents = layer.materialise(Filling::staged, [](LayerDraft& draft) {
            base::write_file(draft.directory / "f", "x");
            draft.env.set(EnvScope::build(), EnvAction::override_value, "V", "x");
        });
        EXPECT_EQ(base::read_file(at("x/f")), "x");
        EXPECT_EQ(base::read_file(at("x/env.build/V.override")), "x");
    }
    EXPECT_FALSE(fs::exists(at("x")));
    EXPECT_TRUE(fs::exists(at("x.toml")));
    EXPECT_EQ(base::read_file(at("x.sbom.cdx.json")), "restored");
}

TEST_F(LayersTest, OnlyAKeptLayerWithoutContentsIsMaterialised) {
    const auto nothing = [](LayerDraft&) {};
    const auto absent = open(launch_only);
    EXPECT_THROW((void)absent.materialise(Filling::staged, nothing), std::logic_error);
    restore("[metadata]\nversion='1'", true);
    const auto with_contents = open(cached);
    EXPECT_THROW((void)with_contents.materialise(Filling::staged, nothing), std::logic_error);
}

TEST_F(LayersTest, ContentsThatWereRestoredStayWhenALayerBecomesLaunchOnly) {
    // It was a cache layer: no image has its contents, and leaving none would fail the export.
    restore("[metadata]\nversion='1'", true);
    const auto layer = open(launch_only);
    EXPECT_TRUE(layer.has_contents());
    EXPECT_TRUE(fs::exists(at("x")));
}

TEST_F(LayersTest, ACachedLayerIsKeptWithItsContentsOnly) {
    restore("[metadata]\nversion='1'", true);
    EXPECT_TRUE(open(cached).has_contents());
    EXPECT_TRUE(fs::exists(at("x")));

    restore("[metadata]\nversion='1'", false);
    base::remove_tree(at("x"));
    const auto lost = open(cached);
    EXPECT_THAT(lost.reasons(), ElementsAre("its contents were not restored"));
    EXPECT_EQ(lost.restored()->version, "1");
}

TEST_F(LayersTest, ADiscardedLayerIsGoneAtOnceWithItsSboms) {
    restore("[metadata]\nversion='1'", true);
    base::write_file(at("x.sbom.cdx.json"), "{}");
    base::write_file(at("x.sbom.syft.json"), "{}");
    const auto layer = open(cached, "2");
    EXPECT_THAT(layer.reasons(), ElementsAre("it changed from 1 to 2"));
    EXPECT_EQ(layer.restored()->version, "1");
    EXPECT_TRUE(fs::is_empty(directory_.path()));
}

TEST_F(LayersTest, TheSbomsOfAKeptLayerAreReplaced) {
    restore("[metadata]\nversion='1'", false);
    base::write_file(at("x.sbom.cdx.json"), "restored");
    const auto layer = open(launch_only);
    layer.replace_sboms({{SbomFormat::cyclonedx, "new"}});
    EXPECT_EQ(base::read_file(at("x.sbom.cdx.json")), "new");
    layer.replace_sboms({});
    EXPECT_FALSE(fs::exists(at("x.sbom.cdx.json")));
    EXPECT_THROW(open(launch_only, "2").replace_sboms({}), std::logic_error);
}

TEST_F(LayersTest, AnSbomWithoutItsLayerIsGone) {
    base::write_file(at("x.sbom.spdx.json"), "{}");
    open(cached);
    EXPECT_TRUE(fs::is_empty(directory_.path()));
}

TEST_F(LayersTest, MetadataThatCannotBeUsedIsAStateAndNotAFailure) {
    for (const char* text :
         {"[metadata]\nother='1'", "[metadata]\nversion=1", "not toml", "", "[types]\nlaunch=true", "\xff"}) {
        restore(text, true);
        const auto layer = open(cached);
        EXPECT_TRUE(std::holds_alternative<InvalidMetadata>(layer.state())) << text;
        EXPECT_THAT(layer.reasons(), ElementsAre(HasSubstr("its metadata cannot be used"))) << text;
        EXPECT_EQ(layer.restored(), nullptr) << text;
        EXPECT_FALSE(fs::exists(at("x"))) << text;
    }
}

TEST_F(LayersTest, ALayerThatNeedsNoKeyIsKept) {
    restore("", true);
    const auto layer =
        layers_.cached<NoMetadata>("x", {.cache = true}, [](const NoMetadata&) { return Keep{}; });
    EXPECT_TRUE(layer.is_kept());
    EXPECT_EQ(toml(), parse_toml("[types]\nlaunch=false\nbuild=false\ncache=true", ""));
}

TEST_F(LayersTest, FillingWritesAllOfALayer) {
    const base::TempDir elsewhere;
    base::write_file(elsewhere.path() / "program", "#!/bin/sh\n", 0755);
    const auto layer = open(launch_only);
    const Key key = layer.fill(Filling::staged, [&](LayerDraft& draft) {
        EXPECT_NE(draft.directory, layer.path());
        EXPECT_FALSE(fs::exists(layer.path()));
        base::write_file(draft.directory / "f", "new");
        draft.env.set(EnvScope::launch(), EnvAction::override_value, "V", "x");
        draft.exec_d.push_back({"10-set", elsewhere.path() / "program"});
        draft.sboms.push_back({SbomFormat::cyclonedx, "{}"});
        return Key{"1"};
    });
    EXPECT_EQ(key.version, "1");
    EXPECT_EQ(base::read_file(at("x/f")), "new");
    EXPECT_EQ(base::read_file(at("x/env.launch/V.override")), "x");
    EXPECT_TRUE(fs::exists(at("x/exec.d/10-set")));
    EXPECT_EQ(base::read_file(at("x.sbom.cdx.json")), "{}");
    EXPECT_EQ(toml().at("metadata"), TomlValue(TomlTable{{"version", "1"}}));
    EXPECT_EQ(std::distance(fs::directory_iterator{directory_.path()}, {}), 3);
}

TEST_F(LayersTest, FillingAKeptLayerReplacesAllOfIt) {
    restore("[metadata]\nversion='1'", true);
    base::write_file(at("x/old"), "");
    base::write_file(at("x.sbom.cdx.json"), "old");
    open(cached).fill(Filling::in_place, [](LayerDraft&) { return Key{"2"}; });
    EXPECT_FALSE(fs::exists(at("x/old")));
    EXPECT_FALSE(fs::exists(at("x.sbom.cdx.json")));
    EXPECT_EQ(toml().at("metadata"), TomlValue(TomlTable{{"version", "2"}}));
}

TEST_F(LayersTest, AFailedFillLeavesNothing) {
    struct Failure {};
    for (const Filling filling : {Filling::staged, Filling::in_place}) {
        restore("[metadata]\nversion='1'", true);
        const auto layer = open(cached);
        EXPECT_THROW(layer.fill(filling,
                                [](LayerDraft& draft) -> Key {
                                    base::write_file(draft.directory / "half", "");
                                    throw Failure{};
                                }),
                     Failure);
        EXPECT_TRUE(fs::is_empty(directory_.path()));
    }
}

TEST_F(LayersTest, AnSbomOfAFormatThatIsNotDeclaredIsAFaultOfTheProgram) {
    EXPECT_THROW(open(launch_only)
                     .fill(Filling::staged,
                           [](LayerDraft& draft) {
                               draft.sboms.push_back({SbomFormat::spdx, "{}"});
                               return Key{"1"};
                           }),
                 std::logic_error);
    EXPECT_TRUE(fs::is_empty(directory_.path()));
}

TEST_F(LayersTest, LeftoversOfAKilledBuildAreNoLayer) {
    base::make_directories(at("x"));
    base::write_file(at("x/half"), "");
    base::make_directories(at(".x.new"));
    const auto layer = open(launch_only);
    EXPECT_FALSE(layer.is_kept());
    EXPECT_TRUE(fs::is_empty(directory_.path()));
}

TEST_F(LayersTest, RestsOfAKilledBuildAreRemoved) {
    for (const char* name : {".runtime.new", ".tool-a1b2c3", "downloads"}) {
        base::make_directories(directory_.path() / name);
        base::write_file(directory_.path() / name / "file", "x");
    }
    for (const char* name : {"launch.toml", "launch.toml.partial-17", "notes.partial-x"}) {
        base::write_file(directory_.path() / name, "");
    }
    layers_.remove_rests();
    std::vector<std::string> left;
    for (const auto& entry : fs::directory_iterator{directory_.path()})
        left.push_back(entry.path().filename());
    EXPECT_THAT(left, UnorderedElementsAre("downloads", "launch.toml", "notes.partial-x"));
}

TEST_F(LayersTest, AnUncachedLayerIsMadeAnew) {
    restore("[metadata]\nversion='1'", true);
    base::write_file(at("x/old"), "");
    base::make_directories(at("x.ignore"));
    const UncachedLayer layer = layers_.uncached("x", {.launch = true, .build = true});
    EXPECT_TRUE(fs::is_empty(directory_.path()));
    layer.fill(Filling::staged, [](LayerDraft& draft) { base::write_file(draft.directory / "new", ""); });
    EXPECT_TRUE(fs::exists(at("x/new")));
    EXPECT_EQ(toml(), parse_toml("[types]\nlaunch=true\nbuild=true\ncache=false", ""));
    EXPECT_THROW(layers_.uncached("x", {.cache = true}), std::logic_error);
}

TEST_F(LayersTest, ReadOnlyContentsAreReplacedToo) {
    restore("[metadata]\nversion='1'", true);
    base::write_file(at("x/f"), "");
    ::chmod(at("x").c_str(), 0555);
    open(cached, "2");
    EXPECT_FALSE(fs::exists(at("x")));
}

TEST_F(LayersTest, UpdatingAddsToWhatIsThere) {
    restore("[metadata]\nversion='1'", true);
    base::write_file(at("x/old"), "");
    open(cached).update(Key{"1"}, [](const fs::path& directory) { base::write_file(directory / "new", ""); });
    EXPECT_TRUE(fs::exists(at("x/old")));
    EXPECT_TRUE(fs::exists(at("x/new")));
}

TEST_F(LayersTest, NamesTheLifecycleWouldMisunderstandAreFaultsOfTheProgram) {
    for (const char* name : {"", "build", "launch", "store", "py-3.12", "a/b", "..", "a b"}) {
        EXPECT_THROW(layers_.uncached(name, {.launch = true}), std::logic_error) << name;
    }
}

class LayerSbomsTest : public LayersTest {
  protected:
    CachedLayer<Key> open_with(const char* version, const char* key = "1") {
        return layers_.cached<Key>("x", launch_only, wants(key), WantedSboms{version, "it has no bill"});
    }
};

TEST_F(LayerSbomsTest, TheirVersionStandsBesideTheKey) {
    open_with("2").fill(Filling::staged, [](LayerDraft&) { return Key{"1"}; });
    EXPECT_EQ(toml(), parse_toml("[types]\nlaunch=true\nbuild=false\ncache=false\n"
                                 "[metadata]\nversion='1'\nbill='2'",
                                 ""));
}

TEST_F(LayerSbomsTest, ALayerWithoutThoseThatAreWantedIsNotKept) {
    for (const char* restored : {"version='1'", "version='1'\nbill='1'"}) {
        restore(std::string{"[metadata]\n"} + restored, false);
        EXPECT_THAT(open_with("2").reasons(), ElementsAre("it has no bill"));
    }
    restore("[metadata]\nversion='0'", false);
    EXPECT_THAT(open_with("2").reasons(), ElementsAre(HasSubstr("it"), "it has no bill"));
    restore("[metadata]\nversion='1'\nbill='2'", false);
    EXPECT_TRUE(open_with("2").is_kept());
    EXPECT_TRUE(open_with("2").is_kept()) << "its metadata were written again with them";
}

TEST_F(LayerSbomsTest, ThoseThatAreNotWantedAreRemoved) {
    restore("[metadata]\nversion='1'\nbill='2'", false);
    base::write_file(at("x.sbom.cdx.json"), "{}");
    EXPECT_TRUE(open_with("").is_kept());
    EXPECT_FALSE(fs::exists(at("x.sbom.cdx.json")));
    EXPECT_FALSE(open_with("2").is_kept());
}

TEST_F(LayerSbomsTest, AVersionThatCannotBeReadIsInvalidMetadata) {
    restore("[metadata]\nversion='1'\nbill=2", false);
    EXPECT_TRUE(std::holds_alternative<InvalidMetadata>(open_with("2").state()));
    restore("[metadata]\nversion='1'\nbill=2", false);
    EXPECT_TRUE(open(launch_only).is_kept()) << "without bills, the name is the key's own";
}

TEST_F(LayerSbomsTest, WhetherTheLayerWouldBeKeptIsKnownBefore) {
    const auto would_keep = [&](std::optional<WantedSboms> wanted, const char* key = "1") {
        return layers_.would_keep<Key>("x", wants(key), wanted);
    };
    const WantedSboms wanted{"2", "it has no bill"};
    EXPECT_FALSE(would_keep(wanted)) << "there is no layer";
    restore("[metadata]\nversion='1'\nbill='2'", false);
    base::write_file(at("x.sbom.cdx.json"), "{}");
    EXPECT_TRUE(would_keep(wanted));
    EXPECT_TRUE(would_keep(std::nullopt));
    EXPECT_TRUE(would_keep(WantedSboms{}));
    EXPECT_FALSE(would_keep(wanted, "2"));
    EXPECT_FALSE(would_keep(WantedSboms{"3", ""}));
    EXPECT_TRUE(fs::exists(at("x.sbom.cdx.json"))) << "nothing on disk changes";
    for (const char* text : {"[metadata]\nversion='1'\nbill=2", "[metadata]\nbill='2'", "not toml"}) {
        restore(text, false);
        EXPECT_FALSE(would_keep(wanted)) << text;
    }
}

TEST_F(LayerSbomsTest, NobodyWhoDoesNotAskLosesAny) {
    restore("[metadata]\nversion='1'", false);
    base::write_file(at("x.sbom.cdx.json"), "{}");
    EXPECT_TRUE(open(launch_only).is_kept());
    EXPECT_TRUE(fs::exists(at("x.sbom.cdx.json")));
}

}  // namespace
}  // namespace adder::cnb
