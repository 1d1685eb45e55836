#include "python/install/uv_release.hpp"

#include "python/dependencies/tool_version.hpp"
#include "python/install/messages.hpp"
#include "python/network/package_page.hpp"
#include "python/versions/pep440.hpp"

#include <adder/base/text.hpp>

#include <algorithm>

namespace adder::python {

namespace {

/// uv-VERSION-py3-none-TAGS.whl, for Linux.
struct UvWheel {
    std::string version;
    ToolWheel wheel;
};

std::optional<UvWheel> uv_wheel(const ListedFile& file) {
    const std::string name{file.name()};
    const std::vector<std::string_view> parts = base::split(name, '-');
    if (file.is_yanked || file.sha256.size() != 64 || parts.size() != 5 || parts[0] != "uv" ||
        !name.ends_with(".whl") || name.find("linux") == std::string::npos) {
        return std::nullopt;
    }
    const auto version = Pep440Version::parse(parts[1]);
    const bool is_amd64 = name.find("x86_64") != std::string::npos;
    if (!version || version->is_pre_release() || (!is_amd64 && name.find("aarch64") == std::string::npos))
        return std::nullopt;
    return UvWheel{std::string{parts[1]},
                   {name, "linux", is_amd64 ? "amd64" : "arm64", base::Sha256Digest::parse(file.sha256)}};
}

}  // namespace

std::optional<PinnedTool> uv_release_on(const fetch::Page& page, std::string_view demand) {
    std::optional<PinnedTool> newest;
    for (const ListedFile& file : files_on(page)) {
        const std::optional<UvWheel> found = uv_wheel(file);
        if (!found || !tool_version_allows(demand, found->version)) continue;
        if (!newest || is_older_release(newest->version, found->version))
            newest = PinnedTool{found->version, {}};
        if (newest->version == found->version) newest->wheels.push_back(found->wheel);
    }
    if (newest) {
        // Those that need a glibc first: the others run everywhere, and somewhat slower.
        std::stable_partition(newest->wheels.begin(), newest->wheels.end(), [](const ToolWheel& wheel) {
            return wheel.file.find("musllinux") == std::string::npos;
        });
    }
    return newest;
}

PinnedTool uv_to_use(const InstallerChoice& installer, const PinnedTool& pinned,
                     const std::string& package_index, const Services& services) {
    if (!installer.is_uv() || installer.version == pinned.version) return pinned;
    std::string shown_index = "the configured one";
    std::optional<PinnedTool> found;
    try {
        shown_index = fetch::Url::parse(package_index).display();
        found = uv_release_on(project_page(services.fetcher, package_index, "uv"), installer.version);
    } catch (const base::Error& error) {
        throw messages::installer_unavailable("uv " + installer.version, shown_index, error.full_text());
    }
    if (!found) {
        throw messages::tool_version_not_available(
            "uv", installer.version, "required-version of tool.uv",
            {pinned.version, "whatever releases are on " + shown_index});
    }
    services.log.step("uv {} is the newest that satisfies {}", found->version, installer.version);
    return *found;
}

}  // namespace adder::python
