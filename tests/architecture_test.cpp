// Which module may know what: design.md's arrows, checked against the includes.

#include <adder/base/files.hpp>
#include <adder/base/process.hpp>
#include <adder/base/text.hpp>

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace adder {
namespace {

namespace fs = std::filesystem;

const std::map<std::string, std::set<std::string>> may_include = {
    {"base", {"base"}},
    {"cnb", {"base", "cnb"}},
    {"testing", {"base", "cnb", "testing"}},
    {"launch", {"launch"}},
    {"fetch", {"base", "fetch"}},
    {"archive", {"base", "archive"}},
    {"runtimes", {"base", "runtimes"}},
    {"python", {"base", "cnb", "fetch", "archive", "runtimes", "python"}},
    {"runtime_archive", {"base", "archive", "fetch", "runtimes", "runtime_archive"}},
};

/// Third-party headers by how they begin, and the module that owns each. Only its sources may include them.
const std::map<std::string, std::string> owners = {
    {"spdlog/", "base"},         {"fmt/", "base"},
    {"openssl/", "base"},        {"toml", "cnb"},
    {"curl/", "fetch"},          {"zstd", "archive"},
    {"archive.h", "archive"},    {"archive_entry.h", "archive"},
    {"CLI/", "runtime_archive"}, {"lzma", "archive"},
    {"zlib.h", "archive"},
};

std::vector<std::string> included_headers(const fs::path& file) {
    std::vector<std::string> headers;
    const std::string text = base::read_file(file);
    for (const std::string_view line : base::lines(text)) {
        if (!line.starts_with("#include <")) continue;
        headers.emplace_back(line.substr(10, line.find('>') - 10));
    }
    return headers;
}

void check(const std::string& module, const fs::path& file, bool is_public) {
    for (const std::string& header : included_headers(file)) {
        if (header.starts_with("adder/")) {
            const std::string other = header.substr(6, header.find('/', 6) - 6);
            EXPECT_TRUE(may_include.at(module).contains(other)) << file << " includes " << header;
            continue;
        }
        for (const auto& [prefix, owner] : owners) {
            if (!header.starts_with(prefix)) continue;
            EXPECT_TRUE(module == owner && !is_public) << file << " includes " << header;
        }
        EXPECT_FALSE(is_public && header.starts_with("nlohmann/")) << file << " includes " << header;
    }
}

TEST(ArchitectureTest, ModulesKnowOnlyWhatIsBelowThem) {
    std::size_t files = 0;
    for (const auto& [module, allowed] : may_include) {
        for (const char* root : {"include/adder", "src"}) {
            const fs::path directory = fs::path{ADDER_SOURCE_DIR} / root / module;
            if (!fs::exists(directory)) continue;
            for (const fs::directory_entry& entry : fs::recursive_directory_iterator{directory}) {
                if (!entry.is_regular_file()) continue;
                check(module, entry.path(), std::string_view{root} == "include/adder");
                ++files;
            }
        }
    }
    EXPECT_GT(files, 50u);
}

/// The words of the contract are cnb's alone: what others want of it, they ask it for. (`testing` is a
/// platform, the other side of the contract.)
TEST(ArchitectureTest, OnlyCnbKnowsTheContractsNames) {
    std::vector<fs::path> roots{fs::path{ADDER_SOURCE_DIR} / "bin"};
    for (const char* module :
         {"base", "launch", "fetch", "archive", "runtimes", "python", "runtime_archive"}) {
        roots.push_back(fs::path{ADDER_SOURCE_DIR} / "src" / module);
        roots.push_back(fs::path{ADDER_SOURCE_DIR} / "include/adder" / module);
    }
    for (const fs::path& root : roots) {
        for (const fs::directory_entry& entry : fs::recursive_directory_iterator{root}) {
            if (!entry.is_regular_file()) continue;
            const std::string text = base::read_file(entry.path());
            for (const char* word : {"CNB_", "buildpack.toml", "launch.toml", "build.toml", "store.toml",
                                     "env.build", "env.launch", "exec.d", ".sbom.", "SERVICE_BINDING_ROOT",
                                     "VCAP_SERVICES", "BP_LOG_LEVEL"}) {
                EXPECT_EQ(text.find(word), std::string::npos) << entry.path() << " mentions " << word;
            }
        }
    }
}

/// It runs for every group of every build: it must not pay for libraries it has no use for.
TEST(ArchitectureTest, DetectLoadsNoLibraryOfTheBuildPhase) {
    // A static program may be another architecture's: readelf reads those, too.
    const base::Captured needed = base::run_and_capture({.program = ADDER_STATIC ? "readelf" : "ldd",
                                                         .args = {ADDER_STATIC ? "-dW" : "-v", ADDER_DETECT},
                                                         .env = {{"PATH", "/usr/bin:/bin"}},
                                                         .working_directory = {}});
    ASSERT_TRUE(needed.status.ok()) << needed.output;
    EXPECT_EQ(needed.output.find("(NEEDED)"), std::string::npos) << needed.output;
    EXPECT_EQ(needed.output.find("libstdc++") != std::string::npos, !ADDER_STATIC) << needed.output;
    for (const char* library : {"libcurl", "libarchive", "libssl", "libcrypto", "libzstd", "liblzma"}) {
        EXPECT_EQ(needed.output.find(library), std::string::npos) << needed.output;
    }
}

/// The same where libraries are linked in.
TEST(ArchitectureTest, DetectContainsNoLibraryOfTheBuildPhase) {
    const std::string detect = base::read_file(ADDER_DETECT, std::size_t{1} << 30);
    const std::string build = base::read_file(ADDER_BUILD, std::size_t{1} << 30);
    for (const char* trace : {"Proxy-Authorization" /* libcurl */, "OpenSSL", "SCHILY" /* libarchive */}) {
        EXPECT_EQ(detect.find(trace), std::string::npos) << trace;
        EXPECT_TRUE(!ADDER_STATIC || build.find(trace) != std::string::npos) << trace;
    }
}

/// What the guide tells a reader to type is what is tested.
TEST(ArchitectureTest, TheGuideShowsTheExampleAsItIs) {
    const fs::path source{ADDER_SOURCE_DIR};
    const std::string guide = base::read_file(source / "docs/writing-a-buildpack.md");
    for (const char* file : {"hello.cpp", "buildpack.toml"}) {
        EXPECT_NE(guide.find(base::read_file(source / "examples/hello-buildpack" / file)), std::string::npos)
            << file;
    }
}

/// Nothing but an entry point reads the process's environment.
TEST(ArchitectureTest, NothingCallsGetenv) {
    for (const char* root : {"src", "include", "bin"}) {
        for (const fs::directory_entry& entry :
             fs::recursive_directory_iterator{fs::path{ADDER_SOURCE_DIR} / root}) {
            if (!entry.is_regular_file()) continue;
            EXPECT_EQ(base::read_file(entry.path()).find("getenv("), std::string::npos) << entry.path();
        }
    }
}

}  // namespace
}  // namespace adder
