#include <adder/base/files.hpp>
#include <adder/base/tree_seal.hpp>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace adder::base {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;

/// With either way of knowing a file again.
class TreeSealTest : public testing::TestWithParam<TreeSeal::By> {
  protected:
    TreeSealTest() {
        make_directories(tree() / "a/empty");
        write_file(tree() / "a/one", "one");
        write_file(tree() / "two", "two");
        fs::create_symlink("two", tree() / "link");
    }
    fs::path tree() const { return directory_.path() / "tree"; }
    TreeSeal seal() const { return TreeSeal::of(tree(), GetParam()); }

    TempDir directory_;
};

TEST_P(TreeSealTest, HoldsWhileNothingChanges) {
    const TreeSeal seal = this->seal();
    read_file(tree() / "two");
    EXPECT_THAT(seal.broken(), IsEmpty());
    EXPECT_TRUE(seal.had("a/one"));
    EXPECT_FALSE(seal.had("a/other"));
}

TEST_P(TreeSealTest, NamesWhatChangedCameAndWent) {
    const TreeSeal seal = this->seal();
    write_file(tree() / "a/one", "eno");
    write_file(tree() / "a/new", "");
    make_directories(tree() / "b");
    fs::remove(tree() / "link");
    fs::create_symlink("a", tree() / "link");
    fs::remove(tree() / "two");
    EXPECT_THAT(seal.broken(), ElementsAre("a/new", "a/one", "b", "link", "two"));
}

TEST_P(TreeSealTest, IsNotFooledByTimesThatAreSetBack) {
    const struct stat before = [&] {
        struct stat status{};
        ::lstat((tree() / "two").c_str(), &status);
        return status;
    }();
    const TreeSeal seal = this->seal();
    const UniqueFd file = open_file(tree() / "two", O_WRONLY);
    write_all(file.get(), as_bytes("owt"));
    const timespec times[] = {before.st_atim, before.st_mtim};
    ASSERT_EQ(::futimens(file.get(), times), 0);
    EXPECT_THAT(seal.broken(), ElementsAre("two"));
}

TEST_P(TreeSealTest, IsNotFooledByWritingThroughMemory) {
    const TreeSeal seal = this->seal();
    const UniqueFd file = open_file(tree() / "two", O_RDWR);
    void* const bytes = ::mmap(nullptr, 3, PROT_READ | PROT_WRITE, MAP_SHARED, file.get(), 0);
    ASSERT_NE(bytes, MAP_FAILED);
    *static_cast<volatile char*>(bytes) = 'T';
    ::munmap(bytes, 3);
    EXPECT_THAT(seal.broken(), ElementsAre("two"));
}

TEST_P(TreeSealTest, SeesPermissionsAndKinds) {
    const TreeSeal seal = this->seal();
    fs::permissions(tree() / "two", fs::perms::owner_exec, fs::perm_options::add);
    fs::remove(tree() / "a/one");
    make_directories(tree() / "a/one");
    EXPECT_THAT(seal.broken(), ElementsAre("a/one", "two"));
}

TEST_P(TreeSealTest, SeesAnOlderFileThatIsPutInPlace) {
    write_file(directory_.path() / "other", "owt");
    const TreeSeal seal = this->seal();
    fs::rename(directory_.path() / "other", tree() / "two");
    EXPECT_THAT(seal.broken(), ElementsAre("two"));
}

TEST_P(TreeSealTest, OfNoDirectoryIsBrokenByOne) {
    const TreeSeal seal = TreeSeal::of(directory_.path() / "none", GetParam());
    EXPECT_THAT(seal.broken(), IsEmpty());
    make_directories(directory_.path() / "none");
    write_file(directory_.path() / "none/file", "");
    EXPECT_THAT(seal.broken(), ElementsAre("file"));
}

TEST_P(TreeSealTest, LeavesNothingBeside) {
    seal().broken();
    EXPECT_EQ(std::distance(fs::directory_iterator{directory_.path()}, fs::directory_iterator{}), 1);
}

INSTANTIATE_TEST_SUITE_P(Both, TreeSealTest, testing::Values(TreeSeal::By::digest, TreeSeal::By::change_time),
                         [](const auto& test) {
                             return test.param == TreeSeal::By::digest ? "ByDigest" : "ByChangeTime";
                         });

/// Where times say nothing (tmpfs does not stamp what is written through memory), digests do.
TEST(TreeSealOnTmpfsTest, TakesDigests) {
    if (!fs::is_directory("/dev/shm") || ::access("/dev/shm", W_OK) != 0) GTEST_SKIP() << "no tmpfs here";
    const TempDir shared{"/dev/shm", "adder-seal-"};
    const fs::path tree = shared.path() / "tree";
    make_directories(tree);
    write_file(tree / "file", "abc");
    const TreeSeal seal = TreeSeal::of(tree, TreeSeal::By::change_time);
    const UniqueFd file = open_file(tree / "file", O_RDWR);
    void* const bytes = ::mmap(nullptr, 3, PROT_READ | PROT_WRITE, MAP_SHARED, file.get(), 0);
    ASSERT_NE(bytes, MAP_FAILED);
    *static_cast<volatile char*>(bytes) = 'X';
    ::munmap(bytes, 3);
    EXPECT_THAT(seal.broken(), ElementsAre("file"));
}

}  // namespace
}  // namespace adder::base
