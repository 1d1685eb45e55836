#include "messages_samples.hpp"

#include "archive/unpack.hpp"
#include "fetch/errors.hpp"
#include "fetch/trust.hpp"
#include "python/app/messages.hpp"
#include "python/dependencies/managers.hpp"
#include "python/dependencies/messages.hpp"
#include "python/failures/messages.hpp"
#include "python/install/messages.hpp"
#include "python/launch/messages.hpp"
#include "python/messages.hpp"
#include "python/network/messages.hpp"
#include "python/published_catalogue.hpp"
#include "python/runtime/messages.hpp"
#include "python/runtime/source_text.hpp"
#include "python/system/messages.hpp"
#include "python/versions/messages.hpp"
#include "runtimes/signature.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/text.hpp>
#include <adder/cnb/toml.hpp>

#include <stdexcept>

#include <nlohmann/json.hpp>

namespace adder::python {

namespace {

using namespace std::chrono_literals;
using Samples = std::map<std::string, Sample>;

const base::DigestMismatch mismatch{base::Sha256Digest::parse(std::string(64, '1')),
                                    base::Sha256Digest::parse(std::string(64, '9'))};
const cnb::Target target{"linux", "amd64", {}, "debian", "12"};
const std::string package_index = "https://pypi.example.com/simple";
const std::string repository = "https://git.example.com/shop.git";
const std::string url = "https://pypi.example.com/simple/flask/";

/// What the code itself says of something that it refuses.
template <typename Provoke>
std::string reason_of(const Provoke& provoke) {
    try {
        (void)provoke();
    } catch (const std::exception& error) {
        const auto* ours = dynamic_cast<const base::Error*>(&error);
        return ours ? ours->full_text() : error.what();
    }
    throw std::logic_error("that is not refused");
}

std::string reason_of_url(const char* text) {
    return reason_of([&] { return fetch::Url::parse(text); });
}

std::string reason_of_server(const char* at) {
    return fetch::HttpStatusError{fetch::Url::parse(at), 503, "HTTP status 503"}.full_text();
}

/// An archive that was cut off.
std::string reason_of_archive() {
    const base::TempDir directory;
    return reason_of([&] {
        archive::TreeUnpacker unpacker{directory.path(), {.format = archive::Format::tar_zst}};
        unpacker.finish();
        return 0;
    });
}

const KnownReleases known{.default_version = "3.14",
                          .date = Date{2026y, std::chrono::month{11}, 30d},
                          .series = {{3, 10, {2026y, std::chrono::month{10}, 31d}, {3, 10, 20}},
                                     {3, 13, {2029y, std::chrono::month{10}, 31d}, {3, 13, 15}},
                                     {3, 14, {2030y, std::chrono::month{10}, 31d}, {3, 14, 6}}}};

Source source() { return parse_source("index+https://runtimes.example.com/python"); }

Runtime runtime() {
    return {.version = {3, 13, 15},
            .target = target,
            .url = fetch::Url::parse("https://runtimes.example.com/python/python-3.13.15.tar.zst"),
            .digest = {}};
}

VersionRequest request(const char* text, const Origin& origin = Origin::file(".python-version")) {
    return *VersionRequest::parse(text, origin);
}

VersionLimit limit() {
    return {*VersionSet::pep440(">=3.14"), Origin::declaration("requires-python", "pyproject.toml")};
}

Sample sample(const char* phrase, const base::UserError& error) {
    return {error.title(), error.body(), phrase, Sample::Kind::error};
}

Sample sample(const char* phrase, const Advice& advice) {
    return {advice.title, advice.body, phrase, Sample::Kind::warning};
}

Sample sample(const char* phrase, const std::string& notice) {
    return {"", notice, phrase, Sample::Kind::notice};
}

Project project(const ManagerRules* manager, const char* file) {
    return {.manager = manager, .files = {{file, ""}}};
}

Samples of_settings() {
    return {
        {"bad_max_age", sample("which is no duration", messages::bad_max_age("often"))},
        {"bad_cache_size", sample("which is no size", messages::bad_cache_size("lots"))},
        {"bad_image_labels",
         sample("BP_IMAGE_LABELS cannot be read",
                messages::bad_image_labels("team=web \"two words", "a quote in it is not closed"))},
        {"bad_certificates", sample("A binding of the type ca-certificates cannot be used.",
                                    messages::bad_certificates(reason_of([] {
                                        return fetch::with_certificates(
                                            {}, {{"the entry ca.pem of the binding corporate", ""}}, {});
                                    })))},
        {"bad_credentials",
         sample("of the type pypi cannot be used",
                messages::bad_credentials("pypi", "packages", "its url has a name or a password in it"))},
        {"bad_git_credentials",
         sample("it has no known_hosts",
                messages::bad_git_credentials(
                    "git-ssh", "deploy-key",
                    "it has no known_hosts, so that anyone could stand in for the server"))},
        {"two_logins", sample("Two bindings give different credentials for",
                              messages::two_logins("packages.example.com", "packages", "internal"))},
        {"several_indexes", sample("Two bindings of the type pypi want to take PyPI's place.",
                                   messages::several_indexes("packages", "internal"))},
        {"unusable_variable",
         sample("PYTHONHOME is set.",
                messages::unusable_variable(
                    "PYTHONHOME", "Python would look for its own library there, and not start", ""))},
        {"bad_mirror", sample("The dependency mirror in",
                              messages::bad_mirror("BP_DEPENDENCY_MIRROR", reason_of_url("mirror")))},
        {"bad_source", sample("holds a source that cannot be used",
                              messages::bad_source("https://runtimes.example.com", "it has no known scheme",
                                                   "BP_PYTHON_RUNTIME_SOURCES"))},
        {"past_end_of_life_unsigned", sample("needs a key.", messages::past_end_of_life_unsigned(source()))},
        {"source_not_covered",
         sample("is not covered by the keys of this build",
                messages::source_not_covered({.scheme = Source::Scheme::heroku,
                                              .url = fetch::Url::parse("https://runtimes.example.com/"),
                                              .targets = {}}))},
        {"bad_procfile_line",
         sample("of the Procfile cannot be understood",
                messages::bad_procfile_line(3, "web gunicorn",
                                            "it has no ':' between a process type and a command"))},
    };
}

Samples of_wanted_versions() {
    return {
        {"not_utf8", sample("is not UTF-8 text", messages::not_utf8("requirements.txt"))},
        {"outside_of_app", sample("is not a part of the app.", messages::outside_of_app("requirements.txt"))},
        {"not_a_file", sample("and should be a file.", messages::not_a_file("Procfile", "a named pipe"))},
        {"file_too_large", sample("is too large.", messages::file_too_large("poetry.lock", 16u << 20u))},
        {"link_to_itself", sample("is a link that leads to itself.", messages::link_to_itself("Procfile"))},
        {"empty_version_file",
         sample("names no Python version", messages::empty_version_file(".python-version"))},
        {"several_versions",
         sample("names 2 Python versions",
                messages::several_versions(".python-version", {{"3.12", 1}, {"3.13", 2}}))},
        {"bad_version", sample("is not a Python version",
                               messages::bad_version({"three", 1}, Origin::file(".python-version")))},
        {"other_interpreter",
         sample("is not CPython",
                messages::other_interpreter({"pypy3.10", 1}, Origin::file(".python-version")))},
        {"misspelt_file", sample("is not read: the file is called",
                                 messages::misspelt_file("python-version", ".python-version"))},
        {"unreadable_file", sample("cannot be read.", messages::unreadable_file(
                                                          "Pipfile.lock", "It should hold a JSON object."))},
        {"bad_specifiers",
         sample("It should be a list of version specifiers",
                messages::bad_specifiers({"^3.12", 4},
                                         Origin::declaration("requires-python", "pyproject.toml")))},
        {"bad_poetry_constraint",
         sample("It should be a constraint as Poetry knows them",
                messages::bad_poetry_constraint({"newest", 9},
                                                Origin::declaration("Poetry's python", "pyproject.toml")))},
        {"contradiction",
         sample("contradict each other.", messages::contradiction(request("3.13"), limit(), "3.14"))},
        {"runtime_txt_deprecated",
         sample("is an old way to name the Python version",
                messages::runtime_txt_deprecated(request("3.13.15", Origin::file("runtime.txt"))))},
        {"runtime_txt_unused",
         sample("runtime.txt asks for",
                messages::runtime_txt_unused(request("3.13.15", Origin::file("runtime.txt")), limit()))},
        {"recorded_end_of_life",
         sample("which this app was built with",
                messages::recorded_end_of_life({3, 10}, request("3.14", {Origin::Kind::standard}), known))},
        {"stays_on",
         sample("The app stays on", messages::stays_on({3, 13}, request("3.14", {Origin::Kind::standard})))},
    };
}

Samples of_choosing() {
    return {
        {"near_end_of_life", sample("reaches its end of life",
                                    messages::near_end_of_life(request("3.10"), known.series[0], "3.14"))},
        {"served_past_end_of_life",
         sample("It comes from a source whose operator",
                messages::served_past_end_of_life(request("3.10"), {3, 10}, "3.14"))},
        {"outdated_patch",
         sample("is not the newest", messages::outdated_patch(request("3.13.2"), {3, 13, 15}))},
        {"end_of_life", sample("has reached its end of life",
                               messages::end_of_life(request("3.10"), known.series[0].end_of_life, "3.14"))},
        {"set_past_end_of_life", sample("allows has reached its end of life",
                                        messages::set_past_end_of_life(request(">=3.8,<3.11"), {3, 10},
                                                                       known.series[0].end_of_life, "3.14"))},
        {"unsatisfiable",
         sample("No Python can be what", messages::unsatisfiable(request(">=3.13,<3.12"), "3.14"))},
        {"unknown_version",
         sample("There is no Python",
                messages::unknown_version(request("3.99"), target, {{"3.13.15", "3.14.6"}, {}, known.date}))},
        {"not_for_target",
         sample("is not available for",
                messages::not_for_target(request("3.12"), target,
                                         {{"3.13.15", "3.14.6"}, {"ubuntu-24.04-amd64"}, {}}))},
        {"no_python_for_target",
         sample("No Python is available for",
                messages::no_python_for_target(request("3.14", {Origin::Kind::standard}), target,
                                               {{}, {"ubuntu-24.04-amd64"}, {}}))},
        {"another_series",
         sample("and the app names no version: it gets",
                messages::another_series(request("3.14", {Origin::Kind::standard}), {3, 13}, target))},
        {"not_where_expected", sample("looking elsewhere", messages::not_where_expected(runtime()))},
        {"bad_index_keys",
         sample("holds a key that cannot be used.",
                messages::bad_index_keys(reason_of([] { return runtimes::parse_public_keys("abc"); }),
                                         "BP_PYTHON_INDEX_KEYS"))},
        {"index_not_trusted", sample("is not signed by a key this build trusts",
                                     messages::index_not_trusted(source(), "it has no signature"))},
        {"archive_not_a_runtime",
         sample("does not hold a Python runtime.",
                messages::archive_not_a_runtime(
                    runtime(), base::Error{"it holds no bin/python3. At its top is: python"}))},
        {"list_undated", sample("does not say when and where it is valid", messages::list_undated(source()))},
        {"list_gone_back",
         sample("is older than one that was seen before.", messages::list_gone_back(source(), 6, 7))},
        {"list_expired", sample("The list of Python runtimes has expired",
                                messages::list_expired(source(), {2027y, std::chrono::month{3}, 1d}))},
        {"list_of_other_place",
         sample("is one of another place",
                messages::list_of_other_place(source(), "https://test.example.com/python",
                                              "https://runtimes.example.com/"))},
        {"index_unreachable",
         sample("The list of Python runtimes could not be read.",
                messages::index_unreachable(
                    source(), "https://runtimes.example.com/: " +
                                  reason_of_server("https://runtimes.example.com/index.json")))},
    };
}

Samples of_catalogue() {
    const auto at = fetch::Url::parse("https://runtimes.example.com/catalogue.json");
    return {
        {"bad_catalogue_location",
         sample("does not say where the catalogue is.",
                messages::bad_catalogue_location("BP_PYTHON_CATALOGUE", reason_of_url("catalogue")))},
        {"bad_catalogue",
         sample("The catalogue of Python's releases cannot be used.",
                messages::bad_catalogue(at, reason_of([] { return parse_published_catalogue("{}"); })))},
        {"catalogue_not_trusted",
         sample("is not signed by a key this build trusts.",
                messages::catalogue_not_trusted(at, "there is no signature beside it"))},
        {"catalogue_expired", sample("The catalogue of Python's releases has expired.",
                                     messages::catalogue_expired(at, {2027y, std::chrono::month{3}, 1d}))},
        {"catalogue_rolled_back",
         sample("is older than one that was seen before.", messages::catalogue_rolled_back(at, 6, 7))},
        {"catalogue_unreachable",
         sample("Going by the buildpack's own data; ",
                messages::catalogue_unreachable(fetch::Url::parse("https://py.example.com/c.json"),
                                                "what it said before has expired"))},
        {"data_are_of", sample("Python's releases are known up to 2026-11-30",
                               messages::data_are_of({2026y, std::chrono::month{11}, 30d}))},
        {"data_are_old", sample("Python's releases are known up to 2026-11-30, ",
                                messages::data_are_old({2026y, std::chrono::month{11}, 30d}, 97))},
    };
}

Samples of_getting() {
    const base::Error broken{"the connection was cut after 3.1 MB of 12.1 MB"};
    return {
        {"archive_missing",
         sample("There is no archive at",
                messages::archive_missing(runtime(),
                                          {request("3.13"), {runtime()}, {"3.12.9", "3.14.6"}, known.date}))},
        {"archive_unreachable",
         sample("could not be downloaded", messages::archive_unreachable(runtime(), broken))},
        {"archive_not_as_promised",
         sample("could not be verified.", messages::archive_not_as_promised(runtime(), mismatch))},
        {"archive_passed_over",
         sample("An archive of Python", messages::archive_passed_over(runtime(), mismatch))},
        {"archive_has_changed", sample("is not the one this app was built with before",
                                       messages::archive_has_changed(runtime(), mismatch))},
        {"archive_unusable", sample("is damaged.", messages::archive_unusable(
                                                       runtime(), base::Error{"{}", reason_of_archive()}))},
        {"with_other_sources",
         sample("The other sources do not serve, either",
                messages::with_other_sources(
                    messages::archive_unusable(runtime(), base::Error{"{}", reason_of_archive()}),
                    {"https://m.example/p.tar.zst: not asked, since it publishes no digests to verify "
                     "its archive with"}))},
    };
}

Samples of_declarations() {
    return {
        {"included_file_missing", sample("includes it with -r or -c",
                                         messages::included_file_missing("base.txt", "requirements.txt"))},
        {"named_file_missing", sample("names it, relative to the app's directory",
                                      messages::named_file_missing("deploy.txt", "BP_PIP_REQUIREMENT"))},
        {"several_managers",
         sample("the files of 2 package managers",
                messages::several_managers({"poetry.lock (poetry)", "requirements.txt (requirements)"},
                                           "poetry"))},
        {"unknown_manager",
         sample("which is no package manager known here",
                messages::unknown_manager("hatch", {"requirements", "uv", "poetry", "none"}))},
        {"manager_without_files", sample("and the app has no file of that",
                                         messages::manager_without_files("poetry", {"requirements.txt"}))},
        {"conda_not_supported",
         sample("cannot be installed from.", messages::conda_not_supported("environment.yml"))},
        {"left_aside", sample("is left aside", messages::left_aside("environment.yml", "requirements.txt"))},
        {"committed_environment",
         sample("The app contains a virtual environment", messages::committed_environment(".venv/"))},
        {"committed_bytecode", sample("The app contains bytecode", messages::committed_bytecode())},
        {"pipfile_without_lock",
         sample("There is a Pipfile and no Pipfile.lock.", messages::pipfile_without_lock())},
        {"unpinned",
         sample("leaves versions open", messages::unpinned("requirements.txt",
                                                           "mv requirements.txt requirements.in && uv pip "
                                                           "compile requirements.in -o requirements.txt"))},
        {"bad_pipfile_lock",
         sample("is not what Pipenv writes", messages::bad_pipfile_lock(base::printable(reason_of(
                                                 [] { return nlohmann::json("x").value("path", ""); }))))},
        {"bad_toml", sample("is not valid TOML", messages::bad_toml("pyproject.toml", reason_of([] {
                                                                        return cnb::parse_toml(
                                                                            "[project\nname = \"shop\"\n",
                                                                            "pyproject.toml");
                                                                    })))},
        {"too_many_files", sample("spread over more than", messages::too_many_files(1000))},
        {"too_many_local_packages", sample("name more than", messages::too_many_local_packages(1000))},
        {"too_much_to_read",
         sample("files that say what to install are too large", messages::too_much_to_read(32u << 20u))},
        {"lock_without_project", sample("is there without a", messages::lock_without_project(
                                                                  "uv.lock", "pyproject.toml", "uv lock"))},
        {"project_without_lock",
         sample("project has no", messages::project_without_lock("Poetry", "poetry.lock", "poetry lock"))},
        {"lock_out_of_date", sample("is out of date", messages::lock_out_of_date(
                                                          "poetry.lock", "pyproject.toml", "poetry lock"))},
        {"python_not_allowed", sample("The project does not run on the Python that was chosen.",
                                      messages::python_not_allowed("uv.lock"))},
        {"unknown_group",
         sample("does not have a group or extra that is asked for",
                messages::unknown_group("pyproject.toml", "[tool.poetry.group]", "BP_POETRY_INSTALL_ONLY"))},
        {"several_pylocks", sample("and none of them is pylock.toml",
                                   messages::several_pylocks({"pylock.dev.toml", "pylock.prod.toml"}))},
        {"bad_project_directory",
         sample("BP_PYTHON_PROJECT_DIR is",
                messages::bad_project_directory("services/api", "the app has no such directory"))},
        {"bad_installer", sample("which is no installer known here", messages::bad_installer("conda"))},
        {"conflicting_packages",
         sample(
             "Installed packages do not fit together.",
             messages::conflicting_packages(
                 "pylock.toml", {"The package `flask` requires `werkzeug>=3.1`, but `3.0.1` is installed"}))},
        {"bad_pylock_name",
         sample("which is no name for a pylock file", messages::bad_pylock_name("locks/production.toml"))},
    };
}

Samples of_installing() {
    return {
        {"no_installer_for", sample("Dependencies cannot be installed on",
                                    messages::no_installer_for({"linux", "s390x", {}, "debian", "12"}))},
        {"installer_unavailable",
         sample("could not be had from the package index",
                messages::installer_unavailable("uv 0.13.9", package_index,
                                                reason_of_server("https://pypi.example.com/simple/uv/")))},
        {"installer_not_as_pinned",
         sample("The package index serves another file under this name.",
                messages::installer_not_as_pinned("uv-0.13.9-py3-none-linux_x86_64.whl", mismatch))},
        {"no_virtual_environment", sample("The virtual environment could not be created.",
                                          messages::no_virtual_environment("exit code 2"))},
        {"package_not_found",
         sample("There is no package named",
                messages::package_not_found("flaks", "requirements.txt", package_index))},
        {"installation_failed",
         sample("could not be installed.",
                messages::installation_failed("requirements.txt", "uv", "exit code 1"))},
        {"resolution_failed",
         sample("cannot be chosen anew", messages::resolution_failed("requirements.txt", "exit code 1"))},
        {"tool_version_not_available",
         sample("The project demands", messages::tool_version_not_available(
                                           "Poetry", "==2.0.1", "pyproject.toml", {"2.5.1", "1.8.5"}))},
        {"tool_not_installed",
         sample("It is needed to install the dependencies",
                messages::tool_not_installed("Poetry 2.5.1", package_index, "exit code 1"))},
        {"login_exposed",
         sample("would be sent to a place that it is not for",
                messages::login_exposed("requirements.txt", "http://packages.example.com:80", "packages"))},
        {"login_for_unchecked_host",
         sample("without checking who it is",
                messages::login_for_unchecked_host("the variable PIP_TRUSTED_HOST", "packages.example.com",
                                                   "packages"))},
        {"unprotected_indexes",
         sample("anyone on the way can change them",
                messages::unprotected_indexes({"requirements.txt: http://packages.example.com"}))},
        {"secret_in_image",
         sample("A secret would become part of the image.",
                messages::secret_in_image("venv/lib/python3.14/site-packages/hello/_build.py",
                                          "the binding packages"))},
        {"kept_state_changed",
         sample("changed what later builds use",
                messages::kept_state_changed({"package-cache/bytecode/3f2a.tar.zst", "python.toml"}))},
        {"compilation_failed",
         sample("could not be compiled to bytecode",
                messages::compilation_failed("[Errno 13] Permission denied: 'x.pyc'", "exit code 1"))},
    };
}

Samples of_failures() {
    const std::string lock = "requirements.txt";
    const Project pinned = project(&managers::requirements, "requirements.txt");
    const Project locked = project(&managers::poetry, "poetry.lock");
    return {
        {"out_of_memory", sample("A program was killed, most likely for want of memory.",
                                 messages::out_of_memory("uv", "grpcio 1.41.0"))},
        {"no_space", sample("There is no space left for the build.",
                            messages::no_space("uv", "No space left on device"))},
        {"no_requirement", sample("has a line that is no requirement", messages::no_requirement(lock))},
        {"hash_missing",
         sample("has hashes for some packages and not for all", messages::hash_missing(lock))},
        {"package_not_vendored",
         sample("in vendor/.", messages::package_not_vendored("six==1.17.0", locked))},
        {"vendored_file_unfit",
         sample("is for another Python or platform.",
                messages::vendored_file_unfit("numpy==2.3.5",
                                              {"numpy-2.3.5-cp313-cp313-macosx_14_0_arm64.whl"}, locked))},
        {"vendored_file_not_pinned",
         sample("in vendor/ is none that",
                messages::vendored_file_not_pinned("six==1.17.0", {"six-1.17.0-py2.py3-none-any.whl"}, locked,
                                                   std::string(64, '1'), std::string(64, '9')))},
        {"build_requirement_not_vendored",
         sample("in vendor/, which ", messages::build_requirement_not_vendored("setuptools>=61", "shop"))},
        {"tool_not_vendored",
         sample("could not be installed from vendor/.",
                messages::tool_not_vendored("Poetry 2.5.1", "poetry-2.txt", "exit code 1"))},
        {"pdm_lock_without_markers",
         sample("does not say where each package is needed", messages::pdm_lock_without_markers())},
        {"package_not_as_pinned",
         sample("is not the file that requirements.txt pins",
                messages::package_not_as_pinned("flask==3.1.3", pinned, std::string(64, '1'),
                                                std::string(64, '9')))},
        {"git_not_installed",
         sample("There is no git in the build image.", messages::git_not_installed(lock))},
        {"git_host_unknown", sample("The server of a git repository is not known.",
                                    messages::git_host_unknown("ssh://git.example.com/shop.git"))},
        {"git_access_denied", sample("A git repository could not be cloned for want of credentials.",
                                     messages::git_access_denied(repository))},
        {"git_repository_missing",
         sample("A git repository does not exist.", messages::git_repository_missing(repository, lock))},
        {"git_revision_missing", sample("A git repository does not have what is asked of it.",
                                        messages::git_revision_missing(repository, lock))},
        {"index_refuses",
         sample("The package index refuses access.", messages::index_refuses(url, "401 Unauthorized"))},
        {"certificate_not_trusted", sample("The certificate of the package index is not trusted.",
                                           messages::certificate_not_trusted(url))},
        {"index_fails", sample("The package index does not work at the moment.", messages::index_fails(url))},
        {"index_unreached", sample("The package index could not be reached.",
                                   messages::index_unreached(url, "its name is not known", pinned))},
        {"file_is_gone",
         sample("The package index does not have a file that it is asked for.",
                messages::file_is_gone("https://pypi.example.com/files/flask-3.1.3-py3-none-any.whl", lock))},
        {"python_unfit", sample("does not run on the Python that was chosen",
                                messages::python_unfit("scipy==1.10.1", "<3.12,>=3.8", "3.11"))},
        {"no_wheel_for_python", sample("has no wheel for the Python that was chosen",
                                       messages::no_wheel_for_python("torch", "cp311, cp312", "3.12"))},
        {"no_wheel_for_platform", sample("has no wheel for this platform",
                                         messages::no_wheel_for_platform("pywin32", "win32, win_amd64"))},
        {"no_wheel_fits",
         sample("has no wheel for this Python and platform",
                messages::no_wheel_fits("torch==2.2.0",
                                        {"cp311-cp311-manylinux1_x86_64", "cp312-cp312-manylinux1_x86_64"},
                                        "3.12"))},
        {"no_file_fits",
         sample("The package index has no file of", messages::no_file_fits("flask 3.1.3", "poetry.lock"))},
        {"no_such_version",
         sample("There is no six==99.0.",
                messages::no_such_version("six==99.0", {"1.15.0", "1.16.0", "1.17.0"}, lock))},
        {"requirements_conflict", sample("contradict each other", messages::requirements_conflict(lock))},
    };
}

Samples of_builds() {
    return {
        {"build_needs", sample("cannot be built without",
                               messages::build_needs("psycopg2 2.9.10", "pg_config", "libpq-dev",
                                                     "psycopg2-binary, the same with the library inside"))},
        {"build_needs_older_python",
         sample("is too old for the Python that was chosen",
                messages::build_needs_older_python("numpy 1.21.6", "the module distutils", "3.11", false))},
        {"build_needs_older_setuptools", sample("cannot be built with the newest setuptools",
                                                messages::build_needs_older_setuptools("grpcio 1.41.0"))},
        {"python_without_headers", sample("cannot be built without the headers of Python",
                                          messages::python_without_headers("uwsgi 2.0.28"))},
        {"own_build_needs", sample("The app's own package cannot be built without",
                                   messages::own_build_needs("ffi.h", "libffi-dev"))},
        {"own_build_failed",
         sample("The app's own package could not be built.", messages::own_build_failed("pyproject.toml"))},
        {"build_failed", sample("could not be built", messages::build_failed("pyyaml 5.4"))},
    };
}

Samples of_django() {
    return {
        {"django_needs_variable",
         sample("Django's settings need the variable", messages::django_needs_variable("SECRET_KEY"))},
        {"django_needs_module",
         sample("Django's settings need the module", messages::django_needs_module("corsheaders"))},
        {"static_file_missing",
         sample("does not exist, and others refer to it", messages::static_file_missing("shop/logo.png"))},
        {"django_failed",
         sample("Django's static files could not be collected.", messages::django_failed("exit code 1"))},
        {"django_debug", sample("Django's settings have DEBUG = True.", messages::django_debug())},
        {"static_root_outside", sample("Static files are collected outside of the app's directory.",
                                       messages::static_root_outside("/srv/static"))},
        {"static_files_not_served", sample("Static files are collected, and the app does not serve them.",
                                           messages::static_files_not_served())},
    };
}

Samples of_libraries() {
    return {
        {"libraries_missing",
         sample("Packages need libraries that the image does not have.",
                messages::libraries_missing({{"libGL.so.1", {{"opencv-python", "4.13.0.92"}}, "libgl1"},
                                             {"libvendor.so.7", {{"scanner", "1.0"}}, ""}}))},
        {"libraries_of_build_image",
         sample("The run image must have libraries that packages were built with.",
                messages::libraries_of_build_image({{"libpq.so.5", {{"psycopg2", "2.9.12"}}, "libpq5"}}))},
    };
}

Samples of_launch() {
    const WebApp app{
        .framework = "Flask", .file = "app.py", .import_root = {}, .module = "app", .object = "app"};
    return {
        {"default_process_missing",
         sample("which the Procfile does not have", messages::default_process_missing("worker"))},
        {"server_missing",
         sample("server is installed",
                messages::server_missing(app, project(&managers::requirements, "requirements.txt")))},
        {"no_default_process", sample("None is named web", messages::no_default_process())},
        {"how_to_start_otherwise", sample("Add a Procfile", messages::how_to_start_otherwise())},
        {"nothing_to_start",
         sample("way to start the app was found", base::join(messages::nothing_to_start(), "\n"))},
        {"nothing_to_test",
         sample("way to run the app's tests was found", base::join(messages::nothing_to_test(), "\n"))},
        {"several_scripts",
         sample("none is named like it", messages::several_scripts({"shop-jobs", "shop-web"}))},
    };
}

}  // namespace

std::map<std::string, Sample> message_samples() {
    Samples all;
    for (Samples some :
         {of_settings(), of_wanted_versions(), of_choosing(), of_catalogue(), of_getting(), of_declarations(),
          of_installing(), of_failures(), of_builds(), of_libraries(), of_django(), of_launch()}) {
        all.merge(some);
    }
    return all;
}

}  // namespace adder::python
