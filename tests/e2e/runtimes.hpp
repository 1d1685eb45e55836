#pragma once

#include <adder/testing/work_directory.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace adder::test {

/// A Python that the tests have a runtime of.
struct KnownRuntime {
    std::string version;  ///< "3.13.5"
    std::string series;   ///< "3.13"
    std::string file;
};

/// The runtimes of ADDER_E2E_RUNTIMES, oldest first. Throws `base::Error` if there are not at least two
/// series.
std::vector<KnownRuntime> known_runtimes();
inline KnownRuntime newest_runtime() { return known_runtimes().back(); }
inline KnownRuntime oldest_runtime() { return known_runtimes().front(); }

/// A source with the newest runtime only, which a test may damage.
class RuntimeSource {
  public:
    RuntimeSource();

    /// The value for BP_PYTHON_RUNTIME_SOURCES.
    std::string setting() const { return "index+file://" + directory_.path().native(); }
    std::filesystem::path archive() const { return directory_.path() / newest_runtime().file; }
    std::filesystem::path index() const { return directory_.path() / "index.json"; }

  private:
    WorkDirectory directory_;
};

}  // namespace adder::test
