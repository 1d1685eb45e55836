#include "runtime_archive/inspection/module_report.hpp"

#include "support/errors.hpp"

#include <adder/base/text.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::runtime_archive {
namespace {

using test::error_text;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;

ModuleReport report_of(std::string_view output) {
    ModuleReport report;
    for (const std::string_view line : base::lines(output)) report.read(line);
    return report;
}

TEST(ModuleReportTest, ConfigureSaysWhatItFound) {
    EXPECT_THAT(
        report_of("checking for stdlib extension module _bz2... yes\n"
                  "checking for stdlib extension module _decimal... missing\n"
                  "configure: WARNING: no system libmpdec found; falling back to pure-Python version\n"
                  "checking for stdlib extension module _sqlite3... disabled\n"
                  "checking for stdlib extension module _scproxy... n/a\n"
                  "checking for rain... no\n")
            .absent(),
        ElementsAre(Pair("_decimal", "missing"), Pair("_scproxy", "n/a"), Pair("_sqlite3", "disabled")));
}

/// As Python 3.13's make prints it.
TEST(ModuleReportTest, MakeListsWhatItDidNotBuild) {
    EXPECT_THAT(
        report_of(
            "The following modules are *disabled* in configure script:\n"
            "_sqlite3                                                   \n"
            "\n"
            "The necessary bits to build these optional modules were not found:\n"
            "_bz2                      _gdbm                     _uuid\n"
            "readline                                                    \n"
            "To find the necessary bits, look in configure.ac and config.log.\n"
            "\n"
            "Failed to build these modules:\n"
            "_ctypes                                                        \n"
            "\n"
            "Checked 114 modules (34 built-in)\n"
            "Following modules built successfully but were removed because they could not be imported:\n"
            "_ssl                                                          \n"
            "\n")
            .absent(),
        ElementsAre(Pair("_bz2", "missing"), Pair("_ctypes", "failed to compile"), Pair("_gdbm", "missing"),
                    Pair("_ssl", "cannot be imported"), Pair("_uuid", "missing"),
                    Pair("readline", "missing")));
}

TEST(ModuleReportTest, WhatEveryRuntimeHasIsRequired) {
    const std::string text = error_text([] {
        require_modules(*runtimes::PythonVersion::parse("3.15.2"),
                        report_of("checking for stdlib extension module _decimal... missing\n"
                                  "checking for stdlib extension module _ssl... missing\n"
                                  "checking for stdlib extension module _hashlib... missing\n"
                                  "checking for stdlib extension module _zstd... missing\n"
                                  "checking for stdlib extension module _tkinter... missing\n"));
    });
    EXPECT_THAT(text, HasSubstr("Python 3.15.2 would lack modules that every runtime has:"));
    EXPECT_THAT(text, HasSubstr("\n  _decimal: missing"));
    EXPECT_THAT(text, HasSubstr("apt-get install libssl-dev libmpdec-dev libzstd-dev"));
    EXPECT_THAT(text, Not(HasSubstr("_tkinter")));
}

TEST(ModuleReportTest, OthersAreNot) {
    EXPECT_THAT(error_text([] {
                    require_modules(*runtimes::PythonVersion::parse("3.13.5"),
                                    report_of("checking for stdlib extension module _tkinter... missing\n"
                                              "checking for stdlib extension module _zstd... missing\n"));
                }),
                testing::StrEq("no error"));
}

}  // namespace
}  // namespace adder::runtime_archive
