#include "python/install/uv_traces.hpp"

#include <adder/base/files.hpp>

#include <gtest/gtest.h>

namespace adder::python {
namespace {

TEST(UvTracesTest, AreRemovedWithTheirLines) {
    const base::TempDir environment;
    const std::filesystem::path site = environment.path() / "lib/python3.13/site-packages";
    for (const char* name : {"shop-1.0.dist-info", "six-1.17.0.dist-info"}) {
        base::make_directories(site / name);
        base::write_file(site / name / "RECORD",
                         "a.py,sha256=x,1\nshop-1.0.dist-info/uv_cache.json,sha256=y,2\n");
    }
    base::write_file(site / "shop-1.0.dist-info/uv_cache.json", "{}");
    remove_uv_traces(environment.path());
    EXPECT_FALSE(std::filesystem::exists(site / "shop-1.0.dist-info/uv_cache.json"));
    EXPECT_EQ(base::read_file(site / "shop-1.0.dist-info/RECORD"), "a.py,sha256=x,1\n");
    EXPECT_NE(base::read_file(site / "six-1.17.0.dist-info/RECORD"), "a.py,sha256=x,1\n");
}

TEST(UvTracesTest, WithoutAnEnvironmentThereAreNone) { remove_uv_traces("/nonexistent"); }

}  // namespace
}  // namespace adder::python
