// What the framework says of service bindings: not declared in a header, so it is provoked.

#include "messages_samples.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/cnb/bindings.hpp>

#include <functional>
#include <stdexcept>

namespace adder::python {

namespace {

namespace fs = std::filesystem;

/// The message, with the usual place in the stead of the test's.
Sample provoked(const char* phrase, const std::function<void(const fs::path& platform)>& provoke) {
    const base::TempDir platform;
    try {
        provoke(platform.path());
    } catch (const base::UserError& error) {
        std::string body = error.body();
        const std::string place = platform.path().native();
        for (std::size_t at = body.find(place); at != std::string::npos; at = body.find(place)) {
            body.replace(at, place.size(), "/platform");
        }
        return {error.title(), body, phrase};
    }
    throw std::logic_error{std::string{"nothing was said of: "} + phrase};
}

void entry(const fs::path& platform, const std::string& name, std::string_view text) {
    const fs::path file = platform / "bindings" / name;
    base::make_directories(file.parent_path());
    base::write_file(file, text);
}

const cnb::Bindings two{{{.name = "main", .type = "postgresql", .provider = {}, .secrets = {}, .path = {}},
                         {.name = "spare", .type = "postgresql", .provider = {}, .secrets = {}, .path = {}}}};

}  // namespace

std::vector<Sample> messages_of_bindings() {
    using cnb::read_bindings;
    return {
        provoked("has no type",
                 [](const fs::path& platform) {
                     entry(platform, "db/password", "x");
                     read_bindings({}, platform);
                 }),
        provoked("A service binding is in the place of the directory of all",
                 [](const fs::path& platform) {
                     entry(platform, "type", "postgresql");
                     read_bindings({}, platform);
                 }),
        provoked("of the service binding",
                 [](const fs::path& platform) {
                     entry(platform, "db/type", "two\nlines");
                     read_bindings({}, platform);
                 }),
        provoked("is not a file",
                 [](const fs::path& platform) {
                     entry(platform, "db/type", "postgresql");
                     fs::create_symlink("nowhere", platform / "bindings/db/password");
                     read_bindings({}, platform);
                 }),
        provoked("A secret of a service binding is too large.",
                 [](const fs::path& platform) {
                     entry(platform, "db/type", "postgresql");
                     entry(platform, "db/password", std::string(cnb::max_secret_size + 1, 'x'));
                     read_bindings({}, platform);
                 }),
        provoked("is not valid JSON.",
                 [](const fs::path& platform) { read_bindings({{"VCAP_SERVICES", "{"}}, platform); }),
        provoked("does not describe services",
                 [](const fs::path& platform) { read_bindings({{"VCAP_SERVICES", "[]"}}, platform); }),
        provoked("service bindings of the type", [](const fs::path&) { two.find_at_most_one("postgresql"); }),
        provoked("There is no service binding of the type",
                 [](const fs::path&) { two.find_exactly_one("redis"); }),
    };
}

}  // namespace adder::python
