#include "python/runtime/standalone.hpp"

#include <adder/base/error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::python {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const cnb::Target debian{"linux", "amd64", {}, "debian", "12"};
constexpr Libc glibc{Libc::Kind::glibc, 2, 36};
constexpr Libc musl{Libc::Kind::musl};

std::string line(const std::string& file) { return std::string(64, 'a') + "  " + file + "\n"; }

/// "3.13.5 build 20250612 for debian-12-amd64", in order.
std::vector<std::string> found(const std::string& sums, const cnb::Target& target = debian,
                               const std::optional<Libc>& libc = glibc) {
    std::vector<std::string> texts;
    for (const runtimes::IndexEntry& entry : standalone_archives(sums, target, libc)) {
        texts.push_back(base::format("{}{} build {} for {}", entry.id.version.text(),
                                     entry.id.free_threaded ? "t" : "", entry.id.build,
                                     entry.id.target.text()));
    }
    return texts;
}

TEST(StandaloneTest, SaysWhatRunsHereAndWhatRunsElsewhere) {
    EXPECT_THAT(
        found(line("cpython-3.13.5+20250612-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz") +
              line("cpython-3.13.5+20250612-x86_64-unknown-linux-musl-install_only_stripped.tar.gz") +
              line("cpython-3.13.5+20250612-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz") +
              line("cpython-3.15.0a2+20250612-x86_64-unknown-linux-gnu-freethreaded-"
                   "install_only_stripped.tar.zst")),
        ElementsAre("3.13.5 build 20250612 for debian-12-amd64", "3.13.5 build 20250612 for linux-musl-amd64",
                    "3.13.5 build 20250612 for linux-glibc-arm64",
                    "3.15.0a2t build 20250612 for debian-12-amd64"));
}

TEST(StandaloneTest, StrippedOnesComeFirst) {
    const auto archives = standalone_archives(
        line("cpython-3.13.5+20250612-x86_64-unknown-linux-gnu-install_only.tar.gz") +
            line("cpython-3.13.5+20250612-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz"),
        debian, glibc);
    ASSERT_EQ(archives.size(), 2u);
    EXPECT_TRUE(archives[0].file.ends_with("install_only_stripped.tar.gz"));
}

TEST(StandaloneTest, WhateverElseAReleaseHoldsIsPassedOver) {
    for (const char* file : {"cpython-3.13.5+20250612-x86_64-unknown-linux-gnu-debug-full.tar.zst",
                             "cpython-3.13.5+20250612-x86_64-unknown-linux-gnu-pgo+lto-full.tar.zst",
                             "cpython-3.13.5+20250612-x86_64_v3-unknown-linux-gnu-install_only.tar.gz",
                             "cpython-3.13.5+20250612-aarch64-apple-darwin-install_only.tar.gz",
                             "cpython-3.13.5+20250612-x86_64-pc-windows-msvc-install_only.tar.gz",
                             "cpython-3.13.5+20250612-x86_64-unknown-linux-gnu-install_only.zip",
                             "cpython-3.13+20250612-x86_64-unknown-linux-gnu-install_only.tar.gz",
                             "cpython-3.13.5-x86_64-unknown-linux-gnu-install_only.tar.gz",
                             "cpython-3.13.5+x-x86_64-unknown-linux-gnu-install_only.tar.gz",
                             "../cpython-3.13.5+20250612-x86_64-unknown-linux-gnu-install_only.tar.gz",
                             "pypy-3.11", "-install_only.tar.gz", "cpython-"}) {
        EXPECT_THAT(found(line(file)), IsEmpty()) << file;
    }
}

TEST(StandaloneTest, TheLibraryDecides) {
    const std::string gnu = line("cpython-3.13.5+1-x86_64-unknown-linux-gnu-install_only.tar.gz");
    const auto runs = [&](const std::optional<Libc>& libc) {
        return found(gnu, debian, libc) == std::vector<std::string>{"3.13.5 build 1 for debian-12-amd64"};
    };
    EXPECT_TRUE(runs(glibc));
    EXPECT_TRUE(runs(Libc{Libc::Kind::glibc, 2, 17}));
    EXPECT_TRUE(runs(Libc{Libc::Kind::glibc})) << "one that does not say its version";
    EXPECT_FALSE(runs(Libc{Libc::Kind::glibc, 2, 12}));
    EXPECT_FALSE(runs(musl));
    EXPECT_FALSE(runs(std::nullopt));
}

TEST(StandaloneTest, AListInAnyCommonForm) {
    const std::string name = "cpython-3.13.5+1-x86_64-unknown-linux-gnu-install_only.tar.gz";
    const std::string digest(64, 'a');
    EXPECT_EQ(found(digest + " *" + name + "\r\n").size(), 1u);
    EXPECT_EQ(found("\n# comment\n" + digest + "  " + name).size(), 1u);
    for (const char* wrong : {"", "<html>not here</html>", "aaaa  file\n", "\xff\xfe"}) {
        EXPECT_THROW(found(wrong), base::Error) << wrong;
    }
}

TEST(StandaloneTest, ATargetWithoutDistributionIsServedToo) {
    const cnb::Target nowhere{"linux", "amd64", {}, {}, {}};
    const auto archives = standalone_archives(
        line("cpython-3.13.5+1-x86_64-unknown-linux-gnu-install_only.tar.gz"), nowhere, glibc);
    EXPECT_EQ(archives.front().id.target, (runtimes::Target{"linux", "amd64", "", ""}));
}

}  // namespace
}  // namespace adder::python
