#pragma once

#include <adder/testing/lifecycle.hpp>
#include <adder/testing/registry.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace adder::test {

/// What end-to-end tests run with; scripts/test.sh gets it all and names it in the environment.
///
///     ADDER_E2E_LIFECYCLE   the directory of creator and launcher
///     ADDER_E2E_RUN_IMAGE   an OCI layout
///     ADDER_E2E_RUNTIMES    a directory with an index.json
///     ADDER_E2E_BUILDPACK   the packaged buildpack
///     ADDER_E2E_REGISTRY    the program docker-registry
///     ADDER_E2E_WHEELS      a directory of wheels
///     ADDER_E2E_PYPISERVER  a virtual environment with pypiserver
///     ADDER_E2E_SBOM_VALIDATORS  a virtual environment with validators, and Syft's schema as syft.json
///
/// Throws `base::Error` naming the variable that is not set.
std::filesystem::path required_path(const char* variable);

/// A variable of the test program's own environment, unless it is empty.
std::optional<std::string> setting(const char* variable);

/// The same as a number. Throws `base::Error` for what is none.
unsigned number_setting(const char* variable, unsigned otherwise);

/// The lifecycle with the run image that the Python stories start apps in.
const Lifecycle& lifecycle_for_apps();
/// The same with a run image of no files, for builds whose result nobody starts.
const Lifecycle& lifecycle_for_probes();
/// One for all tests, started when it is first asked for.
const Registry& registry();

/// Runs a program of the system in a directory. Throws `base::Error` if it does not succeed.
void run(const std::string& program, std::vector<std::string> args, const std::filesystem::path& directory);

}  // namespace adder::test
