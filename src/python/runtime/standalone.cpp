#include "python/runtime/standalone.hpp"

#include "runtimes/standalone.hpp"

#include <adder/base/error.hpp>
#include <adder/base/text.hpp>

#include <algorithm>
#include <utility>

namespace adder::python {

namespace {

using runtimes::IndexEntry;

/// What the builds of python-build-standalone need at least
/// (https://gregoryszorc.com/docs/python-build-standalone/main/running.html).
constexpr Libc oldest_glibc{Libc::Kind::glibc, 2, 17};

struct Build {
    IndexEntry entry;
    runtimes::StandaloneName name;
};

std::optional<Build> build_of(std::string_view file, const base::Sha256Digest& digest) {
    const auto name = runtimes::parse_standalone_name(file);
    const auto release = name ? base::parse_number(name->tag) : std::nullopt;
    if (!release || !name->arch_variant.empty()) return std::nullopt;
    const runtimes::ArchiveId id{.version = name->version,
                                 .build = *release,
                                 .target = {"linux", name->arch, "linux", name->is_musl ? "musl" : "glibc"},
                                 .free_threaded = name->free_threaded};
    return Build{{.id = id, .file = std::string{file}, .sha256 = digest}, *name};
}

std::optional<base::Sha256Digest> digest_of(std::string_view text) {
    try {
        return base::Sha256Digest::parse(text);
    } catch (const base::Error&) {
        return std::nullopt;
    }
}

bool runs_on(const runtimes::StandaloneName& name, const cnb::Target& target,
             const std::optional<Libc>& libc) {
    const bool wants_musl = libc && libc->kind == Libc::Kind::musl;
    if (!libc || name.is_musl != wants_musl || target.os != "linux" || name.arch != target.arch) return false;
    return wants_musl || libc->is_at_least(oldest_glibc);
}

}  // namespace

std::vector<IndexEntry> standalone_archives(std::string_view sums, const cnb::Target& target,
                                            const std::optional<Libc>& libc) {
    std::vector<Build> builds;
    bool has_digests = false;
    for (const std::string_view line : base::lines(sums)) {
        const std::vector<std::string_view> words = base::words(line);
        const auto digest = words.size() == 2 ? digest_of(words[0]) : std::nullopt;
        if (!digest) continue;
        has_digests = true;
        std::string_view name = words[1];
        if (name.starts_with('*')) name.remove_prefix(1);  // sha256sum(1): read as binary
        if (auto build = build_of(name, *digest)) builds.push_back(std::move(*build));
    }
    if (!has_digests) throw base::Error{"it is no list of SHA-256 digests and names"};

    std::stable_partition(builds.begin(), builds.end(),
                          [](const Build& build) { return build.name.is_stripped; });
    std::vector<IndexEntry> entries;
    for (Build& build : builds) {
        runtimes::Target& runtime = build.entry.id.target;
        if (runs_on(build.name, target, libc)) {
            runtime.distro = target.distro_name.value_or("");
            runtime.distro_version = target.distro_version.value_or("");
        }
        entries.push_back(std::move(build.entry));
    }
    return entries;
}

}  // namespace adder::python
