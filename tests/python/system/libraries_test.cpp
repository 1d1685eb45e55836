#include "python/system/libraries.hpp"

#include <adder/base/files.hpp>
#include <adder/base/process.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::python {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const ProvidedLibraries provided{
    .by_layers = {"libopenblas-1a2b.so", "libpython3.14.so.1.0"},
    .by_image = {"libpq.so.5", "libz.so.1", "libssl.so.3", "libstdc++.so.6"},
    .for_runtime = {"libssl.so.3"},
};

std::string missing(const Package& package, const std::string& library) {
    const LibraryNeeds needs = missing_libraries({{package, false, {library}}}, provided);
    return needs.missing.empty() ? "" : needs.missing[0].name + " → " + needs.missing[0].debian;
}

TEST(LibrariesTest, WhatNobodyHasIsMissing) {
    EXPECT_EQ(missing(Package{"opencv-python", "4.13"}, "libGL.so.1"), "libGL.so.1 → libgl1");
    EXPECT_EQ(missing(Package{"lightgbm", "4.6"}, "libgomp.so.1"), "libgomp.so.1 → libgomp1");
    EXPECT_EQ(missing(Package{"pyodbc", "5.3"}, "libodbc.so.2"), "libodbc.so.2 → unixodbc");
    EXPECT_EQ(missing(Package{"mysqlclient", "2.2"}, "libmariadb.so.3"), "libmariadb.so.3 → libmariadb3");
    EXPECT_EQ(missing(Package{"scanner", "1.0"}, "libvendor.so.7"), "libvendor.so.7 → ");
    for (const char* had : {"libopenblas-1a2b.so", "libpython3.14.so.1.0", "libpq.so.5", "libc.so.6",
                            "libm.so.6", "ld-linux-x86-64.so.2", "libc.musl-x86_64.so.1"}) {
        EXPECT_EQ(missing(Package{"some", "1.0"}, had), "");
    }
}

TEST(LibrariesTest, WhatPackagesDoWithoutIsNotWorthAWord) {
    EXPECT_EQ(missing(Package{"numba", "0.63"}, "libtbb.so.12"), "");
    EXPECT_EQ(missing(Package{"other", "0.63"}, "libtbb.so.12"), "libtbb.so.12 → libtbb12");
    EXPECT_EQ(missing(Package{"nvidia-cufile-cu12", "1.14"}, "libibverbs.so.1"), "");
    EXPECT_EQ(missing(Package{"torch", "2.10"}, "libcuda.so.1"), "");
    EXPECT_EQ(missing(Package{"onnxruntime-gpu", "1.23"}, "libnvinfer.so.10"), "");
    EXPECT_EQ(missing(Package{"onnxruntime-gpu-extras", "1.0"}, "libnvinfer.so.10"), "libnvinfer.so.10 → ");
    EXPECT_EQ(missing(Package{"torchaudio", "2.10"}, "libsox.so"), "");
    EXPECT_EQ(missing(Package{"torchcodec", "0.9"}, "libavutil.so.57"), "");
    EXPECT_EQ(missing(Package{"torchcodec", "0.9"}, "libswscale.so.6"), "");
}

TEST(LibrariesTest, WhatWasBuiltHereNeedsTheImagesLibraries) {
    const auto of_image = [](bool built_here, const char* library) {
        return missing_libraries({{Package{"some", "1.0"}, built_here, {library}}}, provided).of_image;
    };
    EXPECT_THAT(of_image(true, "libpq.so.5"),
                ElementsAre(NeededLibrary{"libpq.so.5", {Package{"some", "1.0"}}, "libpq5"}));
    EXPECT_THAT(of_image(false, "libpq.so.5"), IsEmpty()) << "its makers meant it to be everywhere";
    for (const char* everywhere : {"libstdc++.so.6", "libz.so.1", "libssl.so.3", "libc.so.6"}) {
        EXPECT_THAT(of_image(true, everywhere), IsEmpty()) << everywhere;
    }
    EXPECT_THAT(of_image(true, "libvendor.so.7"), IsEmpty()) << "it is missing";
}

TEST(LibrariesTest, EachLibraryIsNamedOnce) {
    const LibraryNeeds needs = missing_libraries({{Package{"b", "1"}, false, {"libGL.so.1"}},
                                                  {Package{"a", "1"}, true, {"libGL.so.1", "libSM.so.6"}},
                                                  {Package{"a", "1"}, true, {"libGL.so.1"}}},
                                                 provided);
    EXPECT_THAT(needs.missing,
                ElementsAre(NeededLibrary{"libGL.so.1", {Package{"a", "1"}, Package{"b", "1"}}, "libgl1"},
                            NeededLibrary{"libSM.so.6", {Package{"a", "1"}}, "libsm6"}));
    EXPECT_THAT(needs.of_image, IsEmpty());
}

TEST(LibrariesTest, OneAdviceForAll) {
    EXPECT_THAT(advice_on({}), IsEmpty());
    const auto advice = advice_on({.missing = {{"libGL.so.1", {Package{"opencv-python", "4.13"}}, "libgl1"},
                                               {"libvendor.so.7", {Package{"scanner", "1.0"}}, ""}},
                                   .of_image = {{"libpq.so.5", {Package{"psycopg2", "2.9"}}, "libpq5"}}});
    ASSERT_EQ(advice.size(), 2u);
    EXPECT_EQ(advice[0].title, "Packages need libraries that the image does not have.");
    EXPECT_EQ(advice[0].name, "libraries");
    EXPECT_THAT(
        advice[0].body,
        AllOf(HasSubstr("  libGL.so.1, for opencv-python 4.13 (Debian's package libgl1)\n"),
              HasSubstr("--run-packages \"PACKAGE libgl1\""), HasSubstr("apt-file search libvendor.so.7"),
              HasSubstr("Instead of opencv-python 4.13: opencv-python-headless")));
    EXPECT_EQ(advice[1].title, "The run image must have libraries that packages were built with.");
    EXPECT_THAT(advice[1].body,
                AllOf(HasSubstr("libpq5"), HasSubstr("psycopg2-binary"), Not(HasSubstr("apt-file"))));
}

/// An environment and a runtime, with objects made by the C compiler.
class EnvironmentsLibrariesTest : public testing::Test {
  protected:
    EnvironmentsLibrariesTest() {
        base::make_directories(runtime / "bin");
        fs::copy_file("/bin/true", runtime / "bin/python3");
        library(directory.path() / "libabsent.so.7");
    }

    void library(const fs::path& file, std::vector<std::string> more = {}) {
        base::make_directories(file.parent_path());
        std::vector<std::string> args{"-nostdlib",
                                      "-shared",
                                      "-Wl,--no-as-needed",
                                      "-Wl,-soname," + file.filename().native(),
                                      "-o",
                                      file.native(),
                                      "-x",
                                      "c",
                                      "/dev/null",
                                      "-x",
                                      "none"};
        args.insert(args.end(), more.begin(), more.end());
        const base::Captured result = base::run_and_capture({.program = "cc",
                                                             .args = args,
                                                             .env = {{"PATH", "/usr/bin:/bin"}},
                                                             .working_directory = directory.path()});
        ASSERT_TRUE(result.status.ok()) << result.output;
    }

    void metadata(const std::string& name, const std::string& platform, const std::string& files) {
        const fs::path info = site_packages / (name + ".dist-info");
        base::make_directories(info);
        base::write_file(info / "WHEEL", "Wheel-Version: 1.0\nTag: cp314-cp314-" + platform + "\n");
        base::write_file(info / "RECORD", files);
    }

    std::vector<NeededLibrary> missing() { return missing_libraries(environment, runtime, {}).missing; }

    base::TempDir directory;
    const fs::path runtime = directory.path() / "python";
    const fs::path environment = directory.path() / "venv";
    const fs::path site_packages = environment / "lib/python3.14/site-packages";
};

TEST_F(EnvironmentsLibrariesTest, FindsWhatNothingHas) {
    library(site_packages / "shop/_shop.so", {"libabsent.so.7", "-lc"});
    metadata("Shop-1.0", "manylinux_2_28_x86_64", "shop/__init__.py,,\nshop/_shop.so,sha256=x,7\n");
    base::write_file(site_packages / "shop/notes.so", "no library at all");
    EXPECT_THAT(missing(), ElementsAre(NeededLibrary{"libabsent.so.7", {Package{"shop", "1.0"}}, ""}));
}

TEST_F(EnvironmentsLibrariesTest, WhatPackagesAndTheRuntimeHaveIsThere) {
    library(site_packages / "shop/_shop.so", {"libabsent.so.7"});
    EXPECT_THAT(missing(), ElementsAre(NeededLibrary{"libabsent.so.7", {Package{"shop/_shop.so"}}, ""}));
    for (const fs::path& place : {site_packages / "shop.libs", site_packages / "other", runtime / "lib"}) {
        library(place / "libabsent.so.7");
        EXPECT_THAT(missing(), IsEmpty()) << place;
        fs::remove(place / "libabsent.so.7");
        EXPECT_FALSE(missing().empty());
    }
    library(site_packages / "shop/_shop.so", {"libabsent.so.7", "-Wl,-rpath,$ORIGIN/../../../../.."});
    EXPECT_THAT(missing(), IsEmpty());
    EXPECT_THAT(missing_libraries(directory.path() / "none", runtime, {}).missing, IsEmpty());
}

TEST_F(EnvironmentsLibrariesTest, WhatWasBuiltHereIsToldByItsTag) {
    library(site_packages / "shop/_shop.so", {"libabsent.so.7"});
    const base::Environment env{{"LD_LIBRARY_PATH", directory.path().native()}};
    for (const auto& [platform, count] : {std::pair{"manylinux_2_28_x86_64", 0u}, {"linux_x86_64", 1u}}) {
        metadata("shop-1.0", platform, "shop/_shop.so,,\n");
        EXPECT_EQ(missing_libraries(environment, runtime, env).of_image.size(), count) << platform;
    }
    library(runtime / "lib/python3.14/lib-dynload/_absent.so", {"libabsent.so.7"});
    EXPECT_THAT(missing_libraries(environment, runtime, env).of_image, IsEmpty())
        << "the runtime needs it, too";
}

}  // namespace
}  // namespace adder::python
