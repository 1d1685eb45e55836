#include <adder/base/files.hpp>
#include <adder/base/format.hpp>
#include <adder/base/text.hpp>
#include <adder/cnb/sbom.hpp>

#include <algorithm>
#include <stdexcept>

namespace adder::cnb {

namespace {

std::string_view extension_of(SbomFormat format) {
    switch (format) {
        case SbomFormat::cyclonedx:
            return "cdx.json";
        case SbomFormat::spdx:
            return "spdx.json";
        case SbomFormat::syft:
            return "syft.json";
    }
    throw std::logic_error("no such SBOM format");
}

}  // namespace

std::string_view media_type_of(SbomFormat format) {
    switch (format) {
        case SbomFormat::cyclonedx:
            return "application/vnd.cyclonedx+json";
        case SbomFormat::spdx:
            return "application/spdx+json";
        case SbomFormat::syft:
            return "application/vnd.syft+json";
    }
    throw std::logic_error("no such SBOM format");
}

std::optional<SbomFormat> sbom_format_of(std::string_view media_type) {
    const std::string wanted = base::to_lower(base::trim(media_type.substr(0, media_type.find(';'))));
    for (const SbomFormat format : all_sbom_formats) {
        if (media_type_of(format) == wanted) return format;
    }
    return std::nullopt;
}

std::filesystem::path SbomFiles::file_for(std::string_view subject, SbomFormat format) const {
    return directory_ / base::format("{}.sbom.{}", subject, extension_of(format));
}

void SbomFiles::check(const std::vector<Sbom>& sboms) const {
    for (const Sbom& sbom : sboms) {
        if (std::find(declared_.begin(), declared_.end(), sbom.format) != declared_.end()) continue;
        throw std::logic_error("an SBOM is " + std::string{media_type_of(sbom.format)} +
                               ", which sbom-formats in buildpack.toml does not declare");
    }
}

void SbomFiles::write(std::string_view subject, const std::vector<Sbom>& sboms) const {
    check(sboms);
    for (const SbomFormat format : all_sbom_formats) base::remove_tree(file_for(subject, format));
    for (const Sbom& sbom : sboms) base::write_file(file_for(subject, sbom.format), sbom.contents);
}

}  // namespace adder::cnb
