#pragma once

#include "tools.hpp"

#include <adder/testing/background_process.hpp>
#include <adder/testing/project.hpp>

#include <string>
#include <utility>
#include <vector>

namespace adder::test {

enum class Destination { layout, registry };

/// A Python app, built by the packaged buildpack with the runtimes that tests have.
class PythonProject : public Project {
  public:
    /// A copy of examples/`example`.
    explicit PythonProject(const std::string& example, Destination destination = Destination::layout);
    /// An app of these files: name, text.
    explicit PythonProject(const std::vector<std::pair<std::string, std::string>>& files,
                           Destination destination = Destination::layout);

  private:
    explicit PythonProject(Destination destination);
};

/// A web app's default process, running.
class RunningApp {
  public:
    explicit RunningApp(const Rootfs& rootfs) : RunningApp{rootfs, free_port()} {}

    /// The answer to a GET, waiting for the app to come up. Throws what `fetch` throws, with the app's
    /// output.
    std::string get(const std::string& path);
    int stop() { return process_.stop(); }
    int terminate() { return process_.terminate(); }
    std::string output() const { return process_.output(); }

  private:
    RunningApp(const Rootfs& rootfs, unsigned short port);

    unsigned short port_;
    BackgroundProcess process_;
};

}  // namespace adder::test
