#include "python/launch/messages.hpp"

#include "python/app/words.hpp"
#include "python/launch/servers.hpp"

#include <adder/base/text.hpp>

namespace adder::python::messages {

namespace {

using base::format;

}  // namespace

UserError bad_image_labels(std::string_view value, std::string_view reason) {
    return {"BP_IMAGE_LABELS cannot be read.", format("It is {},\nand {}. Write it as for a shell:\n  --env "
                                                      "BP_IMAGE_LABELS='team=web note=\"two words\"'",
                                                      quoted(value), reason)};
}

UserError bad_procfile_line(unsigned number, std::string_view line, std::string_view reason) {
    return {format("Line {} of the Procfile cannot be understood.", number),
            format("{}: {}.\n\n"
                   "Each line is a process type and a command:\n"
                   "  web: gunicorn app:app --bind 0.0.0.0:$PORT",
                   quoted(line), reason)};
}

UserError default_process_missing(std::string_view type) {
    return {format("BP_PROCFILE_DEFAULT_PROCESS is {}, which the Procfile does not have.", quoted(type)),
            "It names the process that is started when nothing else is said. Correct it, or add a line\n"
            "to the Procfile:\n  web: gunicorn app:app"};
}

Advice server_missing(const WebApp& app, const Project& project) {
    if (!app.hint.empty())
        return {format("{}, but it cannot be served as it is.", app.describe()),
                app.hint + "\n\nNo process was set: the image starts only with a command.", "server"};
    const std::string_view server = suggested_server(app);
    return {
        format("{}, but no {} server is installed.", app.describe(), kind_of_server(app)),
        format("{}'s own is for development, so no process was set: the image starts only with a command.\n"
               "To have it served by {}, {}\n\n"
               "To start it in another way, write that into a Procfile or into BP_PYTHON_START_COMMAND.",
               app.framework, server, project.manager->how_to_add(server, project)),
        "server"};
}

std::string no_default_process() {
    return "None is named web, so none is the default. Name one so, or set BP_PROCFILE_DEFAULT_PROCESS.";
}

std::string how_to_start_otherwise() {
    return "Add a Procfile, or set BP_PYTHON_START_COMMAND, to start it in another way.";
}

std::string several_scripts(const std::vector<std::string>& names) {
    return format("The project has several commands, and none is named like it: {}. None was taken.",
                  base::join(names, ", "));
}

std::vector<std::string> nothing_to_test() {
    return {
        "No way to run the app's tests was found. Add pytest to the dependencies for development, or a line",
        "to the Procfile, such as    test: python -m unittest discover checks"};
}

std::vector<std::string> nothing_to_start() {
    return {"No way to start the app was found. Say it in one of three ways:",
            "  a file Procfile in the app, with a line such as    web: gunicorn app:app",
            "  a variable of the build, such as                   BP_PYTHON_START_COMMAND='python -m jobs'",
            "  a command when the image is run, such as           docker run IMAGE python -m jobs"};
}

}  // namespace adder::python::messages
