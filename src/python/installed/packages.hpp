#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace adder::python {

/// "flask 3.1.3": how a distribution is written in the log, in metadata and in comparisons. The name is
/// normalised as in PEP 503; of the version, letters' case and leading zeros (PEP 440), so that what a
/// resolver says and what a wheel's own files say are the same text.
std::string package_text(std::string_view name, std::string_view version);

/// As PEP 503 has it: runs of '-', '_' and '.' are one '-', letters are lower-case.
std::string normalised_name(std::string_view name);

/// The directory that packages are in; empty if there is none.
std::filesystem::path site_packages_of(const std::filesystem::path& environment);

/// The distributions installed in a virtual environment, from their `*.dist-info` directories (PEP 376),
/// sorted.
std::vector<std::string> installed_packages(const std::filesystem::path& environment);

/// The names in such a list.
std::vector<std::string> names_of(const std::vector<std::string>& packages);

/// What is in `after` and was not in `before`, for a reader: "flask 3.1.3, werkzeug 3.1.4", and "3 more" past
/// the first few. Of two lists that differ only by what is gone: "without flask 3.1.3".
std::string changes(const std::vector<std::string>& before, const std::vector<std::string>& after);

}  // namespace adder::python
