#include "python/launch/web_layer.hpp"

#include <adder/base/digest.hpp>

namespace adder::python {

WebLayerKey WebLayerKey::from_toml(const cnb::TomlReader& reader) {
    return {reader.text("program"), reader.text("workers") == "async"};
}

cnb::TomlTable WebLayerKey::to_toml() const {
    return {{"program", program}, {"workers", event_loops ? "async" : "sync"}};
}

void provide_web_layer(const cnb::Layers& layers, const std::filesystem::path& program, bool event_loops) {
    WebLayerKey wanted{base::sha256_of_file(program).hex(), event_loops};
    const auto layer = layers.cached<WebLayerKey>("web", {.launch = true}, [&](const WebLayerKey& cached) {
        return cnb::KeyComparison{}
            .differs_if(cached.program != wanted.program, "this buildpack has another program")
            .differs_if(cached.event_loops != wanted.event_loops, "the app has another kind of server")
            .decision();
    });
    if (layer.is_kept()) return;
    layer.fill(cnb::Filling::staged, [&](cnb::LayerDraft& draft) {
        draft.exec_d.push_back({.name = "web-environment", .program = program});
        if (event_loops) {
            draft.env.set(cnb::EnvScope::process("web"), cnb::EnvAction::default_value, "BPL_WEB_WORKERS",
                          "async");
        }
        return wanted;
    });
}

}  // namespace adder::python
