#pragma once

#include <adder/archive/errors.hpp>
#include <adder/base/digest.hpp>
#include <adder/base/error.hpp>
#include <adder/fetch/errors.hpp>
#include <adder/python/catalogue.hpp>
#include <adder/python/libraries.hpp>
#include <adder/python/project.hpp>
#include <adder/python/resolve.hpp>
#include <adder/python/version.hpp>
#include <adder/python/web_app.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Everything this buildpack says to a person whose build cannot go on. Each answers three questions in
/// order: what happened, what was seen, what to do.
namespace adder::python::messages {

using base::UserError;

// Settings
UserError bad_max_age(std::string_view value);
UserError bad_cache_size(std::string_view value);
UserError bad_image_labels(std::string_view value, std::string_view reason);
UserError bad_certificates(std::string_view reason);
UserError bad_credentials(std::string_view type, std::string_view binding, std::string_view reason);
UserError bad_git_credentials(std::string_view type, std::string_view binding, std::string_view reason);
UserError two_logins(std::string_view host, std::string_view binding, std::string_view other);
UserError several_indexes(std::string_view binding, std::string_view other);
UserError unusable_variable(std::string_view name, std::string_view consequence, std::string_view instead);
UserError bad_mirror(std::string_view origin, std::string_view reason);
UserError bad_source(std::string_view source, std::string_view reason, std::string_view origin);
UserError past_end_of_life_unsigned(const Source& source);

// The app's files
UserError bad_procfile_line(unsigned number, std::string_view line, std::string_view reason);

/// What a file says, and where: 0 is no line.
struct Statement {
    std::string text;
    unsigned line = 0;
};

// The version asked for
UserError not_utf8(std::string_view file);
UserError empty_version_file(std::string_view file);
UserError several_versions(std::string_view file, const std::vector<Statement>& versions);
UserError bad_version(const Statement& version, std::string_view origin);
UserError other_interpreter(const Statement& version, std::string_view origin);
UserError misspelt_file(std::string_view found, std::string_view meant);
UserError unreadable_file(std::string_view file, std::string_view reason);
UserError bad_specifiers(const Statement& text, std::string_view origin);
UserError bad_poetry_constraint(const Statement& text, std::string_view origin);
UserError contradiction(const VersionRequest& request, const VersionLimit& limit,
                        const std::optional<std::string>& example);
Advice runtime_txt_deprecated(const VersionRequest& request);
Advice runtime_txt_unused(const VersionRequest& request, const VersionLimit& limit);
Advice recorded_end_of_life(const SeriesNumber& recorded, const VersionRequest& standard,
                            const KnownReleases& releases);
std::string stays_on(const SeriesNumber& recorded, const VersionRequest& standard);

// The catalogue of Python's releases: messages/catalogue.cpp
UserError bad_catalogue_location(std::string_view origin, std::string_view reason);
UserError bad_catalogue(const fetch::Url& url, std::string_view reason);
UserError catalogue_not_trusted(const fetch::Url& url, std::string_view reason);
Advice catalogue_expired(const fetch::Url& url, const Date& expired);
Advice catalogue_rolled_back(const fetch::Url& url, std::uint64_t serial, std::uint64_t seen);
std::string catalogue_unreachable(const fetch::Url& url, std::string_view reason);
std::string data_are_of(const Date& date);
std::string data_are_old(const Date& date, unsigned days);

/// What there is instead of a version that is not available.
struct Availability {
    std::vector<std::string> here;       ///< versions for the target, oldest first
    std::vector<std::string> elsewhere;  ///< targets that have the version asked for
    /// How old the catalogue is, if what is asked for is newer than all that it knows.
    std::optional<Date> catalogue_date;
};

/// The newest series of these versions that the app's other declarations allow, to be advised; not the one
/// that is asked for.
std::optional<std::string> newest_allowed(const VersionRequest& request,
                                          const std::vector<std::string>& versions);

// Choosing a runtime
Advice near_end_of_life(const VersionRequest& request, const Series& series,
                        const std::optional<std::string>& example);
Advice served_past_end_of_life(const VersionRequest& request, const SeriesNumber& series,
                               const std::optional<std::string>& example);
Advice outdated_patch(const VersionRequest& request, const PythonVersion& newest);
UserError end_of_life(const VersionRequest& request, const std::optional<Date>& since,
                      const std::optional<std::string>& example);
UserError set_past_end_of_life(const VersionRequest& request, const SeriesNumber& newest,
                               const std::optional<Date>& since, const std::optional<std::string>& example);
UserError unsatisfiable(const VersionRequest& request, const std::optional<std::string>& example);
UserError unknown_version(const VersionRequest& request, const cnb::Target& target,
                          const Availability& availability);
UserError not_for_target(const VersionRequest& request, const cnb::Target& target,
                         const Availability& availability);
UserError no_python_for_target(const VersionRequest& request, const cnb::Target& target,
                               const Availability& availability);
std::string another_series(const VersionRequest& request, const SeriesNumber& chosen,
                           const cnb::Target& target);
std::string not_where_expected(const Runtime& runtime);
UserError bad_index_keys(std::string_view reason, std::string_view origin);
UserError index_not_trusted(const Source& source, std::string_view reason);
UserError index_unreachable(const Source& source, std::string_view reason);

// Getting it
UserError archive_missing(const Runtime& runtime, const Resolution& resolution);
UserError archive_unreachable(const Runtime& runtime, const base::Error& error);
UserError archive_not_as_promised(const Runtime& runtime, const base::DigestMismatch& mismatch);
Advice archive_passed_over(const Runtime& runtime, const base::DigestMismatch& mismatch);
UserError archive_has_changed(const Runtime& runtime, const base::DigestMismatch& mismatch);
UserError archive_unusable(const Runtime& runtime, const base::Error& error);
UserError with_other_sources(const UserError& message, const std::vector<std::string>& others);

// Dependencies, as the app declares them: messages/dependencies.cpp
UserError included_file_missing(std::string_view file, std::string_view included_by);
UserError named_file_missing(std::string_view file, std::string_view variable);
UserError several_managers(const std::vector<std::string>& found, const std::string& first);
UserError unknown_manager(std::string_view name, const std::vector<std::string>& known);
UserError manager_without_files(std::string_view name, const std::vector<std::string>& found);
UserError conda_not_supported(std::string_view file);
Advice left_aside(std::string_view file, std::string_view instead);
Advice committed_environment(std::string_view directory);
Advice committed_bytecode();
Advice pipfile_without_lock();
Advice unpinned(std::string_view file, std::string_view command);
UserError bad_pipfile_lock(std::string_view reason);
UserError bad_toml(std::string_view file, std::string_view reason);
UserError lock_without_project(std::string_view lock, std::string_view project_file,
                               std::string_view command);
UserError project_without_lock(std::string_view tool, std::string_view lock, std::string_view command);
UserError lock_out_of_date(std::string_view lock, std::string_view project_file, std::string_view command);
UserError python_not_allowed(std::string_view file);
UserError unknown_group(std::string_view file, std::string_view where, std::string_view variables);
UserError several_pylocks(const std::vector<std::string>& files);
UserError bad_project_directory(std::string_view directory, std::string_view reason);
UserError bad_installer(std::string_view value);
UserError conflicting_packages(std::string_view file, const std::vector<std::string>& conflicts);
UserError bad_pylock_name(std::string_view file);

// Installing them
UserError no_installer_for(const cnb::Target& target);
UserError installer_unavailable(std::string_view tool, std::string_view index, std::string_view reason);
UserError installer_not_as_pinned(std::string_view file, const base::DigestMismatch& mismatch);
UserError no_virtual_environment(std::string_view outcome);
UserError package_not_found(std::string_view package, std::string_view file, std::string_view index);
UserError installation_failed(std::string_view file, std::string_view tool, std::string_view outcome);
UserError resolution_failed(std::string_view file, std::string_view outcome);
UserError tool_version_not_available(std::string_view tool, std::string_view demand, std::string_view file,
                                     const std::vector<std::string>& available);
UserError tool_not_installed(std::string_view tool, std::string_view index, std::string_view outcome);
UserError compilation_failed(std::string_view reason, std::string_view outcome);

// What tools fail of, as far as their output tells: messages/failures.cpp
UserError out_of_memory(std::string_view tool, std::string_view built);
UserError no_space(std::string_view tool, std::string_view reason);
UserError no_requirement(std::string_view file);
UserError hash_missing(std::string_view file);
UserError package_not_as_pinned(std::string_view package, const Project& project, std::string_view expected,
                                std::string_view actual);
UserError git_not_installed(std::string_view file);
UserError git_host_unknown(std::string_view repository);
UserError git_access_denied(std::string_view repository);
UserError git_repository_missing(std::string_view repository, std::string_view file);
UserError git_revision_missing(std::string_view repository, std::string_view file);
UserError index_refuses(std::string_view url, std::string_view answer);
UserError certificate_not_trusted(std::string_view url);
UserError index_fails(std::string_view url);
UserError index_unreached(std::string_view url, std::string_view reason, const Project& project);
UserError file_is_gone(std::string_view url, std::string_view file);
UserError python_unfit(std::string_view package, std::string_view demand, std::string_view series);
UserError no_wheel_for_python(std::string_view package, std::string_view tags, std::string_view series);
UserError no_wheel_for_platform(std::string_view package, std::string_view platforms);
UserError no_wheel_fits(std::string_view package, const std::vector<std::string>& tags,
                        std::string_view series);
UserError no_file_fits(std::string_view package, std::string_view file);
UserError no_such_version(std::string_view requirement, const std::vector<std::string>& versions,
                          std::string_view file);
UserError requirements_conflict(std::string_view file);

// What vendor/ lacks, or has and should not: messages/vendor.cpp
UserError package_not_vendored(std::string_view requirement, const Project& project);
UserError vendored_file_unfit(std::string_view requirement, const std::vector<std::string>& files,
                              const Project& project);
UserError vendored_file_not_pinned(std::string_view requirement, const std::vector<std::string>& files,
                                   const Project& project, std::string_view expected,
                                   std::string_view actual);
UserError build_requirement_not_vendored(std::string_view requirement, std::string_view built);
UserError tool_not_vendored(std::string_view tool, std::string_view pins, std::string_view outcome);
UserError pdm_lock_without_markers();

// What building a package from its sources fails of: messages/builds.cpp
UserError build_needs(std::string_view package, std::string_view thing, std::string_view debian,
                      std::string_view variant);
UserError build_needs_older_python(std::string_view package, std::string_view thing, std::string_view series,
                                   bool has_ended);
UserError build_needs_older_setuptools(std::string_view package);
UserError python_without_headers(std::string_view package);
UserError build_failed(std::string_view package);
UserError own_build_needs(std::string_view thing, std::string_view debian);
UserError own_build_failed(std::string_view file);

// Shared libraries that packages need: messages/libraries.cpp
Advice libraries_missing(const std::vector<NeededLibrary>& libraries);
Advice libraries_of_build_image(const std::vector<NeededLibrary>& libraries);

// Django: messages/django.cpp
UserError django_needs_variable(std::string_view name);
UserError django_needs_module(std::string_view name);
UserError static_file_missing(std::string_view file);
UserError django_failed(std::string_view outcome);
Advice django_debug();
Advice static_root_outside(std::string_view root);
Advice static_files_not_served();

// Launch: messages/launch.cpp
UserError default_process_missing(std::string_view type);
Advice server_missing(const WebApp& app, const Project& project);
std::string no_default_process();
std::string how_to_start_otherwise();
std::string several_scripts(const std::vector<std::string>& names);
std::vector<std::string> nothing_to_start();
std::vector<std::string> nothing_to_test();

}  // namespace adder::python::messages
