#include "runtime_archive/archives/listing.hpp"
#include "runtime_archive/commands/command.hpp"
#include "runtime_archive/commands/network.hpp"
#include "runtime_archive/commands/results.hpp"

namespace adder::runtime_archive {

namespace {

class List final : public Command {
  public:
    About about() const override {
        return {"list", "List the archives of an index",
                "Of a directory, or of whatever a URL leads to (https, file), as the buildpack would see it.",
                "runtime-archive list https://runtimes.example.com/ --series 3.13"};
    }

    void declare(Options& options) override {
        options.text("location", location_, "A directory, an index.json, or a URL of either",
                     Presence::required);
        options.text("--series", selection_.series, "Only this series, as in 3.13");
        options.text("--target", selection_.target,
                     "Only this target, as in debian-12-amd64, debian-12 or debian");
    }

    Exit run(Session& session) override {
        const runtimes::Index index = load_index(location_, session);
        const auto entries = select(index, selection_);
        for (const std::string& place : index.passed_over) {
            session.process.error(base::format("passed over, of a newer version: {}\n", place));
        }
        if (entries.empty() && !session.json) session.process.error("no archives\n");
        session.result(entries.empty() ? "" : table(entries), [&] { return json_of(entries); });
        return Exit::ok;
    }

  private:
    std::string location_;
    Selection selection_;
};

}  // namespace

std::unique_ptr<Command> list_command() { return std::make_unique<List>(); }

}  // namespace adder::runtime_archive
