#pragma once

#include <filesystem>

namespace adder::test {

/// A fresh directory that is removed with everything in it at the end of the scope.
///
/// What `base::TempDir` is not: open to other users, since a build's phases run as several, and named in
/// lower case, since the lifecycle's exporter takes the path of an image layout for an image's name.
class WorkDirectory {
  public:
    /// Throws `base::Error` if the path of the parent has upper-case letters, `base::SystemError` if the
    /// directory cannot be made.
    explicit WorkDirectory(const std::filesystem::path& parent = std::filesystem::temp_directory_path());
    WorkDirectory(const WorkDirectory&) = delete;
    WorkDirectory& operator=(const WorkDirectory&) = delete;
    ~WorkDirectory();

    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

}  // namespace adder::test
