#include "python/app/beside_sources.hpp"

#include <gtest/gtest.h>

namespace adder::python {
namespace {

/// How many kinds a name is of.
int kinds_of(std::string_view name) {
    return is_version_control(name) + is_bytecode(name) + is_build_output(name) + is_environment(name);
}

TEST(BesideSourcesTest, EachNameIsOfOneKind) {
    EXPECT_TRUE(is_version_control(".svn"));
    EXPECT_TRUE(is_bytecode("__pycache__"));
    EXPECT_TRUE(is_bytecode("app.cpython-314.pyc"));
    EXPECT_TRUE(is_build_output("my_app.egg-info"));
    EXPECT_TRUE(is_environment("node_modules"));
    for (const char* name : {".git", ".hg", "__pycache__", "a.pyc", "build", "dist", ".venv", "venv", ".tox"})
        EXPECT_EQ(kinds_of(name), 1) << name;
}

TEST(BesideSourcesTest, SourcesAreOfNone) {
    for (const char* name : {"app.py", ".gitignore", "builder", "environment", "pycache", "egg-info", ""})
        EXPECT_EQ(kinds_of(name), 0) << name;
}

}  // namespace
}  // namespace adder::python
