#include "runtime_archive/archives/pack.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>

#include <algorithm>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::runtime_archive {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

class PackTest : public testing::Test {
  protected:
    PackTest() {
        base::make_directories(tree_ / "bin");
        base::write_file(tree_ / "bin/python3.13", "an interpreter", 0755);
        fs::create_symlink("python3.13", tree_ / "bin/python3");
    }

    runtimes::IndexEntry pack(unsigned build = 1, const char* version = "3.13.5") {
        PackRequest request{.id = {.version = *runtimes::PythonVersion::parse(version),
                                   .build = build,
                                   .target = {"linux", "amd64", "debian", "12"}}};
        request.output = output_;
        request.level = 3;
        base::Log log{{}, [](base::Log::Stream, std::string_view) {}};
        return runtime_archive::pack(tree_, request, log).entry;
    }

    std::vector<std::string> published() const {
        std::vector<std::string> names;
        for (const auto& entry : fs::directory_iterator{output_}) names.push_back(entry.path().filename());
        return names;
    }

    base::TempDir directory_;
    const fs::path tree_ = directory_.path() / "tree";
    const fs::path output_ = directory_.path() / "output";
    const std::string archive_ = "python-3.13.5-debian-12-amd64.tar.zst";
};

TEST_F(PackTest, WritesTheArchiveAndItsEntryAndNothingElse) {
    const runtimes::IndexEntry entry = pack();
    EXPECT_THAT(published(), UnorderedElementsAre(archive_, "index.json"));
    EXPECT_EQ(entry.sha256, base::sha256_of_file(output_ / archive_));
    EXPECT_EQ(entry.size, fs::file_size(output_ / archive_));
    EXPECT_EQ(runtimes::parse_index(base::read_file(output_ / "index.json")), runtimes::Index{{entry}});
}

TEST_F(PackTest, TheSameTreeGivesTheSameBytes) {
    const runtimes::IndexEntry first = pack();
    const std::string index = base::read_file(output_ / "index.json");
    fs::last_write_time(tree_ / "bin/python3.13", fs::file_time_type::clock::now() - std::chrono::hours{48});
    EXPECT_EQ(pack().sha256, first.sha256);
    EXPECT_EQ(base::read_file(output_ / "index.json"), index);
}

TEST_F(PackTest, OtherBytesAreRefusedAndTheRebuildIsNumbered) {
    const runtimes::IndexEntry first = pack();
    base::write_file(tree_ / "bin/python3.13", "another interpreter", 0755);
    try {
        pack();
        FAIL() << "replaced";
    } catch (const base::Error& error) {
        EXPECT_THAT(error.message(), HasSubstr("--build 2"));
    }
    EXPECT_EQ(base::sha256_of_file(output_ / archive_), first.sha256);
    EXPECT_THAT(published(), UnorderedElementsAre(archive_, "index.json"));

    const runtimes::IndexEntry second = pack(2);
    EXPECT_EQ(second.file, "python-3.13.5+2-debian-12-amd64.tar.zst");
    EXPECT_EQ(runtimes::parse_index(base::read_file(output_ / "index.json")),
              (runtimes::Index{{first, second}}));
}

TEST_F(PackTest, AnIndexThatIsNotUnderstoodStaysAsItIs) {
    base::make_directories(output_);
    base::write_file(output_ / "index.json", R"({"schema": 2, "archives": []})");
    try {
        pack();
        FAIL() << "accepted";
    } catch (const base::Error& error) {
        EXPECT_THAT(error.full_text(), HasSubstr("schema: is 2"));
        EXPECT_THAT(error.full_text(), HasSubstr("index.json"));
    }
    EXPECT_THAT(published(), UnorderedElementsAre("index.json"));
    EXPECT_EQ(base::read_file(output_ / "index.json"), R"({"schema": 2, "archives": []})");
}

TEST_F(PackTest, ALostFileComesBackIfItIsTheSame) {
    const runtimes::IndexEntry first = pack();
    base::remove_tree(output_ / archive_);
    EXPECT_EQ(pack().sha256, first.sha256);
    EXPECT_TRUE(fs::exists(output_ / archive_));
}

TEST_F(PackTest, SeveralAtOnceLoseNoEntry) {
    const std::vector<std::string> versions{"3.13.1", "3.13.2", "3.13.3", "3.13.4", "3.13.5", "3.13.6"};
    std::vector<std::thread> threads;
    for (const std::string& version : versions) {
        threads.emplace_back([&] { pack(1, version.c_str()); });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(runtimes::parse_index(base::read_file(output_ / "index.json")).archives.size(),
              versions.size());
}

}  // namespace
}  // namespace adder::runtime_archive
