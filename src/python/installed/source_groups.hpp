#pragma once

#include <adder/base/digest.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace adder::python {

/// Sources of one distribution: what is made of them (bytecode) depends on nothing else.
struct SourceGroup {
    /// Below site-packages, sorted. Packages' own tests, which nothing imports while an app runs, are left
    /// out.
    std::vector<std::string> files;
    base::Sha256Digest digest;  ///< over their paths and contents
};

/// The Python sources in `site_packages`, by the distribution whose `RECORD` names them (PEP 376); those that
/// none names, by their package. Throws `SystemError`.
std::vector<SourceGroup> source_groups(const std::filesystem::path& site_packages);

}  // namespace adder::python
