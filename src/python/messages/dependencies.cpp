#include "../messages.hpp"

#include <adder/base/text.hpp>

/// What is said about the dependencies of an app and about the tools that install them.
namespace adder::python::messages {

namespace {

using base::format;

std::string quoted(std::string_view text) { return "'" + base::printable(text) + "'"; }

}  // namespace

UserError included_file_missing(std::string_view file, std::string_view included_by) {
    return {format("{} does not exist.", quoted(file)),
            format("{} includes it with -r or -c, relative to itself.\n"
                   "Add the file to the app, and check that .gitignore or project.toml do not leave it out.",
                   included_by)};
}

UserError unsupported_manager(std::string_view file) {
    return {
        format("There is no requirements.txt, and {} cannot be installed from yet.", file),
        "This version installs dependencies from requirements.txt. Until it reads your file, export one:\n"
        "  uv export --no-dev --no-emit-project -o requirements.txt\n"
        "  poetry export -o requirements.txt      (with poetry-plugin-export)\n"
        "  pipenv requirements > requirements.txt\n"
        "  pdm export --prod -o requirements.txt"};
}

UserError bad_toml(std::string_view file, std::string_view reason) {
    const std::string title = format("{} is not valid TOML: ", file);
    if (reason.starts_with(title)) reason.remove_prefix(title.size());
    return {format("{} is not valid TOML.", file),
            format("{}\n\nCorrect the file and build again. Python checks it with\n"
                   "  python -c 'import tomllib; tomllib.load(open(\"{}\", \"rb\"))'",
                   reason, file)};
}

UserError named_file_missing(std::string_view file, std::string_view variable) {
    return {format("{} does not exist.", quoted(file)),
            format("{} names it, relative to the app's directory.\n"
                   "Add the file to the app, or correct the variable.",
                   variable)};
}

UserError lock_without_project(std::string_view lock, std::string_view command) {
    return {format("{} is there without a pyproject.toml.", lock),
            format("The lock says which versions are installed, and pyproject.toml what for; one without the "
                   "other\nsays too little. Add pyproject.toml, or write the lock anew beside it:\n  {}",
                   command)};
}

UserError project_without_lock(std::string_view tool, std::string_view lock, std::string_view command) {
    return {
        format("The {} project has no {}.", tool, lock),
        format("pyproject.toml has the settings of {0}, but what was found does not say which versions to "
               "install.\nMake the lock, commit it and build again:\n  {2}\n  git add {1}",
               tool, lock, command)};
}

UserError lock_out_of_date(std::string_view lock, std::string_view project_file, std::string_view command) {
    return {format("{} is out of date.", lock),
            format("It was not made for {1} as it is now: the dependencies there, or what Python they need, "
                   "have changed\nsince. Nothing was installed. Update the lock, commit it and build again:\n"
                   "  {2}\n  git add {0}",
                   lock, project_file, command)};
}

UserError python_not_allowed(std::string_view file) {
    return {"The project does not run on the Python that was chosen.",
            format("The section Python above says which one that is and why; what {} says against it stands "
                   "above.\nChange requires-python in pyproject.toml and lock again, or choose another "
                   "version:\n  echo 3.13 > .python-version",
                   file)};
}

UserError unknown_group(std::string_view file, std::string_view groups, std::string_view extras) {
    return {format("{} does not have a group or extra that is asked for.", file),
            format("What it lacks stands above. Groups are those of [dependency-groups] in pyproject.toml, "
                   "extras those of\n[project.optional-dependencies]. Correct the variable {} or {}.",
                   groups, extras)};
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

UserError no_installer_for(const cnb::Target& target) {
    return {format("Dependencies cannot be installed on {}/{}.", target.os, target.arch),
            "This buildpack knows no uv for that platform. Build for linux/amd64 or linux/arm64."};
}

UserError installer_unavailable(std::string_view tool, std::string_view index, std::string_view reason) {
    return {
        format("{} could not be had from the package index.", tool),
        format("{}\nIndex: {}\n\n"
               "Dependencies are installed with {}, which comes from the same index as they do. Check\n"
               "UV_DEFAULT_INDEX or PIP_INDEX_URL, the proxy settings (HTTPS_PROXY, NO_PROXY) and, behind a\n"
               "private certificate authority, SSL_CERT_FILE. A private index must mirror the project uv.",
               reason, index, tool)};
}

UserError installer_not_as_pinned(std::string_view file, const base::DigestMismatch& mismatch) {
    return {format("{} could not be verified.", file),
            format("Its SHA-256 is          {};\nthis buildpack was made for {}.\n\n"
                   "The package index serves another file under this name. Nothing was installed.",
                   mismatch.actual().hex(), mismatch.expected().hex())};
}

UserError no_virtual_environment(std::string_view outcome) {
    return {"The virtual environment could not be created.",
            format("uv ended with {}; what it wrote stands above.", outcome)};
}

UserError package_not_found(std::string_view package, std::string_view file, std::string_view index) {
    return {format("There is no package named {}.", package),
            format("{} asks for it, and {} does not have it.\n"
                   "Check the spelling. If it is a private package, set UV_DEFAULT_INDEX or UV_INDEX (or\n"
                   "PIP_INDEX_URL, PIP_EXTRA_INDEX_URL) to the index that has it.",
                   file, index)};
}

UserError installation_failed(std::string_view file, std::string_view tool, std::string_view outcome) {
    return {format("The dependencies in {} could not be installed.", file),
            format("{} ended with {}; its reason stands above.", tool, outcome)};
}

UserError resolution_failed(std::string_view file, std::string_view outcome) {
    return {format("The dependencies in {} cannot be chosen anew.", file),
            format("They are not pinned by hashes, and were chosen longer ago than BP_PYTHON_RESOLVE_MAX_AGE "
                   "allows.\n"
                   "uv ended with {}; its reason stands above.",
                   outcome)};
}

UserError compilation_failed(std::string_view reason, std::string_view outcome) {
    return {
        "The dependencies could not be compiled to bytecode.",
        format("Python ended with {}: {}\n\nIf the disk is full or memory was short, give the build more.",
               outcome, reason.empty() ? "it gave no reason" : reason)};
}

}  // namespace adder::python::messages
