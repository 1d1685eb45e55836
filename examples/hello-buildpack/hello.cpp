#include <adder/base/files.hpp>
#include <adder/cnb/entry.hpp>

namespace base = adder::base;
namespace cnb = adder::cnb;

/// The layer's key: it is made again when the greeting has changed.
struct Greeting {
    std::string text;
    static Greeting from_toml(const cnb::TomlReader& metadata) { return {metadata.text("text")}; }
    cnb::TomlTable to_toml() const { return {{"text", text}}; }
};

cnb::DetectResult detect(const cnb::DetectContext& context) {
    if (exists(context.app_directory / "greeting.txt")) return cnb::Pass{};
    return cnb::NotForUs{"there is no greeting.txt"};
}

cnb::BuildResult build(cnb::BuildContext& context) {
    context.log.section("Greeting");
    const Greeting wanted{base::read_file(context.app_directory / "greeting.txt")};
    const auto layer =
        context.layers.cached<Greeting>("greeting", {.launch = true}, [&](const Greeting& cached) {
            return cnb::KeyComparison{}.field("the text", cached.text, wanted.text).decision();
        });
    for (const std::string& reason : layer.reasons()) context.log.step("Not reusing it: " + reason);
    if (layer.is_kept()) {
        context.log.step("Reused from the previous image");
    } else {
        layer.fill(cnb::Filling::staged, [&](cnb::LayerDraft& draft) {
            base::make_directories(draft.directory / "bin");
            base::write_file(draft.directory / "bin/greet", "#!/bin/sh\necho \"$GREETING\"\n", 0755);
            draft.env.set(cnb::EnvScope::launch(), cnb::EnvAction::default_value, "GREETING", wanted.text);
            return wanted;
        });
        context.log.step("Made");
    }
    return {.launch = {.processes = {{.type = "web", .command = {"greet"}, .is_default = true}}}};
}

int main(int argc, char** argv, char** envp) {
    return cnb::buildpack_main({argc, argv, envp}, detect, build);
}
