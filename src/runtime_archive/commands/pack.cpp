#include "runtime_archive/archives/pack.hpp"

#include "runtime_archive/commands/archive_options.hpp"
#include "runtime_archive/commands/command.hpp"
#include "runtime_archive/commands/finish.hpp"
#include "runtime_archive/commands/values.hpp"

#include <filesystem>

namespace adder::runtime_archive {

namespace {

class Pack final : public Command {
  public:
    About about() const override {
        return {"pack", "Pack a directory that holds a Python",
                "The directory's contents (bin, lib, …) become one archive, which is entered in the "
                "index.json of "
                "the output directory. The same tree gives the same bytes.",
                "runtime-archive pack tree --version 3.13.5 --output runtimes"};
    }

    void declare(Options& options) override {
        options.text("directory", tree_, "The tree: bin, lib, …", Presence::required);
        options.text("--version", version_, "Python version, as in 3.13.5", Presence::required);
        options.flag(
            "--prepare", prepare_,
            "First prune the directory, compile its bytecode and test it from another place, as `build` "
            "does");
        options.flag("--free-threaded", free_threaded_, "It has no global interpreter lock");
        options.text("--source-name", source_name_, "What the tree was made from, for the index");
        options.text("--source-sha256", source_sha256_, "SHA-256 of that, where it is a file");
        archive_.declare(options);
    }

    bool tidies_up() const override { return true; }

    Exit run(Session& session) override {
        const auto version = version_value(version_);
        if (!std::filesystem::is_directory(tree_)) throw WrongUsage{"{} is not a directory", tree_};
        PackRequest request = archive_.request(version);
        request.id.free_threaded = free_threaded_;
        if (!source_name_.empty()) {
            request.source = runtimes::Source{.name = source_name_, .sha256 = digest_value(source_sha256_)};
        }
        session.log.section("Packing Python " + version.text());
        return prepare_ ? prepare_and_pack(tree_, request, session)
                        : pack_and_report(tree_, request, session);
    }

  private:
    std::string tree_, version_, source_name_, source_sha256_;
    bool prepare_ = false;
    bool free_threaded_ = false;
    ArchiveOptions archive_;
};

}  // namespace

std::unique_ptr<Command> pack_command() { return std::make_unique<Pack>(); }

}  // namespace adder::runtime_archive
