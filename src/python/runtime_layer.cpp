#include "messages.hpp"

#include <adder/archive/unpack.hpp>
#include <adder/base/text.hpp>
#include <adder/python/runtime_layer.hpp>
#include <adder/runtimes/prepare.hpp>
#include <adder/runtimes/standalone.hpp>

namespace adder::python {

namespace {

namespace fs = std::filesystem;

constexpr const char* layout_version = "1";

RuntimeKey key_of(const Runtime& runtime, const base::Sha256Digest& digest) {
    return {layout_version, runtime.version.text(), std::to_string(runtime.build), runtime.target.describe(),
            digest.hex(),   runtime.url.display()};
}

cnb::Decision compare(const RuntimeKey& cached, const Runtime& wanted) {
    const std::string digest = wanted.digest ? wanted.digest->hex() : cached.archive_digest;
    return cnb::KeyComparison{}
        .field("Python", cached.version, wanted.version.text())
        .field("the build of this Python", cached.build, std::to_string(wanted.build))
        .field("the target", cached.target, wanted.target.describe())
        .differs_if(cached.archive_digest != digest, "the archive has another SHA-256")
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

}  // namespace

RuntimeKey RuntimeKey::from_toml(const cnb::TomlReader& reader) {
    RuntimeKey key{reader.text("layout"), reader.text("version"),        reader.text("build"),
                   reader.text("target"), reader.text("archive-sha256"), reader.text("archive-url")};
    base::Sha256Digest::parse(key.archive_digest);
    return key;
}

cnb::TomlTable RuntimeKey::to_toml() const {
    return {{"layout", layout},
            {"version", version},
            {"build", build},
            {"target", target},
            {"archive-sha256", archive_digest},
            {"archive-url", archive_url}};
}

std::string RuntimeKey::fingerprint() const { return archive_digest + " " + target; }

cnb::Decision decide(const RuntimeKey& cached, const std::vector<Runtime>& wanted) {
    for (const Runtime& runtime : wanted) {
        if (std::holds_alternative<cnb::Keep>(compare(cached, runtime))) return cnb::Keep{};
    }
    return compare(cached, wanted.front());
}

RuntimeLayer::RuntimeLayer(const cnb::Layers& layers, std::vector<Runtime> wanted,
                           const VersionRequest& request, cnb::LayerTypes types, DigestPins& pins,
                           const Downloads& downloads, const Services& services)
    : wanted_{std::move(wanted)},
      request_{request},
      pins_{pins},
      downloads_{downloads},
      services_{services},
      layer_{layers.cached<RuntimeKey>(
          "python", types, [this](const RuntimeKey& cached) { return decide(cached, wanted_); })} {
    for (const std::string& reason : layer_.reasons()) services_.log.step("Not reusing Python: " + reason);
    if (layer_.is_kept()) key_ = *layer_.restored();
}

void RuntimeLayer::materialise() {
    if (layer_.has_contents() || borrowed_ || filled_) return;
    const base::Stopwatch watch;
    const auto make = [this](cnb::LayerDraft& draft) {
        draft.env = runtime_env();
        return fill_from_first_source_that_has_it(draft.directory);
    };
    if (layer_.is_kept()) {
        borrowed_.emplace(layer_.materialise(cnb::Filling::staged, make));
    } else {
        key_ = layer_.fill(cnb::Filling::staged, make);
        filled_ = true;
    }
    services_.log.step("Python {} unpacked in {}", key_.version, watch.text());
}

void RuntimeLayer::finish() { borrowed_.reset(); }

RuntimeKey RuntimeLayer::fill_from_first_source_that_has_it(const fs::path& directory) const {
    for (const Runtime& runtime : wanted_) {
        const bool is_last = &runtime == &wanted_.back();
        try {
            return key_of(runtime, unpack(runtime, directory));
        } catch (const fetch::NotFound&) {
            if (is_last) throw messages::archive_missing(runtime, request_.origin);
            services_.log.step("It is not there: trying the next source");
        } catch (const base::DigestMismatch& mismatch) {
            throw runtime.digest ? messages::archive_not_as_promised(runtime, mismatch)
                                 : messages::archive_has_changed(runtime, mismatch);
        } catch (const fetch::NetworkError& error) {
            if (is_last) throw messages::archive_unreachable(runtime, error);
            services_.log.step("It cannot be reached: trying the next source");
        } catch (const fetch::HttpStatusError& error) {
            throw messages::archive_unreachable(runtime, error);
        } catch (const fetch::UntrustedServer& error) {
            throw messages::archive_unreachable(runtime, error);
        } catch (const archive::DamagedArchive& error) {
            throw messages::archive_unusable(runtime, error);
        } catch (const archive::UnsafeArchive& error) {
            throw messages::archive_unusable(runtime, error);
        }
    }
    throw std::logic_error("no runtime was wanted");
}

std::optional<base::Sha256Digest> RuntimeLayer::known_digest(const Runtime& runtime) const {
    if (runtime.digest) return runtime.digest;
    if (const auto pinned = pins_.find(runtime.url)) return pinned;
    // What this app's image was built from is the best promise there is.
    if (layer_.is_kept()) return archive_digest();
    return std::nullopt;
}

/// What python-build-standalone makes is for anyone and any place.
void RuntimeLayer::make_ours(const Runtime& runtime, const fs::path& directory) const {
    try {
        const runtimes::ArchiveId id{.version = runtime.version};
        runtimes::adopt_standalone_tree(directory, id);
        runtimes::prepare(directory, id, services_.log);
    } catch (const base::SystemError&) {
        throw;  // a full disk is not the archive's fault
    } catch (const base::Error& error) {
        throw messages::archive_unusable(runtime, error);
    }
}

base::Sha256Digest RuntimeLayer::unpack(const Runtime& runtime, const fs::path& directory) const {
    const Downloads::Wanted wanted{
        [&] { return services_.network.mirrors().replace(runtime.url, runtime.digest); },
        "Python " + runtime.version.text(), known_digest(runtime)};
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
    if (!runtime.digest) pins_.pin(runtime.url, digest);
    return digest;
}

}  // namespace adder::python
