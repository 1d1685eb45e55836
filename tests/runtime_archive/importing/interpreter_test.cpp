#include "runtime_archive/importing/interpreter.hpp"

#include "support/errors.hpp"

#include <adder/base/files.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::runtime_archive {
namespace {

using test::error_text;
using testing::HasSubstr;

class InterpreterTest : public testing::Test {
  protected:
    runtimes::PythonVersion answer(std::string_view script) {
        base::make_directories(tree.path() / "bin");
        base::write_file(tree.path() / "bin/python3.13", script, 0755);
        return ask_version(tree.path(), "python3.13");
    }
    base::TempDir tree;
};

TEST_F(InterpreterTest, SaysWhichPythonItIs) {
    EXPECT_EQ(answer("#!/bin/sh\necho 3.13.1\n").text(), "3.13.1");
}

TEST_F(InterpreterTest, AnythingElseIsShown) {
    EXPECT_THAT(error_text([&] { answer("#!/bin/sh\necho cannot find encodings; exit 1\n"); }),
                HasSubstr("cannot find encodings"));
    EXPECT_THAT(error_text([&] { answer("#!/bin/sh\necho 3.13.1; exit 1\n"); }), HasSubstr("exit code 1"));
    EXPECT_THAT(error_text([&] { ask_version(tree.path(), "python3.14"); }), HasSubstr("python3.14"));
}

}  // namespace
}  // namespace adder::runtime_archive
