#include "python/failures/messages.hpp"

#include "python/app/words.hpp"
#include "python/dependencies/commands.hpp"

#include <adder/base/text.hpp>

#include <algorithm>

namespace adder::python::messages {

namespace {

using base::format;

/// How to choose another Python, if one is known that would do.
std::string choose_python(std::string_view series) {
    return series.empty() ? "choose another Python in .python-version."
                          : format("choose another Python:\n  echo {} > .python-version", series);
}

constexpr const char* access_to_git =
    "Give the build access in one of these ways:\n"
    "  a service binding of the type git-credentials with the entries url, username and password, or\n"
    "  url and token, for https://\n"
    "  a service binding of the type git-ssh with the entries ssh-privatekey and known_hosts, for ssh://";

}  // namespace

UserError out_of_memory(std::string_view tool, std::string_view built) {
    const std::string when =
        built.empty() ? "while it installed the dependencies" : format("while it built {}", built);
    return {"A program was killed, most likely for want of memory.",
            format("{} could not go on {}: something ended a process with signal 9 (Killed),\n"
                   "as a container does to what uses up its memory.\n\n"
                   "Give the build more memory. Building from sources needs less with fewer compilers at a "
                   "time:\n"
                   "  pack build --env MAKEFLAGS=-j1 --env CMAKE_BUILD_PARALLEL_LEVEL=1 …\n"
                   "A version of the package that has a wheel needs no compiler.",
                   tool, when)};
}

UserError no_space(std::string_view tool, std::string_view reason) {
    return {
        "There is no space left for the build.",
        format("{} could not go on: {}.\n\n"
               "Give the build more space: for its layers, its cache and the directory for temporary\n"
               "files. If the dependencies are larger than they need be, make them smaller: PyTorch, for\n"
               "one, brings several GB for GPUs unless it comes from its index for CPUs:\n"
               "  PIP_EXTRA_INDEX_URL=https://download.pytorch.org/whl/cpu",
               tool, reason)};
}

UserError no_requirement(std::string_view file) {
    return {format("{} has a line that is no requirement.", file),
            "It stands above, with the place where it is not understood.\n\n"
            "A requirement is a name, and perhaps which versions:\n"
            "  flask\n  flask==3.1.3\n  flask>=3,<4 ; python_version >= '3.12'"};
}

UserError hash_missing(std::string_view file) {
    return {
        format("{} has hashes for some packages and not for all.", file),
        "Where one package has a hash, all need one: those that others bring, too. Nothing was installed.\n\n"
        "Have the file made, from one with what the app itself needs:\n"
        "  uv pip compile --generate-hashes requirements.in --output-file requirements.txt"};
}

UserError package_not_as_pinned(std::string_view package, const Project& project, std::string_view expected,
                                std::string_view actual) {
    std::string seen = "Its SHA-256 is not among those that are pinned.\n";
    if (!actual.empty()) seen = format("The file's SHA-256 is  {}\n", actual);
    if (!actual.empty() && !expected.empty()) seen += format("the one pinned is      {}\n", expected);
    return {
        format("{} is not the file that {} pins.", package, project.main_file()),
        format("{}\nThe package index serves another file than the one that was pinned, or the hash is of a "
               "file for\nanother platform. Nothing of it was installed. If the new file is wanted, pin it:\n"
               "  {}",
               seen, lock_command(project))};
}

UserError git_not_installed(std::string_view file) {
    return {"There is no git in the build image.",
            format("{} has a dependency that comes from a git repository.\n\n"
                   "Use a build image that has git (Debian and Ubuntu: git), or name an archive of the\n"
                   "repository instead, which needs none:\n"
                   "  NAME @ https://github.com/OWNER/NAME/archive/refs/tags/v1.0.tar.gz",
                   file)};
}

UserError git_host_unknown(std::string_view repository) {
    const std::size_t scheme = repository.find("://");
    std::string_view host = scheme == std::string_view::npos ? "HOST" : repository.substr(scheme + 3);
    host = host.substr(0, host.find_first_of(":/"));
    return {
        "The server of a git repository is not known.",
        format("{}\nssh has no key of that server, and does not talk to one that it does not know.\n\n"
               "Give the build a service binding of the type git-ssh with the entries ssh-privatekey and\n"
               "known_hosts. The latter is what this writes, once you have checked it:\n"
               "  ssh-keyscan {}",
               repository, host)};
}

UserError git_access_denied(std::string_view repository) {
    return {"A git repository could not be cloned for want of credentials.",
            format("{}\nThe build has no credentials for it, or they are not accepted. (On some servers, a\n"
                   "repository that does not exist looks the same.)\n\n{}",
                   repository, access_to_git)};
}

UserError git_repository_missing(std::string_view repository, std::string_view file) {
    return {"A git repository does not exist.",
            format("{}\n{} names it. Its server does not have it, or does not show it to this build.\n\n"
                   "Check the spelling; and if it is private:\n{}",
                   repository, file, access_to_git)};
}

UserError git_revision_missing(std::string_view repository, std::string_view file) {
    return {
        "A git repository does not have what is asked of it.",
        format("{0}\n{1} names a branch, tag or commit of it that is not there; it stands above.\n\n"
               "It may have been removed, or never pushed. This shows what there is:\n  git ls-remote {0}",
               repository, file)};
}

UserError index_refuses(std::string_view url, std::string_view answer) {
    return {
        "The package index refuses access.",
        format("{}\nanswered {}.\n"
               "The build has no credentials for it, or they are not accepted.\n\n"
               "Give it credentials in one of these ways:\n"
               "  a service binding of the type pypi with the entries url, username and password, or url\n"
               "  and token\n"
               "  a netrc file that the variable NETRC names\n"
               "  the URL that names the index:\n"
               "  PIP_INDEX_URL=https://USERNAME:PASSWORD@pypi.example.com/simple",
               url, answer)};
}

UserError certificate_not_trusted(std::string_view url) {
    return {
        "The certificate of the package index is not trusted.",
        format("{}\nshows a certificate that no authority known to this build has signed.\n\n"
               "Behind a private certificate authority, or a proxy that reads what is sent, give the build\n"
               "that authority's certificate: a service binding of the type ca-certificates, or a file "
               "that\nSSL_CERT_FILE names.",
               url)};
}

UserError index_fails(std::string_view url) {
    return {"The package index does not work at the moment.",
            format("{}\nanswered with an error of its own, several times.\n\n"
                   "Try again later; if it stays so, tell whoever runs it, or name another index in\n"
                   "PIP_INDEX_URL or UV_DEFAULT_INDEX.",
                   url)};
}

UserError index_unreached(std::string_view url, std::string_view reason, const Project& project) {
    return {"The package index could not be reached.",
            format("{}\nwas tried several times: {}.\n\n"
                   "Try again; if it stays so, check the URL (PIP_INDEX_URL, UV_DEFAULT_INDEX), the proxy "
                   "settings\n(HTTPS_PROXY, NO_PROXY) and, behind a private certificate authority, "
                   "SSL_CERT_FILE. Without a\nnetwork, packages can come from the directory vendor of the "
                   "app:\n"
                   "  {}",
                   url, reason, vendor_command(project))};
}

UserError file_is_gone(std::string_view url, std::string_view file) {
    return {"The package index does not have a file that it is asked for.",
            format("{}\nis not there any more. The index, or {}, names it.\n\n"
                   "Try again; if it stays so, lock again, or tell whoever runs the index.",
                   url, file)};
}

UserError python_unfit(std::string_view package, std::string_view demand, std::string_view series) {
    return {format("{} does not run on the Python that was chosen.", package),
            format("It needs Python {}. The section Python above says which one was chosen, and why.\n\n"
                   "Ask for a version of it that runs on that one, or {}",
                   demand, choose_python(series))};
}

UserError no_wheel_for_python(std::string_view package, std::string_view tags, std::string_view series) {
    return {format("{} has no wheel for the Python that was chosen.", package),
            format("Its wheels are for {}, and it has no sources to build from.\n\n"
                   "Ask for a newer version of it, or {}",
                   tags, choose_python(series))};
}

UserError no_wheel_for_platform(std::string_view package, std::string_view platforms) {
    return {format("{} has no wheel for this platform.", package),
            format("Its wheels are for {}, and it has no sources to build from.\n\n"
                   "If it is not needed in the image, say where it is:\n"
                   "  {} ; sys_platform == 'win32'\n"
                   "If it has wheels for another architecture, build for that one:\n"
                   "  pack build --platform linux/amd64 …",
                   platforms, package)};
}

UserError no_wheel_fits(std::string_view package, const std::vector<std::string>& tags,
                        std::string_view series) {
    const std::size_t shown = std::min<std::size_t>(tags.size(), 6);
    std::string wheels = "Those that it has are for other Pythons or platforms.";
    if (shown > 0) {
        wheels = "Those that it has are for";
        for (std::size_t number = 0; number < shown; ++number) wheels += "\n  " + tags[number];
        if (shown < tags.size()) wheels += "\n  …";
    }
    return {format("{} has no wheel for this Python and platform.", package),
            format("{}\nThere is nothing to build it from, either.\n\nAsk for a newer version of it, or {}",
                   wheels, choose_python(series))};
}

UserError no_file_fits(std::string_view package, std::string_view file) {
    return {format("The package index has no file of {} that fits.", package),
            format("{} pins it. The index may not have that version (any more), its wheels may be for other\n"
                   "Pythons or platforms, or its hashes may not be those in the lock.\n\n"
                   "Look at what the index has, and lock again on a Python of the version that the section\n"
                   "Python above names.",
                   file)};
}

UserError no_such_version(std::string_view requirement, const std::vector<std::string>& versions,
                          std::string_view file) {
    const std::size_t shown = std::min<std::size_t>(versions.size(), 8);
    const std::vector<std::string> newest{versions.end() - static_cast<std::ptrdiff_t>(shown),
                                          versions.end()};
    const std::string known =
        versions.empty()
            ? ""
            : format("\nThere are: {}{}.", shown < versions.size() ? "…, " : "", comma_separated(newest));
    return {format("There is no {}.", requirement),
            format("{} asks for it, or a package that is installed for it does.{}\n\n"
                   "Check the number. If it is a private package, set UV_DEFAULT_INDEX or UV_INDEX (or\n"
                   "PIP_INDEX_URL, PIP_EXTRA_INDEX_URL) to the index that has it.",
                   file, known)};
}

UserError requirements_conflict(std::string_view file) {
    return {format("The dependencies in {} contradict each other.", file),
            "No set of versions meets all of what they demand; which demands those are stands above.\n\n"
            "Widen one of them, or ask for other versions of the packages that make them."};
}

UserError package_not_found(std::string_view package, std::string_view file, std::string_view index) {
    return {format("There is no package named {}.", package),
            format("{} asks for it, and {} does not have it.\n"
                   "Check the spelling. If it is a private package, set UV_DEFAULT_INDEX or UV_INDEX (or\n"
                   "PIP_INDEX_URL, PIP_EXTRA_INDEX_URL) to the index that has it.",
                   file, index)};
}

}  // namespace adder::python::messages
