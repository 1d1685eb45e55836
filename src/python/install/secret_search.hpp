#pragma once

#include "python/network/secrets.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace adder::python {

/// Where a secret stands.
struct FoundSecret {
    std::filesystem::path file;
    std::string origin;  ///< `Secret::origin`
};

/// Looks for secrets, in all their forms, in every file below `place`, which may be a file itself; links are
/// not followed. A secret that is short or simple ("password1") stands in files by chance: it is found only
/// where it is in a URL's user-info, or in a header of basic authentication. Throws `base::SystemError`.
std::optional<FoundSecret> find_secret(const std::filesystem::path& place,
                                       const std::vector<Secret>& secrets);

/// Removes what version control keeps beside sources below `place`: `.git`, `.hg` and `.svn`, of submodules,
/// too. pip clones repositories into the environment, each with its history and with the URL that it came
/// from, credentials included. Those in `but` stay.
void remove_version_control(const std::filesystem::path& place,
                            const std::vector<std::filesystem::path>& but = {});

/// Those below `place`, outermost only, sorted.
std::vector<std::filesystem::path> version_control_in(const std::filesystem::path& place);

}  // namespace adder::python
