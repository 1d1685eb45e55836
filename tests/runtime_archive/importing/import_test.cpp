#include "../command_line_fixture.hpp"
#include "runtime_archive/inspection/inspect.hpp"
#include "support/http_server.hpp"

#include <adder/base/process.hpp>

#include <gmock/gmock.h>

namespace adder::runtime_archive {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

/// Says its version when asked for that alone, and is silent to whatever else is asked of it.
constexpr const char* interpreter =
    "#!/bin/sh\n[ \"$4\" != 'import platform; print(platform.python_version())' ] || echo 3.13.1\n";

class ImportTest : public CommandLineTest {
  protected:
    void put(const fs::path& file, std::string_view text, mode_t mode = 0644) {
        base::make_directories((files / file).parent_path());
        base::write_file(files / file, text, mode);
    }

    void execute(const std::string& program, std::vector<std::string> args) {
        const base::Captured result = base::run_and_capture(
            {.program = program, .args = std::move(args), .env = env, .working_directory = files});
        ASSERT_TRUE(result.status.ok()) << result.output;
    }

    fs::path standalone_archive() {
        put("python/bin/python3.13", interpreter, 0755);
        put("python/bin/pip3", "#!/bin/sh\n", 0755);
        put("python/lib/python3.13/os.py", "");
        put("python/lib/python3.13/_sysconfigdata__linux_x86_64-linux-gnu.py",
            "build_time_vars = {'CC': 'clang', 'LIBDIR': '/install/lib'}\n");
        const fs::path file =
            directory.path() / "cpython-3.13.1+20241219-x86_64-unknown-linux-gnu-install_only.tar.gz";
        execute("tar", {"-czf", file, "python"});
        return file;
    }

    fs::path package(const std::string& name, const std::string& more = "Version: 3.13.1-2\n") {
        put("package/DEBIAN/control",
            base::format("Package: {}\nArchitecture: amd64\nMaintainer: nobody\nDescription: none\n{}", name,
                         more));
        const fs::path file = directory.path() / (name + ".deb");
        execute("dpkg-deb", {"--root-owner-group", "--build", "package", file});
        base::remove_tree(files / "package");
        return file;
    }

    std::vector<fs::path> packages() {
        put("package/usr/bin/python3.13", interpreter, 0755);
        put("package/usr/lib/python3.13/os.py", "");
        fs::create_symlink("/etc/python3.13/sitecustomize.py",
                           files / "package/usr/lib/python3.13/sitecustomize.py");
        put("package/usr/share/doc/python3.13-minimal/README", "");
        std::vector<fs::path> all{package("python3.13-minimal")};
        put("package/usr/lib/python3.13/json/__init__.py", "");
        put("package/usr/include/python3.13/pyconfig.h",
            "#include <x86_64-linux-gnu/python3.13/pyconfig.h>\n");
        put("package/usr/include/x86_64-linux-gnu/python3.13/pyconfig.h", "");
        fs::create_symlink("../x86_64-linux-gnu/libpython3.13.so",
                           files / "package/usr/lib/python3.13/inside");
        fs::create_symlink("../../../lib/outside", files / "package/usr/lib/python3.13/outside");
        all.push_back(package("libpython3.13-stdlib"));
        return all;
    }

    Result import(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "import");
        for (const char* more : {"--level", "3", "--distro", "debian", "--distro-version", "12", "--arch",
                                 "amd64", "--json", "--output"}) {
            arguments.emplace_back(more);
        }
        arguments.push_back(runtimes);
        return run(arguments);
    }

    fs::path unpacked(const Result& result) {
        const fs::path tree = directory.path() / "unpacked";
        base::make_directories(tree);
        unpack_archive(result.json().at("path").get<std::string>(), tree);
        return tree;
    }

    const fs::path files = directory.path() / "files";
};

TEST_F(ImportTest, AStandaloneArchiveComesIntoOurLayout) {
    const fs::path file = standalone_archive();
    const Result result = import({file});
    ASSERT_EQ(result.exit, Exit::ok) << result.error;
    EXPECT_THAT(result.error, HasSubstr("Not verified"));
    const nlohmann::json archive = result.json().at("archive");
    EXPECT_EQ(archive.at("file"), "python-3.13.1-debian-12-amd64.tar.zst");
    EXPECT_EQ(archive.at("source").at("sha256"), base::sha256_of_file(file).hex());
    EXPECT_EQ(archive.at("build_flags"), nlohmann::json{"python-build-standalone 20241219"});
    const fs::path tree = unpacked(result);
    EXPECT_TRUE(fs::is_symlink(tree / "bin/python"));
    EXPECT_FALSE(fs::exists(tree / "bin/pip3"));
    EXPECT_THAT(base::read_file(tree / "lib/python3.13/_sysconfigdata__linux_x86_64-linux-gnu.py"),
                testing::AllOf(HasSubstr("'LIBDIR': '/opt/python/lib'"), HasSubstr("_sys.base_prefix")));
}

TEST_F(ImportTest, WhatComesOverTheNetworkNeedsADigest) {
    const fs::path file = standalone_archive();
    test::HttpServer server;
    const std::string path =
        "/20241219/cpython-3.13.1%2B20241219-x86_64-unknown-linux-gnu-install_only.tar.gz";
    server.on(path, test::Answer::ok(base::read_file(file)));
    const Result without = import({server.url(path)});
    EXPECT_EQ(without.exit, Exit::wrong_usage);
    EXPECT_THAT(without.error, HasSubstr("--sha256"));
    EXPECT_EQ(server.request_count(path), 0u);

    const Result wrong = import({server.url(path), "--sha256", base::sha256("other").hex()});
    EXPECT_EQ(wrong.exit, Exit::failed);
    EXPECT_THAT(wrong.error, HasSubstr(base::sha256_of_file(file).hex()));

    const Result right = import({server.url(path), "--sha256", base::sha256_of_file(file).hex()});
    ASSERT_EQ(right.exit, Exit::ok) << right.error;
    EXPECT_EQ(right.json().at("archive").at("source").at("url"), server.url(path));
    EXPECT_EQ(right.json().at("archive").at("source").at("name"), file.filename().native());
}

TEST_F(ImportTest, PackagesBecomeOneTree) {
    const std::vector<fs::path> all = packages();
    const Result result = import({all[0], all[1]});
    ASSERT_EQ(result.exit, Exit::ok) << result.error;
    EXPECT_EQ(result.json().at("archive").at("version"), "3.13.1");
    EXPECT_EQ(result.json().at("archive").at("source").at("name"), "package python3.13-minimal 3.13.1-2");
    const fs::path tree = unpacked(result);
    EXPECT_TRUE(fs::exists(tree / "lib/python3.13/json/__init__.py"));
    EXPECT_TRUE(fs::exists(tree / "include/python3.13/x86_64-linux-gnu/python3.13/pyconfig.h"));
    EXPECT_TRUE(fs::is_symlink(tree / "lib/python3.13/inside"));
    EXPECT_FALSE(fs::is_symlink(tree / "lib/python3.13/outside"));
    EXPECT_FALSE(fs::exists(tree / "share"));
}

TEST_F(ImportTest, ThePackageThatHoldsTheRestIsNamed) {
    put("package/usr/bin/python3.13", interpreter, 0755);
    const fs::path minimal = package("python3.13-minimal",
                                     "Version: 3.13.1-2\nDepends: libpython3.13-minimal (= 3.13.1-2)\n"
                                     "Recommends: python3.13\n");
    const Result result = import({minimal});
    EXPECT_EQ(result.exit, Exit::failed);
    EXPECT_THAT(result.error, HasSubstr("packages that were not given: libpython3.13-minimal\n"));
}

TEST_F(ImportTest, WhatCannotBeImportedIsNamed) {
    const fs::path file = standalone_archive();
    put("package/usr/bin/python3", "", 0755);
    const fs::path empty = package("python3");
    struct {
        std::vector<std::string> arguments;
        Exit exit;
        const char* text;
    } const cases[] = {
        {{empty}, Exit::failed, "the packages hold no interpreter"},
        {{empty, file}, Exit::wrong_usage, "*.deb files only"},
        {{"Python-3.13.1.tar.xz"},
         Exit::wrong_usage,
         "nor called like an archive of python-build-standalone"},
        {{"cpython-3.13.1+1-aarch64-unknown-linux-gnu-install_only.tar.gz"}, Exit::failed, "is for arm64"},
        {{"cpython-3.13.1+1-x86_64-unknown-linux-gnu-install_only.tar.gz"}, Exit::failed, "there is no file"},
        {{empty, "--sha256", base::sha256("").hex()}, Exit::wrong_usage, "apt has verified packages"},
    };
    for (const auto& given : cases) {
        const Result result = import(given.arguments);
        EXPECT_EQ(result.exit, given.exit) << given.text;
        EXPECT_THAT(result.error, HasSubstr(given.text));
    }
}

}  // namespace
}  // namespace adder::runtime_archive
