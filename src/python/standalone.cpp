#include <adder/base/error.hpp>
#include <adder/base/text.hpp>
#include <adder/python/standalone.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace adder::python {

namespace {

using runtimes::IndexEntry;

/// What the builds of python-build-standalone need at least
/// (https://gregoryszorc.com/docs/python-build-standalone/main/running.html).
constexpr Libc oldest_glibc{Libc::Kind::glibc, 2, 17};

/// Architectures as triples name them, and as the Buildpack API does.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> architectures{
    {{"x86_64", "amd64"},
     {"aarch64", "arm64"},
     {"ppc64le", "ppc64le"},
     {"s390x", "s390x"},
     {"riscv64", "riscv64"}}};

constexpr std::string_view free_threaded_mark = "-freethreaded";

bool take_prefix(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) return false;
    text.remove_prefix(prefix.size());
    return true;
}

bool take_suffix(std::string_view& text, std::string_view suffix) {
    if (!text.ends_with(suffix)) return false;
    text.remove_suffix(suffix.size());
    return true;
}

/// Up to the separator, which goes too.
std::string_view take_until(std::string_view& text, char separator) {
    const std::string_view piece = text.substr(0, text.find(separator));
    text.remove_prefix(std::min(piece.size() + 1, text.size()));
    return piece;
}

struct Build {
    IndexEntry entry;
    Libc::Kind libc = Libc::Kind::glibc;
    bool is_stripped = false;
};

/// "x86_64-unknown-linux-gnu"
bool read_triple(std::string_view triple, Build& build) {
    const std::string_view machine = take_until(triple, '-');
    const auto found = std::ranges::find(architectures, machine, &decltype(architectures)::value_type::first);
    if (found == architectures.end() || (triple != "unknown-linux-gnu" && triple != "unknown-linux-musl")) {
        return false;
    }
    build.entry.id.target.os = "linux";
    build.entry.id.target.arch = found->second;
    build.libc = triple.ends_with("musl") ? Libc::Kind::musl : Libc::Kind::glibc;
    return true;
}

/// "cpython-3.13.5+20250612-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz"
std::optional<Build> read_name(std::string_view name, const base::Sha256Digest& digest) {
    Build build{.entry = {.id = {}, .file = std::string{name}, .sha256 = digest}};
    if (!runtimes::is_plain_file_name(name) || !take_prefix(name, "cpython-")) return std::nullopt;
    if (!take_suffix(name, ".tar.gz") && !take_suffix(name, ".tar.zst") && !take_suffix(name, ".tar.xz")) {
        return std::nullopt;
    }
    build.is_stripped = take_suffix(name, "-install_only_stripped");
    if (!build.is_stripped && !take_suffix(name, "-install_only")) return std::nullopt;
    build.entry.id.free_threaded = take_suffix(name, free_threaded_mark);

    const auto version = runtimes::PythonVersion::parse(take_until(name, '+'));
    const auto release = base::parse_number(take_until(name, '-'));
    if (!version || !release || !read_triple(name, build)) return std::nullopt;
    build.entry.id.version = *version;
    build.entry.id.build = *release;
    return build;
}

std::optional<base::Sha256Digest> digest_of(std::string_view text) {
    try {
        return base::Sha256Digest::parse(text);
    } catch (const base::Error&) {
        return std::nullopt;
    }
}

bool runs_on(const Build& build, const cnb::Target& target, const std::optional<Libc>& libc) {
    const runtimes::Target& runtime = build.entry.id.target;
    if (!libc || libc->kind != build.libc || runtime.os != target.os || runtime.arch != target.arch) {
        return false;
    }
    const bool says_its_version = libc->major_number > 0;
    return libc->kind == Libc::Kind::musl || !says_its_version || *libc >= oldest_glibc;
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
        take_prefix(name, "*");  // sha256sum(1): read as binary
        if (auto build = read_name(name, *digest)) builds.push_back(std::move(*build));
    }
    if (!has_digests) throw base::Error{"it is no list of SHA-256 digests and names"};

    std::ranges::stable_partition(builds, &Build::is_stripped);
    std::vector<IndexEntry> entries;
    for (Build& build : builds) {
        runtimes::Target& runtime = build.entry.id.target;
        if (runs_on(build, target, libc)) {
            runtime.distro = target.distro_name.value_or("");
            runtime.distro_version = target.distro_version.value_or("");
        } else {
            runtime.distro = "linux";
            runtime.distro_version = build.libc == Libc::Kind::musl ? "musl" : "glibc";
        }
        entries.push_back(std::move(build.entry));
    }
    return entries;
}

}  // namespace adder::python
