#include "python/system/messages.hpp"

#include "python/system/known_libraries.hpp"

#include <adder/base/text.hpp>

#include <algorithm>
#include <set>

namespace adder::python::messages {

namespace {

using base::format;

constexpr std::size_t most_packages = 3;

std::string lines_of(const std::vector<NeededLibrary>& libraries) {
    std::string text;
    for (const NeededLibrary& library : libraries) {
        std::vector<std::string> packages;
        for (const Package& package : library.packages) packages.push_back(package.text());
        if (const std::size_t count = packages.size(); count > most_packages) {
            packages.resize(most_packages);
            packages.push_back(format("{} more", count - most_packages));
        }
        text += format("  {}, for {}{}\n", base::printable(library.name),
                       base::printable(base::join(packages, ", ")),
                       library.debian.empty() ? "" : format(" (Debian's package {})", library.debian));
    }
    return text;
}

std::string how_to_have(const std::vector<NeededLibrary>& libraries) {
    std::set<std::string> names;
    for (const NeededLibrary& library : libraries) {
        names.insert(library.debian.empty() ? "PACKAGE" : library.debian);
    }
    const std::vector<std::string> packages{names.begin(), names.end()};
    std::string text = format("  examples/builder/make.sh --run-packages \"{}\"", base::join(packages, " "));
    if (names.contains("PACKAGE")) {
        text += format("\nThe package that has a file is found with\n  apt-file search {}",
                       std::ranges::find(libraries, "", &NeededLibrary::debian)->name);
    }
    return text;
}

/// The packages that there are others in the place of.
std::string variants_for(const std::vector<NeededLibrary>& libraries) {
    std::set<Package> packages;
    for (const NeededLibrary& library : libraries) {
        packages.insert(library.packages.begin(), library.packages.end());
    }
    std::string text;
    for (const Package& package : packages) {
        const std::string variant = variant_without_library(package);
        if (!variant.empty()) text += format("\nInstead of {}: {}.", package.text(), variant);
    }
    return text;
}

}  // namespace

Advice libraries_missing(const std::vector<NeededLibrary>& libraries) {
    return {"Packages need libraries that the image does not have.",
            format("Neither a package brings these, nor does the image that the app is built on have "
                   "them:\n{}"
                   "The image that it runs on has no more, as a rule, and what needs them fails there when "
                   "it is\n"
                   "imported. Add them to the run image. This makes one:\n{}{}",
                   lines_of(libraries), how_to_have(libraries), variants_for(libraries)),
            "libraries"};
}

Advice libraries_of_build_image(const std::vector<NeededLibrary>& libraries) {
    return {"The run image must have libraries that packages were built with.",
            format("These packages were built from their sources, with libraries of the build image:\n{}"
                   "What the run image has cannot be seen from here. This makes one with them:\n{}{}",
                   lines_of(libraries), how_to_have(libraries), variants_for(libraries)),
            "libraries"};
}

}  // namespace adder::python::messages
