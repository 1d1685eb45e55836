#include "python/dependencies/messages.hpp"

#include "python/app/words.hpp"

#include <adder/base/text.hpp>

namespace adder::python::messages {

using base::format;

UserError too_many_files(std::size_t most) {
    return {
        format("The app's dependencies are spread over more than {} files.", most),
        "Adder reads every file that says what to install: requirements files with all that they include,\n"
        "and the files of the app's own packages.\n\nPut the dependencies into fewer files, for example "
        "with\n  uv pip compile requirements.in -o requirements.txt"};
}

UserError too_many_local_packages(std::size_t most) {
    return {format("The app's dependencies name more than {} packages of its own.", most),
            "Adder reads each of these directories and archives, to know when they change.\n\n"
            "Name fewer, or install the others from a package index."};
}

UserError too_much_to_read(std::size_t most_bytes) {
    return {"The files that say what to install are too large.",
            format("Adder reads at most {} MiB of them in all, which is several times what the largest real "
                   "apps have.\n\nGenerate them again, or remove what does not belong there.",
                   most_bytes >> 20u)};
}

UserError included_file_missing(std::string_view file, std::string_view included_by) {
    return {format("{} does not exist.", quoted(file)),
            format("{} includes it with -r or -c, relative to itself.\n"
                   "Add the file to the app, and check that .gitignore or project.toml do not leave it out.",
                   included_by)};
}

UserError several_managers(const std::vector<std::string>& found, const std::string& first) {
    return {format("The app has the files of {} package managers.", found.size()),
            format("Found:\n  {}\n\nWhich of them says what to install is not for a build to guess. Remove "
                   "those that "
                   "do not,\nor name the one that does:\n  BP_PYTHON_PACKAGE_MANAGER={}",
                   base::join(found, "\n  "), first)};
}

UserError unknown_manager(std::string_view name, const std::vector<std::string>& known) {
    return {format("BP_PYTHON_PACKAGE_MANAGER is {}, which is no package manager known here.", quoted(name)),
            format("Use one of: {}.", base::join(known, ", "))};
}

UserError manager_without_files(std::string_view name, const std::vector<std::string>& found) {
    return {
        format("BP_PYTHON_PACKAGE_MANAGER is {}, and the app has no file of that.", name),
        format(
            "Found: {}.\nChange the variable, or add the file; .gitignore and project.toml may leave it out.",
            found.empty() ? "none" : base::join(found, ", "))};
}

UserError conda_not_supported(std::string_view file) {
    return {
        format("{} cannot be installed from.", file),
        "Packages of conda channels are not supported: they bring a Python and libraries of their own,\nand "
        "this buildpack installs Python itself and packages of a Python package index. What those\nhave of "
        "the app's dependencies it installs from requirements.txt, pyproject.toml or a lock of\nuv, Poetry, "
        "Pipenv or PDM:\n  uv init --bare && uv add NAME…      then commit pyproject.toml and uv.lock\n"
        "What they lack comes with a run image that has it, or a buildpack for conda.\n"
        "If nothing has to be installed, set BP_PYTHON_PACKAGE_MANAGER=none."};
}

Advice left_aside(std::string_view file, std::string_view instead) {
    return {format("{} is left aside.", file),
            format("Packages of conda channels are not supported. What is installed stands in {}.", instead),
            "conda"};
}

Advice committed_environment(std::string_view directory) {
    return {
        format("The app contains a virtual environment, {}.", directory),
        format(
            "It is not used: it was made for another place and perhaps another Python. Leave it out of the "
            "app:\n  git rm -r --cached {0} && echo {0} >> .gitignore",
            directory),
        "committed"};
}

Advice committed_bytecode() {
    return {"The app contains bytecode, __pycache__/.",
            "Python makes its own where it does not fit. Leave it out of the app:\n"
            "  git rm -r --cached __pycache__ && echo __pycache__/ >> .gitignore",
            "committed"};
}

Advice pipfile_without_lock() {
    return {
        "There is a Pipfile and no Pipfile.lock.",
        "Versions are chosen by this build, and another build may choose others. Make a lock and commit it:\n"
        "  pipenv lock\n  git add Pipfile.lock",
        "unpinned"};
}

Advice unpinned(std::string_view file, std::string_view command) {
    return {
        format("{} leaves versions open.", file),
        format(
            "What is newest when the image is built is installed, and another build may install something\n"
            "else. To have the same every time, pin all that is installed:\n  {}",
            command),
        "unpinned"};
}

UserError bad_pipfile_lock(std::string_view reason) {
    return {"Pipfile.lock is not what Pipenv writes.",
            format("{}\n\nA merge may have left its marks in it. Make it anew:\n  pipenv lock", reason)};
}

UserError named_file_missing(std::string_view file, std::string_view variable) {
    return {format("{} does not exist.", quoted(file)),
            format("{} names it, relative to the app's directory.\n"
                   "Add the file to the app, or correct the variable.",
                   variable)};
}

UserError lock_without_project(std::string_view lock, std::string_view project_file,
                               std::string_view command) {
    return {format("{} is there without a {}.", lock, project_file),
            format("The lock says which versions are installed, and {0} what for; one without\nthe other "
                   "says too little.\nAdd {0}, or write the lock anew beside it:\n  {1}",
                   project_file, command)};
}

UserError project_without_lock(std::string_view tool, std::string_view lock, std::string_view command) {
    return {format("The {} project has no {}.", tool, lock),
            format("pyproject.toml has the settings of {0}, but what was found does not say which "
                   "versions\nto install.\nMake the lock, commit it and build again:\n  {2}\n  git add {1}",
                   tool, lock, command)};
}

UserError lock_out_of_date(std::string_view lock, std::string_view project_file, std::string_view command) {
    return {format("{} is out of date.", lock),
            format("It was not made for {1} as it is now: the dependencies there, or what Python\nthey need, "
                   "have changed since. Nothing was installed. Update the lock, commit it and "
                   "build\nagain:\n  {2}\n  git add {0}",
                   lock, project_file, command)};
}

UserError unknown_group(std::string_view file, std::string_view where, std::string_view variables) {
    return {format("{} does not have a group or extra that is asked for.", file),
            format("What it lacks stands above. Groups stand in {} in pyproject.toml.\nCorrect {}.", where,
                   variables)};
}

UserError several_pylocks(const std::vector<std::string>& files) {
    return {format("There are {} pylock files, and none of them is pylock.toml.", files.size()),
            format("Found: {}.\nName the one to install from:\n  BP_PYTHON_PYLOCK={}",
                   base::join(files, ", "), files.front())};
}

UserError bad_pylock_name(std::string_view file) {
    return {format("BP_PYTHON_PYLOCK is {}, which is no name for a pylock file.", quoted(file)),
            "Such files are named pylock.toml or pylock.NAME.toml, where NAME has no dots (PEP 751)."};
}

UserError pdm_lock_without_markers() {
    return {"pdm.lock does not say where each package is needed.",
            "It was made without the strategy inherit_metadata, and only with it can packages be taken from\n"
            "vendor/. Make it anew and commit it:\n"
            "  pdm lock --strategy inherit_metadata\n  git add pdm.lock"};
}

}  // namespace adder::python::messages
