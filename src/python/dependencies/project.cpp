#include "python/dependencies/project.hpp"

#include <adder/base/text.hpp>

namespace adder::python {

namespace managers {

constinit const ManagerRules none{
    .name = "none",
    .read = [](const App&, const Settings&) { return Project{}; },
    .how_to_add =
        [](std::string_view name, const Project&) {
            return base::format("add it to the app's dependencies:\n  echo {} >> requirements.txt", name);
        }};

}  // namespace managers

std::string add_by_command(std::string_view command, std::string_view name) {
    return base::format("add it to the project:\n  {} {}", command, name);
}

base::Sha256Digest Project::fingerprint() const {
    std::string text = std::string{manager->name} + "\n";
    for (const ProjectFile& file : files) {
        text += base::format("{} {} {}\n", file.name, file.text.size(), base::sha256(file.text).hex());
    }
    std::string in_vendor;
    for (const VendoredFile& file : vendored) in_vendor += base::format("{} {}\n", file.name, file.size);
    if (is_vendored())
        text += base::format("vendor/ {} {}\n", in_vendor.size(), base::sha256(in_vendor).hex());
    text += base::format("{}\n{}\n", base::join(groups, ","), base::join(extras, ","));
    text += base::format("{}\n{}\n", tool->pins, options);
    if (for_tests) text += "for tests\n";
    return base::sha256(text);
}

}  // namespace adder::python
