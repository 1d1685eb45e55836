#pragma once

#include "python/app/app.hpp"
#include "python/app/project_files.hpp"
#include "python/dependencies/identify.hpp"

#include <adder/base/files.hpp>

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <support/errors.hpp>

namespace adder::python {

/// An app of a few files, and what is made of it.
class AppDirectoryTest : public testing::Test {
  protected:
    void file(const std::string& name, std::string_view text = "") const {
        base::make_directories((directory_.path() / name).parent_path());
        base::write_file(directory_.path() / name, text);
    }
    App app() const { return with_project_files(App::scan(directory_.path())); }
    Project project() const { return identify_project(app(), settings_); }
    std::string error() const {
        return test::shown_error([this] { project(); });
    }
    std::vector<std::string> names() const {
        std::vector<std::string> result;
        for (const ProjectFile& file : project().files) result.push_back(file.name);
        return result;
    }
    base::Sha256Digest fingerprint() const { return project().fingerprint(); }

    Settings settings_;
    base::TempDir directory_;
};

}  // namespace adder::python
