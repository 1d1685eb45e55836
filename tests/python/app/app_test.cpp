#include "python/app/app.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>

#include <gtest/gtest.h>

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

TEST_F(AppTest, ReadsTheFilesThatDecide) {
    file(".python-version", "3.13");
    file("Procfile", "web: x");
    file("data/x");
    const App app = scan();
    EXPECT_EQ(app.python_version_file, "3.13");
    EXPECT_EQ(app.procfile, "web: x");
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

TEST_F(AppTest, ALinkThatLeadsNowhereIsNoFile) {
    std::filesystem::create_symlink("nowhere", directory_.path() / "Procfile");
    EXPECT_EQ(scan().procfile, std::nullopt);
}

TEST_F(AppTest, AHugeFileIsNotRead) {
    file("Procfile", std::string(base::max_text_file_size + 1, 'x'));
    EXPECT_THROW(scan(), base::Error);
}

}  // namespace
}  // namespace adder::python
