#include "runtime_archive/inspection/requirements.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::runtime_archive {
namespace {

using testing::HasSubstr;
using testing::Not;

bool needs(const char* version, std::string_view module) {
    const auto all = requirements_of(*runtimes::PythonVersion::parse(version));
    return std::any_of(all.begin(), all.end(), [&](const Requirement& r) { return r.module == module; });
}

std::string complaint(const base::Environment& env) {
    try {
        check_build_requirements(*runtimes::PythonVersion::parse("3.13.5"), env);
    } catch (const base::Error& error) {
        return error.message();
    }
    return "";
}

TEST(RequirementsTest, ZstandardIsPartOfPythonSince314) {
    EXPECT_FALSE(needs("3.13.5", "compression.zstd"));
    EXPECT_TRUE(needs("3.14.0", "compression.zstd"));
    EXPECT_TRUE(needs("3.11.2", "ssl"));
}

/// Ubuntu 24.04's own has none, and `uuid` works all the same. Where Python is built, its header is asked
/// for.
TEST(RequirementsTest, PythonsWithoutUuidsHelperAreAccepted) {
    EXPECT_FALSE(needs("3.12.3", "_uuid"));
    EXPECT_TRUE(needs("3.12.3", "uuid"));
}

TEST(RequirementsTest, WithoutACompilerTheProgramsAreNamed) {
    const base::TempDir empty;
    const std::string message = complaint({{"PATH", empty.path().native()}});
    EXPECT_THAT(message, HasSubstr("apt-get install gcc make tar"));
}

/// A compiler that answers as the preprocessor would where zlib's and SQLite's headers are missing.
TEST(RequirementsTest, MissingHeadersArePackages) {
    const base::TempDir bin;
    base::write_file(bin.path() / "cc", "#!/bin/sh\necho\necho zlib1g-dev\necho libsqlite3-dev\n", 0755);
    for (const char* program : {"make", "tar", "xz", "strip", "sh"}) {
        base::write_file(bin.path() / program, "#!/bin/sh\n", 0755);
    }
    const std::string message = complaint({{"PATH", bin.path().native()}});
    EXPECT_THAT(message, HasSubstr("Python 3.13.5"));
    EXPECT_THAT(message, HasSubstr("apt-get install zlib1g-dev libsqlite3-dev"));
    EXPECT_THAT(message, Not(HasSubstr("libssl-dev")));
}

/// dbm.ndbm can be made of Berkeley DB or of gdbm.
TEST(RequirementsTest, OneOfTwoHeadersIsEnough) {
    const base::TempDir bin;
    base::make_directories(bin.path() / "include");
    base::write_file(bin.path() / "cc", "#!/bin/sh\nexec /usr/bin/cc -nostdinc -I${0%/*}/include \"$@\"\n",
                     0755);
    base::write_file(bin.path() / "include/gdbm-ndbm.h", "");
    const std::string message = complaint({{"PATH", bin.path().native() + ":/usr/bin:/bin"}});
    EXPECT_THAT(message, HasSubstr("libgdbm-dev"));
    EXPECT_THAT(message, Not(HasSubstr("libdb-dev")));
}

/// Debian's package of the standard library has neither.
TEST(RequirementsTest, DatabasesAreNotAskedOfPythonsThatOthersBuilt) {
    EXPECT_FALSE(needs("3.15.0", "_gdbm"));
    EXPECT_FALSE(needs("3.15.0", "dbm.gnu"));
}

/// The question itself is put to a real preprocessor that is kept from finding any header.
TEST(RequirementsTest, ThePreprocessorUnderstandsTheQuestion) {
    const base::TempDir bin;
    base::write_file(bin.path() / "cc", "#!/bin/sh\nexec /usr/bin/cc -nostdinc -I${0%/*} \"$@\"\n", 0755);
    const std::string message = complaint({{"PATH", bin.path().native() + ":/usr/bin:/bin"}});
    for (const char* package :
         {"libssl-dev", "zlib1g-dev", "libbz2-dev", "liblzma-dev", "libsqlite3-dev", "libffi-dev",
          "libreadline-dev", "libncurses-dev", "uuid-dev", "libgdbm-dev", "libdb-dev"}) {
        EXPECT_THAT(message, HasSubstr(package));
    }
}

}  // namespace
}  // namespace adder::runtime_archive
