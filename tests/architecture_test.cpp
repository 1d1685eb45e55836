// Which module and which room may know what, checked against the includes. Each failure names the rule that
// is broken.

#include <adder/base/files.hpp>
#include <adder/base/process.hpp>
#include <adder/base/text.hpp>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace adder {
namespace {

namespace fs = std::filesystem;

/// The places of the code: modules, and the rooms that some modules have; a module's name alone is what lies
/// in none of its rooms. What a place may use, beside itself. docs/architecture.md has the picture.
const std::map<std::string, std::set<std::string>> may_use = {
    {"base", {}},
    {"cnb", {"base"}},
    {"testing", {"base", "cnb"}},
    {"launch", {}},
    {"fetch", {"base"}},
    {"archive", {"base"}},
    {"runtimes", {"base"}},

    {"python/app", {}},
    {"python/installed", {}},
    {"python/app_source", {"python/app"}},
    {"python/versions", {"python/app"}},
    {"python/network", {"python/app"}},
    {"python/bills", {"python/installed"}},
    {"python/system", {"python/app", "python/installed"}},
    {"python/dependencies", {"python/app", "python/versions"}},
    {"python/runtime",
     {"python/app", "python/bills", "python/installed", "python/network", "python/system",
      "python/versions"}},
    {"python/failures",
     {"python/app", "python/dependencies", "python/installed", "python/system", "python/versions"}},
    {"python/install",
     {"python/app", "python/bills", "python/dependencies", "python/failures", "python/installed",
      "python/network", "python/system", "python/versions"}},
    {"python/launch",
     {"python/app", "python/app_source", "python/dependencies", "python/failures", "python/installed",
      "python/network"}},
    {"python",
     {"python/app", "python/app_source", "python/bills", "python/dependencies", "python/failures",
      "python/install", "python/installed", "python/launch", "python/network", "python/runtime",
      "python/system", "python/versions"}},

    {"runtime_archive/progress", {}},
    {"runtime_archive/archives", {"runtime_archive/progress"}},
    {"runtime_archive/inspection", {"runtime_archive/archives"}},
    {"runtime_archive/source", {"runtime_archive/inspection", "runtime_archive/progress"}},
    {"runtime_archive/building", {"runtime_archive/inspection", "runtime_archive/progress"}},
    {"runtime_archive/importing", {"runtime_archive/inspection"}},
    {"runtime_archive/commands",
     {"runtime_archive", "runtime_archive/archives", "runtime_archive/building", "runtime_archive/importing",
      "runtime_archive/inspection", "runtime_archive/progress", "runtime_archive/source"}},
    {"runtime_archive", {}},
};

/// What all rooms of a module may use.
const std::map<std::string, std::set<std::string>> below_rooms = {
    {"python", {"base", "cnb", "fetch", "archive", "runtimes"}},
    {"runtime_archive", {"base", "fetch", "archive", "runtimes"}},
};

/// Third-party headers by how they begin, and the module that owns each. Only its sources may include them.
const std::map<std::string, std::string> owners = {
    {"spdlog/", "base"},
    {"fmt/", "base"},
    {"openssl/", "base"},
    {"curl/", "fetch"},
    {"zstd", "archive"},
    {"archive.h", "archive"},
    {"archive_entry.h", "archive"},
    {"CLI/", "runtime_archive"},
    {"lzma", "archive"},
    {"zlib.h", "archive"},
};

const fs::path source{ADDER_SOURCE_DIR};

/// All headers and sources of the modules.
std::vector<fs::path> all_files() {
    std::vector<fs::path> files;
    for (const char* root : {"src", "include"}) {
        for (const fs::directory_entry& entry : fs::recursive_directory_iterator{source / root}) {
            if (entry.is_regular_file()) files.push_back(entry.path());
        }
    }
    return files;
}

/// "python/install/uv" of src/python/install/uv.cpp, "cnb/layers" of include/adder/cnb/layers.hpp: a header
/// and its source are one unit.
std::string unit_of(const fs::path& file) {
    std::string name = file.lexically_relative(source).replace_extension().native();
    for (const std::string_view root : {"src/", "include/adder/"}) {
        if (name.starts_with(root)) return name.substr(root.size());
    }
    return name;
}

/// The unit that a header belongs to, by how it is included; empty for one that is not ours.
std::string unit_of_include(std::string_view header) {
    const bool is_installed = header.starts_with("adder/");
    if (is_installed) header.remove_prefix(6);
    const std::string_view module = header.substr(0, header.find('/'));
    const bool is_ours =
        is_installed || may_use.contains(std::string{module}) || below_rooms.contains(std::string{module});
    return is_ours && header.ends_with(".hpp") ? std::string{header.substr(0, header.size() - 4)} : "";
}

std::string module_of(std::string_view unit) { return std::string{unit.substr(0, unit.find('/'))}; }
std::string place_of(std::string_view unit) { return std::string{unit.substr(0, unit.rfind('/'))}; }

struct Include {
    std::string header;
    bool is_quoted = false;
};

std::vector<Include> includes_of(const fs::path& file) {
    constexpr std::string_view start = "#include ";
    std::vector<Include> includes;
    const std::string text = base::read_file(file);
    for (std::string_view line : base::lines(text)) {
        if (!line.starts_with(start)) continue;
        line.remove_prefix(start.size());
        const bool is_quoted = line.starts_with('"');
        line.remove_prefix(1);
        includes.push_back({std::string{line.substr(0, line.find_first_of("\">"))}, is_quoted});
    }
    return includes;
}

bool may_see(const std::string& place, const std::string& other) {
    if (place == other) return true;
    const auto rooms = below_rooms.find(module_of(place));
    return may_use.at(place).contains(other) || (rooms != below_rooms.end() && rooms->second.contains(other));
}

TEST(ArchitectureTest, PlacesUseOnlyWhatIsBelowThem) {
    for (const fs::path& file : all_files()) {
        const std::string place = place_of(unit_of(file));
        ASSERT_TRUE(may_use.contains(place))
            << file << " lies in " << place << ", which has no line in the table of this test";
        for (const Include& include : includes_of(file)) {
            const std::string unit = unit_of_include(include.header);
            if (unit.empty()) continue;
            EXPECT_TRUE(may_see(place, place_of(unit)))
                << "Rule: a place uses only what its line in the table names.\n"
                << file << " includes " << include.header << ", and " << place << " may not use "
                << place_of(unit);
        }
    }
}

/// The first path from a unit back to itself.
std::vector<std::string> circle_from(const std::map<std::string, std::set<std::string>>& arrows,
                                     std::vector<std::string> path, std::set<std::string>& done) {
    const auto found = arrows.find(path.back());
    if (found == arrows.end() || done.contains(path.back())) return {};
    for (const std::string& next : found->second) {
        const auto before = std::ranges::find(path, next);
        if (before != path.end()) return {before, path.end()};
        std::vector<std::string> longer = path;
        longer.push_back(next);
        if (auto circle = circle_from(arrows, std::move(longer), done); !circle.empty()) return circle;
    }
    done.insert(path.back());
    return {};
}

void expect_no_circle(const std::map<std::string, std::set<std::string>>& arrows, const char* rule) {
    std::set<std::string> done;
    for (const auto& [from, to] : arrows) {
        const std::vector<std::string> circle = circle_from(arrows, {from}, done);
        ASSERT_TRUE(circle.empty()) << "Rule: " << rule << "\n" << base::join(circle, " → ") << " → …";
    }
}

TEST(ArchitectureTest, TheTableHasNoArrowUpward) {
    expect_no_circle(may_use, "if a place uses another, directly or not, that one does not use it.");
}

/// A unit that cannot be understood without another that needs it is half of something.
TEST(ArchitectureTest, UnitsOfAModuleFormNoCircles) {
    std::map<std::string, std::set<std::string>> arrows;
    for (const fs::path& file : all_files()) {
        const std::string unit = unit_of(file);
        for (const Include& include : includes_of(file)) {
            const std::string other = unit_of_include(include.header);
            if (!other.empty() && other != unit && module_of(other) == module_of(unit))
                arrows[unit].insert(other);
        }
    }
    expect_no_circle(arrows, "a header and its source, taken together, include nothing that includes them.");
}

TEST(ArchitectureTest, HeadersAreIncludedByTheirPath) {
    for (const fs::path& file : all_files()) {
        for (const Include& include : includes_of(file)) {
            const bool is_installed = include.header.starts_with("adder/");
            EXPECT_EQ(include.is_quoted, !is_installed && !unit_of_include(include.header).empty())
                << "Rule: <adder/MODULE/x.hpp> for headers in include, \"MODULE/ROOM/x.hpp\" for those in "
                   "src.\n"
                << file << " includes " << include.header;
        }
    }
}

/// What can be said is found in the room that says it.
TEST(ArchitectureTest, MessagesAreSaidInTheirRoom) {
    for (const fs::path& file : all_files()) {
        for (const Include& include : includes_of(file)) {
            const std::string unit = unit_of_include(include.header);
            if (!unit.ends_with("/messages") || unit == "python/app/messages") continue;
            const std::string place = place_of(unit_of(file));
            EXPECT_TRUE(place == place_of(unit) || place == "python")
                << "Rule: messages of a room are said there; those of python/app are for all.\n"
                << file << " includes " << include.header;
        }
    }
}

TEST(ArchitectureTest, ThirdPartyHeadersStayInTheirModule) {
    for (const fs::path& file : all_files()) {
        const bool is_installed = file.native().starts_with((source / "include").native());
        for (const Include& include : includes_of(file)) {
            for (const auto& [prefix, owner] : owners) {
                if (include.is_quoted || !include.header.starts_with(prefix)) continue;
                EXPECT_TRUE(module_of(unit_of(file)) == owner && !is_installed)
                    << "Rule: " << prefix << " is private to " << owner << ".\n"
                    << file << " includes " << include.header;
            }
            EXPECT_FALSE(is_installed && include.header.starts_with("nlohmann/"))
                << file << " includes " << include.header;
        }
    }
}

/// The words of the contract are cnb's alone: what others want of it, they ask it for. (`testing` is a
/// platform, the other side of the contract.)
TEST(ArchitectureTest, OnlyCnbKnowsTheContractsNames) {
    std::vector<fs::path> roots{fs::path{ADDER_SOURCE_DIR} / "bin"};
    for (const char* module :
         {"base", "launch", "fetch", "archive", "runtimes", "python", "runtime_archive"}) {
        for (const char* root : {"src", "include/adder"}) {
            if (fs::is_directory(source / root / module)) roots.push_back(source / root / module);
        }
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

TEST(ArchitectureTest, ThePictureIsThatOfTheSources) {
    const base::Captured check = base::run_and_capture({.program = "python3",
                                                        .args = {source / "scripts/lib/map.py", "--check"},
                                                        .env = {{"PATH", "/usr/bin:/bin"}},
                                                        .working_directory = source});
    EXPECT_TRUE(check.status.ok()) << check.output;
}

/// What the guide tells a reader to type is what is tested.
TEST(ArchitectureTest, TheGuideShowsTheExampleAsItIs) {
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
