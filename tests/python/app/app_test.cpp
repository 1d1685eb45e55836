#include "python/app/app.hpp"

#include <adder/base/files.hpp>

#include <gtest/gtest.h>
#include <sys/stat.h>

namespace adder::python {
namespace {

class AppTest : public testing::Test {
  protected:
    void file(const std::string& name, std::string_view text = "") {
        base::make_directories((directory_.path() / name).parent_path());
        base::write_file(directory_.path() / name, text);
    }
    App scan() const { return App::scan(directory_.path()); }
    base::TempDir directory_;
};

TEST_F(AppTest, KnowsTheNames) {
    file("Procfile", "web: x");
    file("data/x");
    const App app = scan();
    EXPECT_TRUE(app.has("Procfile"));
    EXPECT_TRUE(app.has("data/"));
    EXPECT_FALSE(app.has("data"));
}

TEST_F(AppTest, IsAPythonAppByAnyOfItsMarks) {
    file("index.js");
    file("requirements.txt.bak");
    base::make_directories(directory_.path() / "main.py");
    EXPECT_EQ(first_python_file(scan()), std::nullopt);
    file("pyproject.toml");
    EXPECT_EQ(first_python_file(scan()), "pyproject.toml");
}

/// `detect` runs for every app of a builder: what files hold must not fail those that are not in Python.
TEST_F(AppTest, ReadsNoFile) {
    namespace fs = std::filesystem;
    file("runtime.txt", std::string(base::max_text_file_size + 1, 'x'));
    fs::create_symlink("Procfile", directory_.path() / "Procfile");
    ASSERT_EQ(::mkfifo((directory_.path() / ".python-version").c_str(), 0600), 0);
    const App app = scan();
    for (const char* name : {"runtime.txt", "Procfile", ".python-version"})
        EXPECT_TRUE(app.has(name)) << name;
    EXPECT_EQ(app.procfile, std::nullopt);
}

}  // namespace
}  // namespace adder::python
