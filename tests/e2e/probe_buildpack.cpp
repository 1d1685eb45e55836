#include "probe_buildpack.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/text.hpp>

#include <fstream>

namespace adder::test {

namespace {

namespace fs = std::filesystem;

/// What stands between zero bytes; there is one at the end.
std::vector<std::string> zero_ended_strings(const fs::path& file) {
    const std::string text = base::read_file(file);
    std::vector<std::string> strings;
    for (const std::string_view string : base::split(text, '\0')) strings.emplace_back(string);
    strings.pop_back();
    return strings;
}

void write(const fs::path& file, std::string_view text) {
    base::make_directories(file.parent_path());
    base::write_file(file, text);
}

}  // namespace

ProbeBuildpack::ProbeBuildpack(std::string id, std::string_view api) : id_{std::move(id)} {
    describe(base::format("api = \"{}\"\n[buildpack]\nid = \"{}\"\nversion = \"1.0.0\"\n", api, id_));
    base::make_directories(path() / "bin");
    fs::copy_file(ADDER_E2E_PROBE, path() / "bin/build");
    fs::create_hard_link(path() / "bin/build", path() / "bin/detect");
    base::make_directories(records());
    fs::permissions(records(), fs::perms::all);  // whoever runs the build
    base::write_file(path() / "record", records().native());
}

void ProbeBuildpack::describe(std::string_view text) const { write(path() / "buildpack.toml", text); }

void ProbeBuildpack::detect_exits(int code) const { write(path() / "detect/exit", std::to_string(code)); }
void ProbeBuildpack::detect_writes(std::string_view plan) const { write(path() / "detect/plan", plan); }
void ProbeBuildpack::detect_deletes_plan() const { write(path() / "detect/delete-plan", ""); }

void ProbeBuildpack::build_exits(int code) const { write(path() / "build/exit", std::to_string(code)); }

void ProbeBuildpack::build_writes(const fs::path& file, std::string_view text, fs::perms mode) const {
    write(build_files() / file, text);
    fs::permissions(build_files() / file, mode);
}

void ProbeBuildpack::build_makes_directory(const fs::path& directory) const {
    base::make_directories(build_files() / directory);
}

void ProbeBuildpack::build_removes(std::string_view name) const {
    base::make_directories(path() / "build");
    std::ofstream{path() / "build/remove", std::ios::app} << name << '\n';
}

void ProbeBuildpack::build_nothing() const { base::remove_tree(path() / "build"); }

base::Environment ProbeBuildpack::environment_of(std::string_view phase) const {
    return read_environment(records() / (std::string{phase} + ".env"));
}

std::vector<std::string> ProbeBuildpack::arguments_of(std::string_view phase) const {
    return zero_ended_strings(records() / (std::string{phase} + ".args"));
}

std::vector<cnb::Requirement> ProbeBuildpack::buildpack_plan() const {
    return cnb::BuildpackPlan::read(records() / "build.plan").entries;
}

bool ProbeBuildpack::has_run(std::string_view phase) const {
    return fs::exists(records() / (std::string{phase} + ".env"));
}

fs::path dump_environment_program() {
    static const WorkDirectory directory;
    const fs::path program = directory.path() / "dump-environment";
    if (!fs::exists(program)) fs::copy_file(ADDER_E2E_PROBE, program);
    return program;
}

base::Environment read_environment(const fs::path& file) {
    std::vector<std::string> assignments = zero_ended_strings(file);
    std::vector<const char*> pointers;
    for (const std::string& assignment : assignments) pointers.push_back(assignment.c_str());
    pointers.push_back(nullptr);
    return base::Environment::from(pointers.data());
}

}  // namespace adder::test
