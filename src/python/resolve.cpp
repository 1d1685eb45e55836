#include "messages.hpp"

#include <adder/base/text.hpp>
#include <adder/python/resolve.hpp>

#include <algorithm>
#include <set>

namespace adder::python {

namespace {

/// The lines of a version file that say something: no comments, no blank ones.
std::vector<std::string> statements(std::string_view text) {
    std::vector<std::string> result;
    for (std::string_view line : base::lines(text)) {
        line = base::trim(line.substr(0, line.find('#')));
        if (!line.empty()) result.emplace_back(line);
    }
    return result;
}

VersionRequest from_file(const std::string& file, const std::string& text) {
    if (!base::is_valid_utf8(text)) throw messages::not_utf8(file);
    const std::vector<std::string> found = statements(text);
    if (found.empty()) throw messages::empty_version_file(file);
    if (found.size() > 1) throw messages::several_versions(file, found);
    const auto request = VersionRequest::parse(found.front(), file);
    if (!request) throw messages::bad_version(found.front(), file);
    return *request;
}

VersionRequest from_text(const std::string& text, const std::string& origin) {
    const auto request = VersionRequest::parse(base::trim(text), origin);
    if (!request) throw messages::bad_version(text, origin);
    return *request;
}

using runtimes::IndexEntry;

bool is_for(const runtimes::Target& runtime, const cnb::Target& target) {
    return runtime.os == target.os && runtime.arch == target.arch &&
           runtime.distro == target.distro_name.value_or("") &&
           runtime.distro_version == target.distro_version.value_or("") &&
           (runtime.variant.empty() || runtime.variant == target.variant);
}

/// Not one of those that are only for whoever asks for them by name.
bool is_ordinary(const IndexEntry& entry) {
    return !entry.id.version.is_pre_release() && !entry.id.free_threaded &&
           entry.id.variant == runtimes::Variant::full;
}

/// Whether the archive holds the Python asked for, on whatever it runs.
bool is_of(const IndexEntry& entry, const VersionRequest& request) {
    return is_ordinary(entry) && request.matches(entry.id.version);
}

bool is_newer(const IndexEntry& left, const IndexEntry& right) {
    return std::tie(left.id.version, left.id.build) < std::tie(right.id.version, right.id.build);
}

std::optional<Runtime> from_list(const Offer& offer, const VersionRequest& request,
                                 const cnb::Target& target) {
    const IndexEntry* best = nullptr;
    for (const IndexEntry& entry : offer.archives) {
        if (is_for(entry.id.target, target) && is_of(entry, request) && (!best || is_newer(*best, entry))) {
            best = &entry;
        }
    }
    if (!best) return std::nullopt;
    return Runtime{best->id.version, best->id.build,
                   target,           offer.source.url.file_in(best->file),
                   best->sha256,     offer.source.scheme == Source::Scheme::standalone};
}

bool may_have(const Source& source, const cnb::Target& target) {
    const std::optional<std::string> name = target_name(target);
    if (!name) return false;
    return source.targets.empty() ||
           std::find(source.targets.begin(), source.targets.end(), *name) != source.targets.end();
}

std::optional<Runtime> by_name(const Source& source, const VersionRequest& request, const cnb::Target& target,
                               const Catalogue& catalogue) {
    const Series* series = catalogue.find(request.major_number, request.minor_number);
    if (!series || !may_have(source, target)) return std::nullopt;
    PythonVersion version = series->latest;
    if (request.patch_number) version.patch_number = *request.patch_number;
    const std::string file = base::format("python-{}-{}.tar.zst", version.text(), *target_name(target));
    return Runtime{version, 1, target, source.url.file_in(file), std::nullopt};
}

std::optional<Runtime> from_offer(const Offer& offer, const VersionRequest& request,
                                  const cnb::Target& target, const Catalogue& catalogue) {
    const bool has_list = offer.source.scheme != Source::Scheme::heroku;
    return has_list ? from_list(offer, request, target) : by_name(offer.source, request, target, catalogue);
}

/// What the sources have for the target, for messages; newest last.
std::vector<std::string> versions_for(const cnb::Target& target, const Catalogue& catalogue,
                                      const std::vector<Offer>& offers, const Date& today) {
    std::set<PythonVersion> versions;
    for (const Offer& offer : offers) {
        for (const IndexEntry& entry : offer.archives) {
            if (is_ordinary(entry) && is_for(entry.id.target, target)) versions.insert(entry.id.version);
        }
        if (offer.source.scheme != Source::Scheme::heroku || !may_have(offer.source, target)) continue;
        for (const Series& series : catalogue.series) {
            if (std::chrono::sys_days{series.end_of_life} > std::chrono::sys_days{today}) {
                versions.insert(series.latest);
            }
        }
    }
    std::vector<std::string> texts;
    for (const PythonVersion& version : versions) texts.push_back(version.text());
    return texts;
}

/// The targets that have the version, for messages.
std::vector<std::string> targets_with(const VersionRequest& request, const Catalogue& catalogue,
                                      const std::vector<Offer>& offers) {
    std::set<std::string> targets;
    for (const Offer& offer : offers) {
        for (const IndexEntry& entry : offer.archives) {
            if (is_of(entry, request)) targets.insert(entry.id.target.text());
        }
        if (offer.source.scheme == Source::Scheme::heroku &&
            catalogue.find(request.major_number, request.minor_number)) {
            targets.insert(offer.source.targets.begin(), offer.source.targets.end());
        }
    }
    return {targets.begin(), targets.end()};
}

}  // namespace

VersionRequest requested_python(const App& app, const Settings& settings, const Catalogue& catalogue) {
    if (settings.python_version) return from_text(*settings.python_version, settings.python_version_origin);
    if (app.python_version_file) return from_file(".python-version", *app.python_version_file);
    if (app.runtime_txt) return from_file("runtime.txt", *app.runtime_txt);
    return from_text(catalogue.default_version, "the default");
}

std::vector<Source> sources_to_ask(const Settings& settings, const Catalogue& catalogue,
                                   const std::filesystem::path& buildpack_directory) {
    std::vector<Source> sources;
    for (const std::string& text : settings.runtime_sources) sources.push_back(Source::parse(text));
    if (!sources.empty()) return sources;
    for (const Source& source : catalogue.sources) sources.push_back(source.located(buildpack_directory));
    return sources;
}

void refuse_end_of_life(const VersionRequest& request, const Catalogue& catalogue, const Date& today) {
    const Series* series = catalogue.find(request.major_number, request.minor_number);
    if (series && std::chrono::sys_days{series->end_of_life} <= std::chrono::sys_days{today}) {
        throw messages::end_of_life(request, series->end_of_life, catalogue);
    }
    const Series& oldest = catalogue.series.front();
    const bool is_older = std::tie(request.major_number, request.minor_number) <
                          std::tie(oldest.major_number, oldest.minor_number);
    if (is_older) throw messages::end_of_life(request, std::nullopt, catalogue);
}

bool has(const Offer& offer, const VersionRequest& request, const cnb::Target& target,
         const Catalogue& catalogue) {
    return from_offer(offer, request, target, catalogue).has_value();
}

std::vector<Runtime> resolve(const VersionRequest& request, const cnb::Target& target,
                             const Catalogue& catalogue, const std::vector<Offer>& offers,
                             const Date& today) {
    std::vector<Runtime> candidates;
    for (const Offer& offer : offers) {
        if (auto runtime = from_offer(offer, request, target, catalogue))
            candidates.push_back(std::move(*runtime));
    }
    // Sources are asked in order, but the first that has anything decides the version: the others serve as
    // its mirrors, not as ways to another Python.
    std::erase_if(candidates,
                  [&](const Runtime& runtime) { return runtime.version != candidates.front().version; });
    if (!candidates.empty()) return candidates;

    for (const Offer& offer : offers) {
        if (offer.unreachable) throw messages::index_unreachable(offer.source, *offer.unreachable);
    }
    const std::vector<std::string> available = versions_for(target, catalogue, offers, today);
    const std::vector<std::string> targets = targets_with(request, catalogue, offers);
    if (targets.empty()) throw messages::unknown_version(request, target, available);
    throw messages::not_for_target(request, target, targets, available);
}

std::vector<Advice> advice_on(const Runtime& chosen, const VersionRequest& request,
                              const Catalogue& catalogue, const std::vector<Offer>& offers,
                              const Date& today) {
    constexpr std::chrono::days soon{183};
    const Series* series = catalogue.find(chosen.version.major_number, chosen.version.minor_number);
    std::vector<Advice> advice;
    if (series && std::chrono::sys_days{series->end_of_life} - std::chrono::sys_days{today} < soon) {
        advice.push_back(messages::near_end_of_life(request, series->end_of_life, catalogue));
    }
    if (!request.patch_number) return advice;  // the newest there is was chosen
    PythonVersion newest = series ? series->latest : chosen.version;
    for (const Offer& offer : offers) {
        for (const IndexEntry& entry : offer.archives) {
            const PythonVersion& offered = entry.id.version;
            const bool same_series = offered.series() == chosen.version.series() && !offered.is_pre_release();
            if (same_series && is_for(entry.id.target, chosen.target)) newest = std::max(newest, offered);
        }
    }
    if (newest > chosen.version) advice.push_back(messages::outdated_patch(request, newest));
    return advice;
}

}  // namespace adder::python
