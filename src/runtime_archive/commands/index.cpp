#include "runtime_archive/archives/archive_directory.hpp"
#include "runtime_archive/archives/reindex.hpp"
#include "runtime_archive/commands/command.hpp"
#include "runtime_archive/commands/results.hpp"

#include <filesystem>

namespace adder::runtime_archive {

namespace {

class IndexDirectory final : public Command {
  public:
    About about() const override {
        return {
            "index", "Make the index.json of a directory anew",
            "Reads every archive there. What the index says of those it knows is kept; archives that were "
            "changed are refused, and so are missing ones.",
            "runtime-archive index runtimes"};
    }

    void declare(Options& options) override {
        options.text("directory", directory_, "The directory of archives", Presence::required);
        options.flag("--forget-missing", forget_missing_,
                     "Drop archives that are listed and no longer there");
    }

    Exit run(Session& session) override {
        if (!std::filesystem::is_directory(directory_)) throw WrongUsage{"{} is not a directory", directory_};
        const ArchiveDirectory directory{directory_};
        const runtimes::Index known = directory.index();
        const Reindexed made = reindex(known, find_archives(directory_, known), forget_missing_);
        directory.write(made.index);
        report(made, directory, session.log);
        session.result("", [&] { return json_of(made); });
        return Exit::ok;
    }

  private:
    static void report(const Reindexed& made, const ArchiveDirectory& directory, base::Log& log) {
        log.step("{} archives in {}", made.index.archives.size(),
                 (directory.path() / runtimes::index_file_name).native());
        for (const std::string& name : made.added) log.detail("added " + name);
        for (const std::string& name : made.forgotten) log.detail("forgotten " + name);
        for (const std::string& name : made.nameless) {
            log.warning(name + " is not in the index", "Its name does not say what it is for.");
        }
        const bool has_changed = !made.added.empty() || !made.forgotten.empty();
        if (has_changed && directory.is_signed()) {
            log.warning("The signature of the index no longer fits",
                        "Sign it again with `runtime-archive sign`.");
        }
    }

    std::string directory_;
    bool forget_missing_ = false;
};

}  // namespace

std::unique_ptr<Command> index_command() { return std::make_unique<IndexDirectory>(); }

}  // namespace adder::runtime_archive
