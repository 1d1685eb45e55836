#pragma once

#include "python_project.hpp"

#include <string>
#include <vector>

namespace adder::test {

/// An app of tests/fixtures/apps, on the newest Python that the tests have, with packages of the index that
/// this machine uses (PIP_INDEX_URL, UV_DEFAULT_INDEX, UV_INDEX_URL; PyPI without them).
class FixtureApp {
  public:
    explicit FixtureApp(const std::string& name);
    /// One without files.
    FixtureApp();

    /// Builds, expects that to succeed, and returns the log.
    std::string build();
    /// Builds, expects a failure of the buildpack, and returns the lines of its message.
    std::string failure();
    const std::string& log() const { return log_; }

    /// What a command writes in the image.
    std::string run(const std::vector<std::string>& command) const { return project_.rootfs().run(command); }
    /// Those of the modules that can be imported there, separated by spaces.
    std::string modules(const std::vector<std::string>& names) const;

    void set(const std::string& variable, const std::string& value) { project_.set(variable, value); }
    void write(const std::string& file, const std::string& text) const { project_.write(file, text); }
    void remove(const std::string& file) const { project_.remove(file); }
    /// Replaces a text that is in the file. Throws `base::Error` if it is not.
    void replace(const std::string& file, const std::string& before, const std::string& after) const;

    PythonProject& project() { return project_; }

  private:
    PythonProject project_;
    std::string log_;
};

}  // namespace adder::test
