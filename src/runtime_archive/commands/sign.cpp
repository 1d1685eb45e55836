#include "runtime_archive/commands/command.hpp"
#include "runtime_archive/commands/results.hpp"
#include "runtime_archive/commands/values.hpp"

namespace adder::runtime_archive {

namespace {

class Sign final : public Command {
  public:
    About about() const override {
        return {"sign", "Sign the index of a directory of archives",
                "Writes index.json.sig beside index.json, with a signature by each key in the order given. "
                "Several "
                "keys serve readers that know the old one and readers that know the new one.",
                "runtime-archive sign runtimes --key runtimes-2026.key"};
    }

    void declare(Options& options) override {
        options.text("index", index_, "The directory, or its index.json", Presence::required);
        options.texts("--key", keys_,
                      "File with a private key (PEM), or - for standard input; may be repeated",
                      Presence::required);
    }

    Exit run(Session& session) override {
        const std::vector<base::PrivateKey> keys = private_key_values(keys_, session.process);
        const std::filesystem::path file = sign_index(index_, keys);
        std::vector<base::PublicKey> public_keys;
        for (const base::PrivateKey& key : keys) public_keys.push_back(key.public_key());
        session.log.step("Wrote {}: {} {}", file.native(), keys.size(),
                         keys.size() == 1 ? "signature" : "signatures");
        for (const base::PublicKey& key : public_keys) session.log.detail("by " + key.base64());
        session.result("", [&] { return json_of_signature(file, public_keys); });
        return Exit::ok;
    }

  private:
    std::string index_;
    std::vector<std::string> keys_;
};

}  // namespace

std::unique_ptr<Command> sign_command() { return std::make_unique<Sign>(); }

}  // namespace adder::runtime_archive
