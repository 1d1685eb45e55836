// PythonTokens against Python's own tokenizer, on the standard library of whatever Python is there. Since
// Python 3.12 that one takes f-strings apart, which PythonTokens leaves whole: older ones are asked.

#include "python/app_source/python_tokens.hpp"

#include <adder/base/environment.hpp>
#include <adder/base/files.hpp>
#include <adder/base/format.hpp>
#include <adder/base/process.hpp>
#include <adder/base/text.hpp>

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace adder::python {
namespace {

using Kind = PythonToken::Kind;

std::vector<std::string> tokens_of(std::string_view source) {
    std::vector<std::string> lines;
    PythonTokens tokens{source};
    for (PythonToken token = tokens.next(); token.kind != Kind::end; token = tokens.next()) {
        if (token.kind == Kind::line_end) lines.emplace_back("end");
        if (token.kind != Kind::name && token.kind != Kind::string) continue;
        const char* kind = token.kind == Kind::name ? "name" : "string";
        lines.push_back(base::format("{} {} {}", kind, token.line, token.text.size()));
    }
    return lines;
}

TEST(PythonTokensCasesTest, AreThoseOfPython) {
    const auto python = [](std::vector<std::string> args) {
        return base::run_and_capture({.program = "python3",
                                      .args = std::move(args),
                                      .env = {{"PATH", "/usr/bin:/bin"}, {"PYTHONIOENCODING", "utf-8"}},
                                      .working_directory = {}});
    };
    const std::string script =
        std::string{ADDER_SOURCE_DIR} + "/tests/python/app_source/python_tokens_cases.py";
    if (!python({"-c", "import sys; sys.exit(sys.version_info >= (3, 12))"}).status.ok())
        GTEST_SKIP() << "there is no python3 before 3.12";
    const std::string output = python({script, "200"}).output;
    std::string file;
    std::vector<std::string> expected;
    std::size_t files = 0;
    const auto compare = [&] {
        if (file.empty()) return;
        EXPECT_EQ(tokens_of(base::read_file(file)), expected) << file;
        ++files;
    };
    for (const std::string_view line : base::lines(output)) {
        if (line.starts_with("file ")) {
            compare();
            file = line.substr(5);
            expected.clear();
        } else if (!line.empty()) {
            expected.emplace_back(line);
        }
    }
    compare();
    EXPECT_GT(files, 20u);
}

}  // namespace
}  // namespace adder::python
