#include "python/app/words.hpp"
#include "python/failures/messages.hpp"

#include <adder/base/text.hpp>

namespace adder::python::messages {

namespace {

using base::format;

constexpr const char* how_to_do_without =
    "An app that has nothing to collect, or does it elsewhere, builds with\n"
    "  BP_DJANGO_COLLECTSTATIC=false";

}  // namespace

UserError django_needs_variable(std::string_view name) {
    return {
        format("Django's settings need the variable {}, which this build does not have.", quoted(name)),
        format(
            "Static files are collected by running the settings while the image is built, when the "
            "variables\n"
            "of the running app are not there yet. Let the settings do without it, give the build one that\n"
            "is good enough, or collect nothing:\n"
            "  os.environ.get(\"{0}\", \"\")\n"
            "  pack build --env {0}=only-for-the-build …\n"
            "  BP_DJANGO_COLLECTSTATIC=false\n"
            "A secret does not belong in the build.",
            base::printable(name))};
}

UserError django_needs_module(std::string_view name) {
    return {format("Django's settings need the module {}, which is not installed.", quoted(name)),
            format("Collecting static files runs the settings and every app in INSTALLED_APPS. Add the "
                   "package that\n"
                   "has the module to the app's dependencies, or correct its name.\n\n{}",
                   how_to_do_without)};
}

UserError static_file_missing(std::string_view file) {
    return {
        format("The static file {} does not exist, and others refer to it.", quoted(file)),
        format(
            "The storage of static files (ManifestStaticFilesStorage, WhiteNoise) follows what style sheets "
            "and\n"
            "scripts refer to. Add the file, correct the reference, or set manifest_strict to False.\n\n{}",
            how_to_do_without)};
}

UserError django_failed(std::string_view outcome) {
    return {"Django's static files could not be collected.",
            format("python manage.py collectstatic --noinput ended with {}; its reason stands above.\nThe "
                   "same command "
                   "shows it on your machine.\n\n{}",
                   outcome, how_to_do_without)};
}

}  // namespace adder::python::messages
