#include <adder/base/error.hpp>
#include <adder/base/files.hpp>

#include <fstream>
#include <optional>
#include <utility>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

namespace adder::base {
namespace {

namespace fs = std::filesystem;

class FilesTest : public testing::Test {
  protected:
    fs::path at(const char* name) const { return directory_.path() / name; }
    std::size_t count() const {
        return static_cast<std::size_t>(std::distance(fs::directory_iterator{directory_.path()}, {}));
    }
    TempDir directory_;
};

TEST_F(FilesTest, ReadsWhatWasWritten) {
    write_file(at("f"), "old");
    write_file(at("f"), "new");
    EXPECT_EQ(read_file(at("f")), "new");
    EXPECT_EQ(count(), 1u);
}

TEST_F(FilesTest, AFileThatIsNotThere) {
    EXPECT_EQ(read_file_if_present(at("f")), std::nullopt);
    EXPECT_THROW(read_file(at("f")), SystemError);
}

TEST_F(FilesTest, ADirectoryInPlaceOfAFileIsAnErrorThatNamesIt) {
    base::make_directories(at("f"));
    try {
        read_file_if_present(at("f"));
        FAIL();
    } catch (const SystemError& error) {
        EXPECT_NE(error.message().find(at("f").native()), std::string::npos);
    }
}

TEST_F(FilesTest, AFileBeyondTheLimitIsNotRead) {
    write_file(at("f"), "12345");
    EXPECT_EQ(read_file(at("f"), 5), "12345");
    EXPECT_THROW(read_file(at("f"), 4), Error);
}

/// Opening a pipe for reading waits until somebody opens it for writing, and a device can be endless.
TEST_F(FilesTest, WhatIsNoFileIsNotWaitedFor) {
    ASSERT_EQ(::mkfifo(at("pipe").c_str(), 0600), 0);
    for (const fs::path& path : {at("pipe"), fs::path{"/dev/zero"}, fs::path{"/dev/tty"}}) {
        EXPECT_THROW(read_file(path), SystemError) << path;
        EXPECT_THROW(read_file_if_present(path), SystemError) << path;
        EXPECT_THROW(open_regular_file(path), SystemError) << path;
    }
    try {
        read_file(at("pipe"));
        FAIL();
    } catch (const NotAFile& error) {
        EXPECT_EQ(error.kind(), "a named pipe");
    }
}

TEST_F(FilesTest, FilesOfTheKernelAreReadWhateverSizeTheySay) {
    EXPECT_NE(read_file("/proc/self/status").find("Pid:"), std::string::npos);
    EXPECT_THROW(read_file("/proc/self/status", 10), TooLarge);
}

TEST_F(FilesTest, APipeIsReadForACommandLine) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    UniqueFd reading{ends[0]};
    UniqueFd writing{ends[1]};
    write_all(writing.get(), as_bytes("from a pipe"));
    writing.reset();
    EXPECT_EQ(read_file_or_pipe("/dev/fd/" + std::to_string(reading.get())), "from a pipe");
}

TEST_F(FilesTest, AFailedWriteLeavesNothing) {
    base::make_directories(at("d"));
    EXPECT_THROW(write_file(at("d"), "text"), SystemError);  // a directory is in the way
    EXPECT_EQ(count(), 1u);
}

TEST_F(FilesTest, AFileSinkShowsItsFileOnlyWhenFinished) {
    {
        FileSink sink{at("f")};
        sink.write(as_bytes("half"));
    }
    EXPECT_EQ(count(), 0u);
    FileSink sink{at("f")};
    sink.write(as_bytes("whole"));
    EXPECT_FALSE(fs::exists(at("f")));
    sink.finish();
    EXPECT_EQ(read_file(at("f")), "whole");
}

TEST_F(FilesTest, RemovesTreesWithoutWritePermission) {
    base::make_directories(at("d/e"));
    write_file(at("d/e/f"), "");
    ::chmod(at("d/e").c_str(), 0555);
    ::chmod(at("d").c_str(), 0000);
    remove_tree(at("d"));
    remove_tree(at("never there"));
    EXPECT_EQ(count(), 0u);
}

TEST_F(FilesTest, RemovesALinkAndNotWhatItPointsTo) {
    base::make_directories(at("kept"));
    write_file(at("kept/f"), "");
    fs::create_directory_symlink(at("kept"), at("link"));
    base::make_directories(at("tree"));
    fs::create_directory_symlink(at("kept"), at("tree/link"));
    remove_tree(at("link"));
    remove_tree(at("tree"));
    EXPECT_TRUE(fs::exists(at("kept/f")));
    EXPECT_EQ(count(), 1u);
}

TEST_F(FilesTest, ATemporaryDirectoryGoesWithItsScope) {
    fs::path path;
    {
        const TempDir temporary{directory_.path(), "x-"};
        path = temporary.path();
        write_file(path / "f", "");
    }
    EXPECT_FALSE(fs::exists(path));
}

TEST_F(FilesTest, ADescriptorIsClosedOnceAndMoves) {
    write_file(at("f"), "");
    UniqueFd first = open_file(at("f"), O_RDONLY);
    const int number = first.get();
    UniqueFd second = std::move(first);
    EXPECT_EQ(second.get(), number);
    second.reset();
    EXPECT_EQ(::fcntl(number, F_GETFD), -1);
}

TEST(TempDirTest, GoesWithItsLastOwner) {
    std::optional<TempDir> first{std::in_place};
    const fs::path path = first->path();
    {
        const TempDir second{*std::move(first)};
        first.reset();
        EXPECT_EQ(second.path(), path);
        EXPECT_TRUE(fs::is_directory(path));
    }
    EXPECT_FALSE(fs::exists(path));
}

}  // namespace
}  // namespace adder::base
