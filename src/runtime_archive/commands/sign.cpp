#include "runtime_archive/archives/stamp.hpp"
#include "runtime_archive/commands/command.hpp"
#include "runtime_archive/commands/results.hpp"
#include "runtime_archive/commands/signing_options.hpp"

namespace adder::runtime_archive {

namespace {

class Sign final : public Command {
  public:
    About about() const override {
        return {"sign", "Sign the index of a directory of archives",
                "Gives index.json a new serial, a last day and the place that it is of, and writes "
                "index.json.sig beside it, with a signature by each key in the order given. Several keys "
                "serve readers that know the old one and readers that know the new one.",
                "runtime-archive sign runtimes --key runtimes-2026.key --source "
                "https://runtimes.example.com/python"};
    }

    void declare(Options& options) override {
        options.text("index", index_, "The directory, or its index.json", Presence::required);
        signing_.declare(options, Presence::required);
    }

    Exit run(Session& session) override {
        const Signing signing = signing_.signing(session);
        const SignedIndex made = sign_index(index_, signing);
        const std::vector<base::PublicKey> public_keys = public_keys_of(signing.keys);
        session.log.step("Wrote {}: {} {}", made.signature_file.native(), public_keys.size(),
                         public_keys.size() == 1 ? "signature" : "signatures");
        for (const base::PublicKey& key : public_keys) session.log.detail("by " + key.base64());
        session.log.detail(stamp_text(made.stamp));
        session.result("", [&] { return json_of_signature(made, public_keys); });
        return Exit::ok;
    }

  private:
    std::string index_;
    SigningOptions signing_;
};

}  // namespace

std::unique_ptr<Command> sign_command() { return std::make_unique<Sign>(); }

}  // namespace adder::runtime_archive
