#include "runtime_archive/archives/archive_directory.hpp"
#include "runtime_archive/archives/listing.hpp"
#include "runtime_archive/commands/command.hpp"
#include "runtime_archive/commands/network.hpp"
#include "runtime_archive/commands/results.hpp"
#include "runtime_archive/inspection/inspect.hpp"

#include <adder/base/error.hpp>
#include <adder/base/text.hpp>

#include <filesystem>

namespace adder::runtime_archive {

namespace {

namespace fs = std::filesystem;

std::string contents_text(const ArchiveSummary& summary) {
    const TreeSummary& tree = summary.contents;
    return base::format(
        "unpacked {} in {} files, {} directories and {} links\n"
        "window   {} of memory to decompress it\n"
        "holds    {}; {} extension modules, {} bytecode files, {}, {}\n",
        base::human_size(tree.bytes), tree.files, tree.directories, tree.links,
        base::human_size(summary.window), base::join(tree.interpreters, ", "), tree.extension_modules,
        tree.bytecode_files, tree.headers ? "headers" : "no headers",
        tree.ensurepip ? "ensurepip" : "no ensurepip");
}

class Show final : public Command {
  public:
    About about() const override {
        return {"show", "Show what one archive is and holds",
                "Of a file: what the index beside it says, and what is in it. Of a URL: what the index there "
                "says.",
                "runtime-archive show runtimes/python-3.13.5-debian-12-amd64.tar.zst"};
    }

    void declare(Options& options) override {
        options.text("archive", archive_, "A file, or the URL of one", Presence::required);
    }

    Exit run(Session& session) override {
        const auto url = url_value(archive_);
        if (url && url->scheme() != fetch::Url::Scheme::file) {
            show_remote(*url, session);
        } else {
            show_file(url ? url->file_path() : fs::path{archive_}, session);
        }
        return Exit::ok;
    }

  private:
    static void show_remote(const fetch::Url& url, const Session& session) {
        const runtimes::Index index = load_index(url.resolve(runtimes::index_file_name).text(), session);
        const std::string name = url.path().substr(url.path().rfind('/') + 1);
        const runtimes::IndexEntry* entry = index.find(name);
        if (entry == nullptr) throw base::Error{"the index beside {} does not list it", url.display()};
        session.result(describe(*entry), [&] { return json_of(entry, nullptr); });
    }

    static void show_file(const fs::path& file, const Session& session) {
        if (!fs::is_regular_file(file)) throw base::Error{"there is no file {}", file};
        const runtimes::Index index = read_index(file.has_parent_path() ? file.parent_path() : ".");
        const runtimes::IndexEntry* entry = index.find(file.filename().native());
        const ArchiveSummary summary = inspect(file);
        const std::string known =
            entry != nullptr
                ? describe(*entry)
                : base::format("not in an index\nsize     {} ({} bytes)\nsha256   {}\n",
                               base::human_size(summary.size), summary.size, summary.sha256.hex());
        session.result(known + contents_text(summary), [&] { return json_of(entry, &summary); });
    }

    std::string archive_;
};

}  // namespace

std::unique_ptr<Command> show_command() { return std::make_unique<Show>(); }

}  // namespace adder::runtime_archive
