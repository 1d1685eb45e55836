#pragma once

#include <adder/testing/background_process.hpp>
#include <adder/testing/lifecycle.hpp>
#include <adder/testing/work_directory.hpp>

#include <filesystem>
#include <memory>
#include <string>

namespace adder::test {

/// A registry on loopback that ends with its scope, with the run image in it. Images come and go with skopeo,
/// which must be installed.
class Registry {
  public:
    /// `program` is `docker-registry` (the distribution registry, version 2). Throws `base::Error`.
    Registry(const std::filesystem::path& program, const Lifecycle& lifecycle);

    /// "127.0.0.1:40123".
    const std::string& address() const { return address_; }
    /// The run image, as builds name it.
    std::string run_image() const { return address_ + "/cnb/run:1"; }

    /// Copies an image to an OCI layout. Throws `base::Error`.
    void pull(const std::string& reference, const std::filesystem::path& layout) const;
    void push(const std::filesystem::path& layout, const std::string& reference) const;

  private:
    void skopeo(const std::string& from, const std::string& to) const;

    WorkDirectory directory_;
    base::Environment env_;
    std::string address_;
    std::unique_ptr<BackgroundProcess> process_;
};

}  // namespace adder::test
