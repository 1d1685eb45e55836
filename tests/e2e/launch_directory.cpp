#include "launch_directory.hpp"

#include "probe_buildpack.hpp"
#include "tools.hpp"

#include <adder/base/files.hpp>

#include <utility>

namespace adder::test {

LaunchDirectory::LaunchDirectory(std::vector<std::string> buildpack_ids,
                                 const std::vector<std::string>& process_types)
    : buildpack_ids_{std::move(buildpack_ids)} {
    std::string metadata;
    for (const std::string& id : buildpack_ids_) {
        base::make_directories(layers_of(id));
        metadata += "[[buildpacks]]\nid = \"" + id + "\"\nversion = \"1.0.0\"\napi = \"0.12\"\n";
    }
    for (const std::string& type : process_types) {
        metadata += "[[processes]]\ntype = \"" + type + "\"\ncommand = [\"" +
                    dump_environment_program().native() + "\"]\nargs = [\"" + record().native() +
                    "\"]\ndirect = true\nbuildpack-id = \"" + buildpack_ids_.front() + "\"\n";
    }
    base::make_directories(layers() / "config");
    base::write_file(layers() / "config/metadata.toml", metadata);
}

Outcome LaunchDirectory::launch(const std::string& process_type, const base::Environment& env) const {
    LaunchInPlace what{
        .layers = layers(), .app = directory_.path(), .process_type = process_type, .env = env};
    if (process_type.empty()) what.args = {dump_environment_program(), record()};
    return launch_in_place(lifecycle_for_probes(), what);
}

base::Environment LaunchDirectory::seen() const { return read_environment(record()); }

}  // namespace adder::test
