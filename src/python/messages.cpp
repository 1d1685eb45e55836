#include "python/messages.hpp"

#include <adder/base/text.hpp>

namespace adder::python::messages {

using base::format;

UserError bad_catalogue_location(std::string_view origin, std::string_view reason) {
    return {format("{} does not say where the catalogue is.", origin),
            format("{}.\n\n"
                   "It should be the URL of a catalogue of Python's releases, or the path of a file:\n"
                   "  https://runtimes.example.com/catalogue.json\n"
                   "  /srv/runtimes/catalogue.json\n"
                   "Plain http is accepted for this machine only.",
                   reason)};
}

UserError bad_catalogue(const fetch::Url& url, std::string_view reason) {
    return {
        "The catalogue of Python's releases cannot be used.",
        format("Source: {}\n{}.\n\n"
               "Nothing was installed. Ask whoever publishes the catalogue: scripts/make-catalogue.sh makes\n"
               "one. To build without it, unset BP_PYTHON_CATALOGUE, or remove the buildpack's setting.",
               url.display(), reason)};
}

UserError catalogue_not_trusted(const fetch::Url& url, std::string_view reason) {
    return {
        "The catalogue of Python's releases is not signed by a key this build trusts.",
        format("Source: {}\n{}.\n\n"
               "Either someone has changed the catalogue, or its publisher uses another key. Nothing was\n"
               "installed. Ask whoever publishes it; the trusted keys are the buildpack's own for its\n"
               "catalogue, or else those of indexes (BP_PYTHON_INDEX_KEYS).",
               url.display(), reason)};
}

Advice catalogue_expired(const fetch::Url& url, const Date& expired) {
    return {
        "The catalogue of Python's releases has expired.",
        format("Source: {}\nIts last day was {}.\n\n"
               "Either nobody has published a newer one, or something between this build and the publisher\n"
               "keeps it from coming through. Ask whoever publishes it for a newer one.",
               url.display(), date_text(expired)),
        "catalogue"};
}

Advice catalogue_rolled_back(const fetch::Url& url, std::uint64_t serial, std::uint64_t seen) {
    return {"The catalogue of Python's releases is older than one that was seen before.",
            format("Source: {}\nIts serial is {}; the app was built with {}.\n\n"
                   "Serials only go up. Either an old copy is served, by a mirror or on purpose, or its\n"
                   "publisher began to count again. Ask whoever publishes it for a serial above {}.",
                   url.display(), serial, seen, seen),
            "catalogue"};
}

std::string catalogue_unreachable(const fetch::Url& url, std::string_view reason) {
    return format("Going by the buildpack's own data; {}: {}", url.display(), reason);
}

std::string data_are_of(const Date& date) {
    return format("Python's releases are known up to {}", date_text(date));
}

std::string data_are_old(const Date& date, unsigned days) {
    return format("Python's releases are known up to {}, {} days ago: a newer buildpack knows more",
                  date_text(date), days);
}

}  // namespace adder::python::messages
