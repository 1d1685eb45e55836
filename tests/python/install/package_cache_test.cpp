#include "python/install/package_cache.hpp"

#include "archive/pack.hpp"
#include "python/install/bytecode.hpp"

#include <adder/base/files.hpp>

#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::python {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

/// Builds that follow each other, each with what the lifecycle restores of the one before.
class PackageCacheTest : public testing::Test {
  protected:
    PackageCacheTest() { base::make_directories(site()); }

    PackageCache cache(const std::string& python = "3.13", const CacheBudget& budget = {}) const {
        return PackageCache::open(layers_, python, budget);
    }
    fs::path site() const { return directory_.path() / "venv/lib/python3/site-packages"; }
    fs::path uv_cache() const { return directory_.path() / ".uv/cache"; }
    fs::path layer() const { return directory_.path() / "package-cache"; }

    void write_package(const std::string& name, std::string_view text) const {
        base::make_directories(site() / name);
        base::write_file(site() / name / "__init__.py", text);
    }
    void compile(const std::vector<SourceGroup>& groups) const {
        compile_bytecode("/usr/bin/python3", site(), groups, {{"PATH", "/usr/bin:/bin"}});
    }
    std::map<std::string, std::string> bytecode() const {
        std::map<std::string, std::string> found;
        for (const fs::directory_entry& entry : fs::recursive_directory_iterator{site()}) {
            if (entry.path().extension() == ".pyc") {
                found[entry.path().lexically_relative(site()).native()] = base::read_file(entry.path());
            }
        }
        return found;
    }
    void remove_bytecode() const {
        for (const auto& [file, bytes] : bytecode()) fs::remove(site() / file);
    }
    std::vector<fs::path> archives() const {
        std::vector<fs::path> found;
        std::error_code missing;
        for (const fs::directory_entry& entry : fs::directory_iterator{layer() / "bytecode", missing}) {
            found.push_back(entry.path());
        }
        return found;
    }
    /// What uv leaves of a distribution that it built.
    fs::path write_built(const std::string& wheel, std::size_t size = 10) const {
        const fs::path directory = uv_cache() / "sdists-v11/pypi" / wheel / "1/hash";
        base::make_directories(directory);
        base::write_file(directory / wheel, std::string(size, 'x'));
        return directory.lexically_relative(uv_cache()) / wheel;
    }

    base::TempDir directory_;
    cnb::Layers layers_{directory_.path()};
};

TEST_F(PackageCacheTest, BytecodeOfWhatDidNotChangeIsTakenAgain) {
    write_package("one", "x = 1\n");
    write_package("two", "y = 2\n");
    std::vector<SourceGroup> groups = source_groups(site());
    EXPECT_THAT(cache().restore_bytecode(site(), groups).missing, SizeIs(2));
    compile(groups);
    const auto before = bytecode();
    cache().keep_bytecode(site(), groups);

    remove_bytecode();
    write_package("two", "y = 3\n");
    groups = source_groups(site());
    const std::vector<SourceGroup> unknown = cache().restore_bytecode(site(), groups).missing;
    ASSERT_THAT(unknown, SizeIs(1));
    EXPECT_THAT(unknown.front().files, ElementsAre("two/__init__.py"));
    EXPECT_THAT(bytecode(), SizeIs(1));
    EXPECT_EQ(bytecode().begin()->second, before.begin()->second);

    compile(unknown);
    cache().keep_bytecode(site(), groups);
    EXPECT_THAT(archives(), SizeIs(2)) << "that of the old sources is gone";
    remove_bytecode();
    EXPECT_THAT(cache().restore_bytecode(site(), groups).missing, IsEmpty());
    EXPECT_THAT(bytecode(), SizeIs(2));
}

TEST_F(PackageCacheTest, AnotherPythonFindsNothing) {
    write_package("one", "x = 1\n");
    const std::vector<SourceGroup> groups = source_groups(site());
    compile(groups);
    cache().keep_bytecode(site(), groups);
    EXPECT_THAT(cache().reasons(), IsEmpty());
    const PackageCache another = cache("3.14");
    EXPECT_THAT(another.reasons(), ElementsAre("it is of another Python"));
    EXPECT_THAT(another.restore_bytecode(site(), groups).missing, SizeIs(1));
    EXPECT_FALSE(fs::exists(layer()));
}

TEST_F(PackageCacheTest, DamagedBytecodeIsCompiledAgain) {
    write_package("one", "x = 1\n");
    const std::vector<SourceGroup> groups = source_groups(site());
    compile(groups);
    cache().keep_bytecode(site(), groups);
    ASSERT_THAT(archives(), SizeIs(1));
    for (const std::string& damaged :
         {std::string{}, std::string{"no archive"}, base::read_file(archives().front()).substr(0, 40)}) {
        base::write_file(layer() / "bytecode" / (groups.front().digest.hex() + ".tar.zst"), damaged);
        remove_bytecode();
        EXPECT_THAT(cache().restore_bytecode(site(), groups).missing, SizeIs(1));
        EXPECT_THAT(bytecode(), IsEmpty());
        EXPECT_THAT(archives(), IsEmpty());
    }
}

/// Whoever can write to the cache can put more into an archive than bytecode.
TEST_F(PackageCacheTest, NothingButTheGroupsOwnBytecodeComesOutOfAnArchive) {
    write_package("one", "x = 1\n");
    write_package("two", "y = 1\n");
    const std::vector<SourceGroup> groups = source_groups(site());
    compile(groups);
    const auto before = bytecode();
    cache().keep_bytecode(site(), groups);
    const std::string tag = before.begin()->first.substr(before.begin()->first.find(".cpython"));

    const base::TempDir planted;
    for (const std::string& file :
         {"one/__pycache__/__init__" + tag, "one/__pycache__/other" + tag, "two/__pycache__/__init__" + tag,
          std::string{"planted.pth"}, std::string{"one/__init__.py"}, std::string{"one/planted.so"}}) {
        base::make_directories((planted.path() / file).parent_path());
        base::write_file(planted.path() / file, "planted");
    }
    base::FileSink archive{layer() / "bytecode" / (groups.front().digest.hex() + ".tar.zst")};
    archive::pack_tree(planted.path(), archive, {.level = 3, .window_log = 23});

    remove_bytecode();
    EXPECT_THAT(cache().restore_bytecode(site(), {groups.front()}).restored, SizeIs(1));
    EXPECT_THAT(bytecode(), ElementsAre(testing::Pair("one/__pycache__/__init__" + tag, "planted")));
    EXPECT_FALSE(fs::exists(site() / "planted.pth"));
    EXPECT_FALSE(fs::exists(site() / "one/planted.so"));
    EXPECT_EQ(base::read_file(site() / "one/__init__.py"), "x = 1\n");

    // Its head is asked whether it is of this source.
    compile_bytecode("/usr/bin/python3", site(), {}, {{"PATH", "/usr/bin:/bin"}}, {groups.front()});
    EXPECT_THAT(bytecode(), ElementsAre(*before.begin()));
}

TEST_F(PackageCacheTest, ItKeepsWithinItsBudget) {
    write_package("small", "x = 1\n");
    base::make_directories(site() / "large");
    for (int i = 0; i < 50; ++i) {
        const std::string number = std::to_string(i);
        base::write_file(site() / "large" / ("m" + number + ".py"),
                         "def f" + number + "(): return " + number);
    }
    const std::vector<SourceGroup> groups = source_groups(site());
    compile(groups);
    cache("3.13", {.total = 1'000, .bytecode = 1'000}).keep_bytecode(site(), groups);
    ASSERT_THAT(archives(), SizeIs(1));
    EXPECT_LT(fs::file_size(archives().front()), 1'000u);
    cache("3.13", {.total = 0, .bytecode = 0}).keep_bytecode(site(), groups);
    EXPECT_THAT(archives(), IsEmpty());
}

TEST_F(PackageCacheTest, WithoutABudgetThereIsNoLayer) {
    write_package("one", "x = 1\n");
    const std::vector<SourceGroup> groups = source_groups(site());
    compile(groups);
    const PackageCache none = cache("3.13", {.total = 0, .bytecode = 0});
    none.keep_bytecode(site(), groups);
    write_built("one-1-py3-none-any.whl");
    none.take_wheels(uv_cache(), {Package{"one", "1"}});
    EXPECT_FALSE(fs::exists(layer()));
    EXPECT_FALSE(fs::exists(layer().native() + ".toml"));
}

TEST_F(PackageCacheTest, WheelsThatWereBuiltAreLentAndTakenBack) {
    const fs::path wheel = write_built("one-1-py3-none-any.whl");
    EXPECT_TRUE(has_built_wheels(uv_cache()));
    cache().take_wheels(uv_cache(), {Package{"one", "1"}, Package{"two", "2"}});
    EXPECT_TRUE(fs::exists(layer() / wheel));
    EXPECT_FALSE(has_built_wheels(uv_cache()));
    cache().lend_wheels(uv_cache());
    EXPECT_TRUE(fs::exists(uv_cache() / wheel));
    EXPECT_FALSE(has_built_wheels(layer()));
}

TEST_F(PackageCacheTest, OnlyWheelsOfWhatIsInstalledStay) {
    const fs::path old = write_built("One_Two-1.0-py3-none-any.whl");
    const fs::path current = write_built("One_Two-1.1-py3-none-any.whl");
    const fs::path large = write_built("large-1-py3-none-any.whl", 5'000);
    cache("3.13", {.total = 1'000, .bytecode = 0})
        .take_wheels(uv_cache(), {Package{"large", "1"}, Package{"one-two", "1.1"}});
    EXPECT_TRUE(fs::exists(layer() / current));
    EXPECT_FALSE(fs::exists(layer() / old));
    EXPECT_FALSE(fs::exists(layer() / large));
}

}  // namespace
}  // namespace adder::python
