#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adder::cnb {

/// The formats of a software bill of materials that the lifecycle takes (spec: Software-Bill-of-Materials).
enum class SbomFormat { cyclonedx, spdx, syft };

inline constexpr SbomFormat all_sbom_formats[] = {SbomFormat::cyclonedx, SbomFormat::spdx, SbomFormat::syft};

/// "application/vnd.cyclonedx+json": how `buildpack.toml` declares it.
std::string_view media_type_of(SbomFormat format);

/// The format of a media type, whose parameters (`;version=1.5`) do not count; nothing for another one.
std::optional<SbomFormat> sbom_format_of(std::string_view media_type);

/// A bill of materials, ready to be written: the lifecycle does not look into it.
struct Sbom {
    SbomFormat format;
    std::string contents;
};

/// Where bills of materials go, and which formats may: the lifecycle refuses any that `buildpack.toml` does
/// not declare, after everything was built.
class SbomFiles {
  public:
    /// `declared` is the descriptor's `sbom_formats`.
    explicit SbomFiles(std::filesystem::path directory, std::vector<SbomFormat> declared = {})
        : directory_{std::move(directory)}, declared_{std::move(declared)} {}

    /// Throws `std::logic_error` for a format that is not declared, before anything is written.
    void check(const std::vector<Sbom>& sboms) const;

    /// Replaces the bills of materials of a layer, or of "launch" or "build" (what is in the app's image, and
    /// what was used to make it, apart from layers). Formats that are not given are removed. Throws as
    /// `check`, and `base::SystemError`.
    void write(std::string_view subject, const std::vector<Sbom>& sboms) const;

    /// Throws `base::SystemError`.
    void remove(std::string_view subject) const { write(subject, {}); }

  private:
    std::filesystem::path file_for(std::string_view subject, SbomFormat format) const;

    std::filesystem::path directory_;
    std::vector<SbomFormat> declared_;
};

}  // namespace adder::cnb
