#include "python/app/words.hpp"
#include "python/dependencies/commands.hpp"
#include "python/failures/messages.hpp"

#include <adder/base/text.hpp>

namespace adder::python::messages {

namespace {

using base::format;

std::string how_to_fill(const Project& project) {
    return format(
        "Fill vendor/ with the Python that the section Python above names, on a machine like the "
        "image's:\n  {}",
        vendor_command(project));
}

}  // namespace

UserError package_not_vendored(std::string_view requirement, const Project& project) {
    return {format("There is no {} in vendor/.", requirement),
            format("{} asks for it, or a package that is installed for it does; and where an\n"
                   "app brings its packages along, no index is asked.\n\n{}",
                   project.main_file(), how_to_fill(project))};
}

UserError vendored_file_unfit(std::string_view requirement, const std::vector<std::string>& files,
                              const Project& project) {
    return {format("What vendor/ has of {} is for another Python or platform.", requirement),
            format("It has\n  {}\nand where an app brings its packages along, no index is asked.\n\n{}",
                   base::join(files, "\n  "), how_to_fill(project))};
}

UserError vendored_file_not_pinned(std::string_view requirement, const std::vector<std::string>& files,
                                   const Project& project, std::string_view expected,
                                   std::string_view actual) {
    std::string seen = "The SHA-256 of the file is not among those that are pinned.\n";
    if (!actual.empty()) seen = format("The file's SHA-256 is  {}\n", actual);
    if (!actual.empty() && !expected.empty()) seen += format("one that is pinned is  {}\n", expected);
    const std::string take_away = files.empty() ? "" : "rm vendor/" + base::join(files, " vendor/") + "\n  ";
    return {format("The file of {} in vendor/ is none that {} pins.", requirement, project.main_file()),
            format("{}\nIt was changed, built here, or comes from elsewhere. Nothing of it was installed.\n"
                   "Take the one that is pinned:\n  {}{}\nIf the file is wanted, pin it:\n  {}",
                   seen, take_away, vendor_command(project), lock_command(project))};
}

UserError build_requirement_not_vendored(std::string_view requirement, std::string_view built) {
    return {format("There is no {} in vendor/, which {} is built with.", requirement, built),
            format("Where an app brings its packages along, no index is asked for what builds them, either.\n"
                   "Add it, with all that it needs:\n"
                   "  pip download --dest vendor '{}'\n"
                   "Unless it is a directory of the app, a wheel of {} will do as well.",
                   requirement, built)};
}

}  // namespace adder::python::messages
