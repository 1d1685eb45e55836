#include "python/install/app_files.hpp"

#include <adder/base/files.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::python {
namespace {

TEST(AppFilesTest, WhatToolsPutDownAndNobodyNeedsIsPassedOver) {
    const base::TempDir app;
    const auto file = [&](const std::string& name) {
        base::make_directories((app.path() / name).parent_path());
        base::write_file(app.path() / name, "");
    };
    file("src/x/__init__.py");
    const auto before = files_of_app(app.path());
    for (const char* name :
         {"src/x/__pycache__/a.pyc", "x.egg-info/PKG-INFO", "build/temp/x.o", ".git/index"})
        file(name);
    EXPECT_EQ(files_of_app(app.path()), before);
    file("src/x/fast.so");
    EXPECT_THAT(new_files(before, files_of_app(app.path())), testing::ElementsAre("src/x/fast.so"));
}

}  // namespace
}  // namespace adder::python
