#pragma once

#include <adder/cnb/launch.hpp>
#include <adder/python/app.hpp>
#include <adder/python/procfile.hpp>

#include <optional>
#include <string>
#include <vector>

namespace adder::python {

/// A process and why it was chosen.
struct ChosenProcess {
    cnb::Process process;
    std::string summary;  ///< what runs, as a person would type it
    std::string reason;   ///< "from the Procfile", "Flask object `app` in app.py"
};

/// The processes of the image: those of the Procfile, else one found from what is written (`manage.py`,
/// `main.py`, `app.py`) and what is installed. May be empty: nothing is guessed.
///
/// `installed` are the names of the installed distributions, normalised as in PEP 503.
std::vector<ChosenProcess> choose_processes(const App& app, const std::optional<Procfile>& procfile,
                                            const std::vector<std::string>& installed);

/// The module-level variable of a source file that holds a web application, and of which kind.
struct WebObject {
    enum class Interface { wsgi, asgi };
    std::string variable;
    std::string framework;  ///< "Flask", "FastAPI", …
    Interface interface = Interface::wsgi;

    bool operator==(const WebObject&) const = default;
};

/// Looks for an assignment such as `app = Flask(__name__)` at the start of a line.
std::optional<WebObject> find_web_object(std::string_view source);

}  // namespace adder::python
