#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/cnb/toml.hpp>
#include <adder/testing/project.hpp>

#include <algorithm>
#include <cerrno>
#include <map>
#include <memory>
#include <stdexcept>
#include <utility>

#include <unistd.h>

namespace adder::test {

namespace {

namespace fs = std::filesystem;
using Flags = std::vector<std::string_view>;

/// What each program is told; the rest it finds below the layers directory.
const Flags& flags_of(std::string_view program) {
    static const std::map<std::string_view, Flags> flags = {
        {"creator",
         {"-uid", "-gid", "-app", "-buildpacks", "-order", "-run", "-layers", "-platform", "-build-config",
          "-cache-dir", "-launcher", "-layout-dir"}},
        {"analyzer", {"-uid", "-gid", "-layers", "-run", "-layout-dir"}},
        {"detector", {"-app", "-buildpacks", "-order", "-layers", "-platform", "-build-config"}},
        {"restorer", {"-uid", "-gid", "-layers", "-cache-dir", "-layout-dir"}},
        {"builder", {"-app", "-buildpacks", "-layers", "-platform", "-build-config"}},
        {"exporter", {"-uid", "-gid", "-app", "-layers", "-cache-dir", "-run", "-launcher", "-layout-dir"}},
    };
    return flags.at(program);
}

bool names_an_image(std::string_view program) {
    return program == "creator" || program == "analyzer" || program == "exporter";
}

struct Identity {
    std::string id;
    std::string version;

    /// Where the lifecycle looks for it, relative to the buildpacks directory.
    fs::path directory() const {
        std::string escaped = id;
        std::replace(escaped.begin(), escaped.end(), '/', '_');
        return fs::path{escaped} / version;
    }
};

/// Of a buildpack.toml that may be wrong in every other way: what the lifecycle says to that is to be tested.
Identity identity_of(const fs::path& buildpack) {
    const fs::path file = buildpack / "buildpack.toml";
    const cnb::TomlTable toml = cnb::read_toml_file(file);
    const cnb::TomlReader reader = cnb::TomlReader{toml, file.native()}.table("buildpack");
    return {reader.text("id"), reader.text("version")};
}

cnb::TomlTable order_toml(const std::vector<Group>& order) {
    cnb::TomlArray groups;
    for (const Group& group : order) {
        cnb::TomlArray members;
        for (const GroupMember& member : group) {
            Identity identity = identity_of(member.buildpack);
            members.push_back(cnb::TomlTable{{"id", std::move(identity.id)},
                                             {"version", std::move(identity.version)},
                                             {"optional", member.optional}});
        }
        groups.push_back(cnb::TomlTable{{"group", std::move(members)}});
    }
    return {{"order", std::move(groups)}};
}

void copy_tree(const fs::path& from, const fs::path& to) {
    base::make_directories(to.parent_path());
    fs::copy(from, to, fs::copy_options::recursive | fs::copy_options::copy_symlinks);
}

/// The same file under another name, where others can get at it.
void link_or_copy(const fs::path& from, const fs::path& to) {
    std::error_code another_file_system;
    fs::create_hard_link(from, to, another_file_system);
    if (another_file_system) fs::copy_file(from, to);
}

void give_tree(const fs::path& path, unsigned user) {
    const auto give = [user](const fs::path& file) {
        if (::lchown(file.c_str(), user, user) != 0)
            throw base::SystemError{errno, "cannot give {} to user {}", file, user};
    };
    give(path);
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator{path}) give(entry.path());
}

}  // namespace

Project::Project(Lifecycle lifecycle, PlatformSetup setup)
    : lifecycle_{std::move(lifecycle)}, setup_{std::move(setup)} {
    base::make_directories(source());
    base::make_directories(cache());
}

void Project::write(const fs::path& file, std::string_view text) const {
    base::make_directories((source() / file).parent_path());
    base::write_file(source() / file, text);
}

void Project::remove(const fs::path& file) const { base::remove_tree(source() / file); }

std::string Project::reference() const {
    if (!setup_.registry) return "app";
    return setup_.registry->address() + "/cnb/" + directory_.path().filename().native();
}

fs::path Project::image_layout() const { return layout_directory() / "index.docker.io/library/app/latest"; }

Image Project::image() const {
    if (!setup_.registry) return Image{image_layout()};
    const auto copy = std::make_shared<const WorkDirectory>();
    setup_.registry->pull(reference(), copy->path());
    return Image{copy->path(), copy};
}

void Project::forget_cache() const {
    base::remove_tree(cache());
    base::make_directories(cache());
}

void Project::forget_image() const {
    if (setup_.registry) throw std::logic_error("a registry does not forget images");
    base::remove_tree(image_layout());
}

fs::path Project::programs() const {
    return setup_.procedure == Procedure::five_phases ? directory_.path() / "lifecycle" : lifecycle_.programs;
}

// What the five phases are given is copied: their user may not be able to enter the directories it comes
// from.

void Project::install_programs() const {
    if (fs::exists(programs())) return;
    base::make_directories(programs());
    for (const char* name :
         {"analyzer", "detector", "restorer", "builder", "exporter", "creator", "launcher"}) {
        link_or_copy(fs::canonical(lifecycle_.programs / name), programs() / name);
    }
}

void Project::install_buildpacks() const {
    const fs::path buildpacks = directory_.path() / "buildpacks";
    base::remove_tree(buildpacks);
    base::make_directories(buildpacks);
    std::vector<fs::path> all = setup_.more_buildpacks;
    for (const Group& group : setup_.order) {
        for (const GroupMember& member : group) all.push_back(member.buildpack);
    }
    for (const fs::path& buildpack : all) {
        const fs::path place = buildpacks / identity_of(buildpack).directory();
        if (fs::exists(fs::symlink_status(place))) continue;
        base::make_directories(place.parent_path());
        if (setup_.procedure == Procedure::five_phases) {
            copy_tree(buildpack, place);
        } else {
            fs::create_directory_symlink(fs::absolute(buildpack), place);
        }
    }
}

void Project::install_run_image() const {
    const fs::path place = layout_directory() / "index.docker.io/library/run/latest";
    base::remove_tree(place);
    base::make_directories(place.parent_path());
    if (setup_.procedure == Procedure::five_phases) {
        copy_tree(lifecycle_.run_image->layout(), place);
    } else {
        fs::create_directory_symlink(fs::absolute(lifecycle_.run_image->layout()), place);
    }
}

void Project::give_to_user() const {
    for (const fs::path& path : {app(), layers(), cache(), layout_directory()}) give_tree(path, setup_.user);
}

void Project::prepare() {
    for (const fs::path& path : {app(), layers(), platform()}) base::remove_tree(path);
    copy_tree(source(), app());
    base::make_directories(layers());
    base::make_directories(platform() / "env");
    for (const auto& [name, value] : env_.variables()) base::write_file(platform() / "env" / name, value);
    for (const auto& [name, entries] : bindings_) {
        base::make_directories(platform() / "bindings" / name);
        for (const auto& [key, value] : entries)
            base::write_file(platform() / "bindings" / name / key, value);
    }
    install_programs();
    install_buildpacks();
    cnb::write_toml_file(argument("-order"), order_toml(setup_.order));
    const std::string run_image = setup_.registry ? setup_.registry->run_image() : "run";
    cnb::write_toml_file(argument("-run"),
                         {{"images", cnb::TomlArray{cnb::TomlTable{{"image", run_image}}}}});
    if (!setup_.registry) install_run_image();
    if (setup_.procedure == Procedure::five_phases) give_to_user();
}

std::string Project::argument(std::string_view flag) const {
    const bool five_phases = setup_.procedure == Procedure::five_phases;
    const fs::path work = directory_.path();
    if (flag == "-uid") return std::to_string(five_phases ? setup_.user : ::getuid());
    if (flag == "-gid") return std::to_string(five_phases ? setup_.user : ::getgid());
    if (flag == "-app") return app();
    if (flag == "-buildpacks") return work / "buildpacks";
    if (flag == "-order") return work / "order.toml";
    if (flag == "-run") return work / "run.toml";
    if (flag == "-layers") return layers();
    if (flag == "-platform") return platform();
    if (flag == "-build-config") return work / "build-config";
    if (flag == "-cache-dir") return cache();
    if (flag == "-launcher") return programs() / "launcher";
    if (flag == "-layout-dir") return layout_directory();
    throw std::logic_error("no such flag: " + std::string{flag});
}

base::Command Project::command(std::string_view program) const {
    base::Command command{.program = fs::absolute(programs() / program),
                          .args = {},
                          .env = lifecycle_.env,
                          .working_directory = directory_.path()};
    command.env.set("HOME", directory_.path());
    command.env.set("CNB_PLATFORM_API", setup_.api);
    command.env.set("CNB_LOG_LEVEL", setup_.log_level);
    command.env.set("CNB_EXPERIMENTAL_MODE", "quiet");  // layouts
    command.env.set("CNB_REGISTRY_AUTH", "{}");
    if (setup_.execution_environment) command.env.set("CNB_EXEC_ENV", *setup_.execution_environment);
    for (const std::string_view flag : flags_of(program)) {
        if (flag == "-layout-dir") {
            if (setup_.registry) continue;
            command.args.emplace_back("-layout");
        }
        command.args.emplace_back(flag);
        command.args.push_back(argument(flag));
    }
    if (names_an_image(program)) command.args.push_back(reference());
    return command;
}

base::Command Project::as_user(base::Command command) const {
    const std::string user = std::to_string(setup_.user);
    std::vector<std::string> args{"--reuid", user, "--regid", user, "--clear-groups", "--", command.program};
    args.insert(args.end(), command.args.begin(), command.args.end());
    command.program = "setpriv";
    command.args = std::move(args);
    return command;
}

Outcome Project::build() {
    prepare();
    if (setup_.procedure == Procedure::creator) return run_to_end(command("creator"));
    Outcome all;
    for (const char* program : {"analyzer", "detector", "restorer", "builder", "exporter"}) {
        const bool unprivileged = flags_of(program).front() != "-uid";
        const Outcome phase = run_to_end(unprivileged ? as_user(command(program)) : command(program));
        all.code = phase.code;
        all.output += phase.output;
        if (phase.code != 0) break;
    }
    return all;
}

}  // namespace adder::test
