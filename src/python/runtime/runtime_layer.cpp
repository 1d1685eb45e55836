#include "python/runtime/runtime_layer.hpp"

#include "archive/unpack.hpp"
#include "python/bills/sboms.hpp"
#include "python/runtime/candidates.hpp"
#include "python/runtime/messages.hpp"
#include "python/runtime/runtime_bill.hpp"
#include "python/runtime/runtime_check.hpp"
#include "runtimes/prepare.hpp"
#include "runtimes/standalone.hpp"

#include <adder/base/text.hpp>

#include <algorithm>
#include <functional>
#include <variant>

namespace adder::python {

namespace {

namespace fs = std::filesystem;

constexpr const char* layout_version = "1";
constexpr const char* layer_name = "python";
constexpr std::string_view no_bill = "it has no bill of materials";

cnb::Decision compare(const RuntimeKey& cached, const Runtime& wanted) {
    const std::string digest = wanted.digest ? wanted.digest->hex() : cached.archive_digest;
    return cnb::KeyComparison{}
        .field("Python", cached.version, wanted.name())
        .field("the build of this Python", cached.build, std::to_string(wanted.build))
        .field("the target", cached.target, wanted.target.describe())
        .differs_if(cached.archive_digest != digest, "the archive has another SHA-256")
        .differs_if(!cached.changed.empty(),
                    base::format("something that ran in the last build changed {}", cached.changed))
        .differs_if(cached.layout != layout_version, "this buildpack lays it out differently")
        .decision();
}

/// What later steps and the running app see of the runtime.
cnb::LayerEnv runtime_env() {
    using cnb::EnvAction;
    using cnb::EnvScope;
    cnb::LayerEnv env;
    env.set(EnvScope::build_and_launch(), EnvAction::default_value, "LANG", "C.UTF-8");
    env.set(EnvScope::build_and_launch(), EnvAction::default_value, "PYTHONUNBUFFERED", "1");
    return env;
}

/// What is wrong with a source; the later ones say more about all of them together. That an archive is not
/// available can only be said when every source has answered.
enum class Trouble { unproven, missing, unreachable, damaged, unverified };

struct FailedSource {
    Trouble trouble;
    base::UserError message;             ///< if it were the only source
    std::string summary;                 ///< beside another source's message
    std::optional<Advice> warning = {};  ///< that another source must not silence
};

std::string one_line(const std::string& text) {
    std::vector<std::string> lines;
    for (const std::string_view line : base::lines(text)) lines.emplace_back(base::trim(line));
    return base::join(lines, "; ");
}

/// What `attempt` gives, or what its failure says of the source. Throws on what is none of the source's
/// doing, and what no other source may make good.
std::variant<RuntimeKey, FailedSource> try_source(const Runtime& runtime, const Resolution& resolution,
                                                  const std::function<RuntimeKey()>& attempt) {
    const auto failure = [&](Trouble trouble, base::UserError message, const base::Error& error) {
        return FailedSource{trouble, std::move(message),
                            runtime.url.display() + ": " + one_line(error.full_text())};
    };
    const auto damaged = [&](const base::Error& error) {
        return failure(Trouble::damaged, messages::archive_unusable(runtime, error), error);
    };
    try {
        return attempt();
    } catch (const base::DigestMismatch& mismatch) {
        if (!runtime.digest) throw messages::archive_has_changed(runtime, mismatch);
        FailedSource failed =
            failure(Trouble::unverified, messages::archive_not_as_promised(runtime, mismatch), mismatch);
        failed.warning = messages::archive_passed_over(runtime, mismatch);
        return failed;
    } catch (const fetch::NotFound& error) {
        return failure(Trouble::missing, messages::archive_missing(runtime, resolution), error);
    } catch (const fetch::Unreachable& error) {
        return failure(Trouble::unreachable, messages::archive_unreachable(runtime, error), error);
    } catch (const archive::DamagedArchive& error) {
        return damaged(error);
    } catch (const archive::UnsafeArchive& error) {
        return damaged(error);
    } catch (const base::TooManyBytes& error) {
        return damaged(error);
    } catch (const NotARuntime& error) {
        return failure(Trouble::damaged, messages::archive_not_a_runtime(runtime, error), error);
    }
}

/// A source that was not asked: nothing vouches for what it has.
FailedSource unproven(const Runtime& runtime) {
    return {Trouble::unproven, base::UserError{"", ""},
            runtime.url.display() + ": not asked, since it publishes no digests to verify its archive with"};
}

bool is_any_unverified(const std::vector<FailedSource>& failed) {
    return std::ranges::find(failed, Trouble::unverified, &FailedSource::trouble) != failed.end();
}

bool are_all_missing(const std::vector<FailedSource>& failed) {
    return std::ranges::all_of(failed,
                               [](const FailedSource& source) { return source.trouble == Trouble::missing; });
}

void log_failure(const FailedSource& failed, base::Log& log) {
    if (failed.warning) log.warning(failed.warning->title, failed.warning->body);
    switch (failed.trouble) {
        case Trouble::missing:
            log.step("It is not there: trying the next source");
            break;
        case Trouble::unreachable:
            log.step("It cannot be had from there: trying the next source");
            break;
        case Trouble::damaged:
            log.step("It is damaged: trying the next source");
            break;
        case Trouble::unproven:
        case Trouble::unverified:
            break;
    }
}

/// One message of all sources that failed.
base::UserError most_telling(const std::vector<FailedSource>& failed) {
    if (failed.empty()) throw std::logic_error("no runtime was wanted");
    const auto main = std::ranges::max_element(failed, {}, &FailedSource::trouble);
    std::vector<std::string> others;
    for (const FailedSource& source : failed) {
        if (&source != &*main) others.push_back(source.summary);
    }
    return others.empty() ? main->message : messages::with_other_sources(main->message, others);
}

}  // namespace

RuntimeKey RuntimeKey::from_toml(const cnb::TomlReader& reader) {
    RuntimeKey key{reader.text("layout"),
                   reader.text("version"),
                   reader.text("build"),
                   reader.text("target"),
                   reader.text("archive-sha256"),
                   reader.text("archive-url"),
                   reader.find_text("instead-of").value_or(""),
                   reader.find_text("changed").value_or("")};
    base::Sha256Digest::parse(key.archive_digest);
    return key;
}

cnb::TomlTable RuntimeKey::to_toml() const {
    cnb::TomlTable table{{"layout", layout},
                         {"version", version},
                         {"build", build},
                         {"target", target},
                         {"archive-sha256", archive_digest},
                         {"archive-url", archive_url}};
    if (!instead_of.empty()) table.emplace("instead-of", instead_of);
    if (!changed.empty()) table.emplace("changed", changed);
    return table;
}

std::string RuntimeKey::fingerprint() const { return archive_digest + " " + target; }

cnb::Decision decide(const RuntimeKey& cached, const std::vector<Runtime>& wanted) {
    for (const Runtime& runtime : wanted) {
        const bool is_second_choice = runtime.version != wanted.front().version;
        if (is_second_choice && cached.instead_of != wanted.front().url.display()) continue;
        if (std::holds_alternative<cnb::Keep>(compare(cached, runtime))) return cnb::Keep{};
    }
    return compare(cached, wanted.front());
}

RuntimeLayer RuntimeLayer::open(const cnb::Layers& layers, WantedRuntime wanted, DigestPins& pins,
                                const Downloads& downloads, const Services& services) {
    auto layer = layers.cached<RuntimeKey>(
        layer_name, wanted.types,
        [&wanted](const RuntimeKey& cached) { return decide(cached, wanted.resolution.runtimes); },
        wanted_sboms(wanted.bill_author, no_bill));
    for (const std::string& reason : layer.reasons()) services.log.step("Not reusing Python: " + reason);
    return {std::move(wanted), pins, downloads, services, std::move(layer)};
}

bool RuntimeLayer::would_be_kept(const cnb::Layers& layers, const std::vector<Runtime>& wanted,
                                 const std::optional<BillAuthor>& bill_author) {
    return !wanted.empty() &&
           layers.would_keep<RuntimeKey>(
               layer_name, [&](const RuntimeKey& cached) { return decide(cached, wanted); },
               wanted_sboms(bill_author, no_bill));
}

RuntimeKey RuntimeLayer::key_of(const Runtime& runtime, const base::Sha256Digest& digest) const {
    const Runtime& first = wanted_.resolution.runtimes.front();
    return {.layout = layout_version,
            .version = runtime.name(),
            .build = std::to_string(runtime.build),
            .target = runtime.target.describe(),
            .archive_digest = digest.hex(),
            .archive_url = runtime.url.display(),
            .instead_of = runtime.version == first.version ? "" : first.url.display()};
}

void RuntimeLayer::materialise() {
    if (layer_.has_contents() || borrowed_ || filled_) return;
    const base::Stopwatch watch;
    const auto make = [this](cnb::LayerDraft& draft) {
        draft.env = runtime_env();
        RuntimeKey key = fill_from_first_source_that_serves(draft.directory);
        if (wanted_.bill_author && !layer_.is_kept()) describe(draft, key);
        return key;
    };
    if (layer_.is_kept()) {
        borrowed_.emplace(layer_.materialise(cnb::Filling::staged, make));
    } else {
        key_ = layer_.fill(cnb::Filling::staged, make);
        filled_ = true;
    }
    services_.log.step("Python {} unpacked in {}", key_.version, watch.text());
}

void RuntimeLayer::describe(cnb::LayerDraft& draft, const RuntimeKey& key) const {
    const auto served = std::ranges::find(wanted_.resolution.runtimes, key.archive_url,
                                          [](const Runtime& runtime) { return runtime.url.display(); });
    draft.sboms = sboms_of(runtime_bill(*served, base::Sha256Digest::parse(key.archive_digest),
                                        draft.directory, *wanted_.bill_author));
}

void RuntimeLayer::note_changed(const std::string& file) {
    if (borrowed_) return;
    key_.changed = file;
    layer_.update(key_, [](const fs::path&) {});
}

void RuntimeLayer::finish() { borrowed_.reset(); }

std::vector<base::Sha256Digest> RuntimeLayer::archives_for_later() const {
    if (wanted_.types.cache) return {};
    return {archive_digest()};
}

RuntimeKey RuntimeLayer::fill_from_first_source_that_serves(const fs::path& directory) const {
    std::vector<FailedSource> failed;
    const std::vector<Runtime>& wanted = wanted_.resolution.runtimes;
    const auto second_choice = wanted.begin() + static_cast<std::ptrdiff_t>(of_best_version(wanted));
    for (auto runtime = wanted.begin(); runtime != wanted.end(); ++runtime) {
        // Another version is for the case that the first one is not to be found; not for when it may be there
        // tomorrow.
        if (runtime == second_choice && !are_all_missing(failed)) break;
        if (!may_serve(*runtime)) continue;
        // Once bytes were not the promised ones, only a promise makes others better.
        if (is_any_unverified(failed) && !known_digest(*runtime)) {
            failed.push_back(unproven(*runtime));
            continue;
        }
        auto result = try_source(*runtime, wanted_.resolution,
                                 [&] { return key_of(*runtime, unpack(*runtime, directory)); });
        if (auto* key = std::get_if<RuntimeKey>(&result)) return std::move(*key);
        failed.push_back(std::get<FailedSource>(std::move(result)));
        if (runtime + 1 != wanted.end()) log_failure(failed.back(), services_.log);
    }
    throw most_telling(failed);
}

/// The layer of the previous image can only be made again from the archive it was made from.
bool RuntimeLayer::may_serve(const Runtime& runtime) const {
    return !layer_.is_kept() || !runtime.digest || *runtime.digest == archive_digest();
}

std::optional<base::Sha256Digest> RuntimeLayer::known_digest(const Runtime& runtime) const {
    if (layer_.is_kept()) return archive_digest();
    if (runtime.digest) return runtime.digest;
    return pins_.find(runtime.url);
}

/// What python-build-standalone makes is for anyone and any place. Throws `archive::DamagedArchive` if there
/// is no Python in it.
void RuntimeLayer::make_ours(const Runtime& runtime, const fs::path& directory) const {
    try {
        const runtimes::ArchiveId id{.version = runtime.version, .free_threaded = runtime.free_threaded};
        runtimes::adopt_standalone_tree(directory, id);
        runtimes::prepare(directory, id, services_.log);
    } catch (const base::SystemError&) {
        throw;  // a full disk is not the archive's fault
    } catch (const base::Error& error) {
        throw archive::DamagedArchive{"{}", error.full_text()};
    }
}

base::Sha256Digest RuntimeLayer::unpack(const Runtime& runtime, const fs::path& directory) const {
    const Downloads::Wanted wanted{
        [&] { return services_.network.mirrors().replace(runtime.url, runtime.digest); },
        "Python " + runtime.name(), known_digest(runtime),
        runtime.entry && !runtime.is_standalone ? std::optional{runtime.entry->size} : std::nullopt};
    const archive::UnpackOptions options{
        .format = archive::format_of(runtime.url.path()).value_or(archive::Format::tar_zst),
        .strip = runtime.is_standalone ? std::size_t{1} : 0};
    std::optional<archive::TreeUnpacker> unpacker;
    const base::Sha256Digest digest = downloads_.get(wanted, [&]() -> base::ByteSink& {
        unpacker.reset();
        base::remove_tree(directory);
        base::make_directories(directory);
        return unpacker.emplace(directory, options);
    });
    if (runtime.is_standalone) make_ours(runtime, directory);
    try {
        require_runtime(directory, runtime.target);
    } catch (const NotARuntime&) {
        downloads_.forget(digest);  // it will not be one later
        throw;
    }
    if (!runtime.digest) pins_.pin(runtime.url, digest);
    return digest;
}

}  // namespace adder::python
