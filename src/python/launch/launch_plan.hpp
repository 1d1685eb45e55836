#pragma once

#include "python/app/advice.hpp"
#include "python/app/app.hpp"
#include "python/app/settings.hpp"
#include "python/app_source/source_tree.hpp"
#include "python/dependencies/project.hpp"
#include "python/launch/procfile.hpp"
#include "python/launch/servers.hpp"

#include <adder/cnb/launch.hpp>

#include <optional>
#include <string>
#include <vector>

namespace adder::python {

/// What decides how an app is started.
struct LaunchFacts {
    const App& app;
    const Project& project;
    const Settings& settings;
    const std::optional<Procfile>& procfile;
    const Installed& installed;
    const SourceTree& sources;
};

/// A process and why it was chosen.
struct ChosenProcess {
    cnb::Process process;
    std::string summary;         ///< what runs, as a person would type it
    std::string reason;          ///< "from the Procfile", "Flask application app in app.py"
    bool is_event_loop = false;  ///< a server that wants one worker for each CPU
};

/// How the image starts, and what is to be told about it.
struct LaunchPlan {
    std::vector<ChosenProcess> processes = {};
    std::vector<std::string> notes = {};  ///< lines of the log, after the processes
    std::vector<Advice> warnings = {};

    /// Whether the process that is started when nothing is said is such a server.
    bool serves_by_event_loop() const;
};

}  // namespace adder::python
