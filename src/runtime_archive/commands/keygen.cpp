#include "runtime_archive/commands/command.hpp"
#include "runtime_archive/commands/results.hpp"

namespace adder::runtime_archive {

namespace {

class Keygen final : public Command {
  public:
    About about() const override {
        return {
            "keygen", "Make a key pair for signing indexes",
            "Writes an Ed25519 key pair: NAME.key, which only its owner may read, and NAME.pub. Prints the "
            "public key as BP_PYTHON_INDEX_KEYS takes it. Never overwrites a key.",
            "runtime-archive keygen runtimes-2026"};
    }

    void declare(Options& options) override {
        options.text("name", name_, "Of the two files, without .key and .pub", Presence::required);
    }

    Exit run(Session& session) override {
        const KeyFiles keys = generate_key_files(name_);
        session.log.step("Wrote {} (keep it secret) and {}", keys.private_key.native(),
                         keys.public_key.native());
        session.log.step("The public key, for whoever verifies:");
        session.result(keys.key.base64() + "\n", [&] { return json_of(keys); });
        return Exit::ok;
    }

  private:
    std::string name_;
};

}  // namespace

std::unique_ptr<Command> keygen_command() { return std::make_unique<Keygen>(); }

}  // namespace adder::runtime_archive
