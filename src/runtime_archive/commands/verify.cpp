#include "runtime_archive/inspection/verify.hpp"

#include "runtime_archive/commands/command.hpp"
#include "runtime_archive/commands/network.hpp"
#include "runtime_archive/commands/place.hpp"
#include "runtime_archive/commands/results.hpp"
#include "runtime_archive/commands/values.hpp"
#include "runtime_archive/inspection/machine.hpp"
#include "runtimes/signature.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/text.hpp>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <set>

namespace adder::runtime_archive {

namespace {

namespace fs = std::filesystem;

std::string_view word_for(Outcome outcome) {
    switch (outcome) {
        case Outcome::passed:
            return "ok     ";
        case Outcome::failed:
            return "FAILED ";
        case Outcome::skipped:
            return "skipped";
    }
    return "";
}

std::string with_indented_lines(const std::string& text) {
    constexpr std::string_view column = "                     ";
    std::vector<std::string> lines;
    for (const std::string_view line : base::lines(text)) lines.emplace_back(line);
    return base::join(lines, base::format("\n{}", column));
}

std::string text_of(const Verification& verification) {
    std::string text = verification.file + "\n";
    for (const Check& check : verification.checks) {
        const std::string name =
            check.name + std::string(11 - std::min<std::size_t>(10, check.name.size()), ' ');
        text += base::format("  {} {}{}\n", word_for(check.outcome), name, with_indented_lines(check.detail));
    }
    return text;
}

/// Takes each result as soon as it is known.
using Add = std::function<void(const Verification&)>;

/// A place whose archives are looked at: what the command line says of all of them.
struct Inspection {
    std::vector<base::PublicKey> keys;
    bool runs_unsigned = false;
    VerifyRequest request;
    Add add;

    /// What is to be done with archives of a place whose index was looked at.
    VerifyRequest request_for(const VerifiedIndex& index) const {
        VerifyRequest result = request;
        if (!keys.empty() && !index.is_signed) {
            result.not_run_because = "the index is not signed by one of the keys";
        } else if (keys.empty() && !runs_unsigned) {
            result.not_run_because = "no --key vouches for it (--run runs it all the same, with your rights)";
        }
        return result;
    }
};

void verify_directory(const fs::path& directory, const Inspection& inspection) {
    const VerifiedIndex index =
        verify_index(read_index_files(directory), inspection.keys,
                     [&](const std::string& file) { return fs::exists(directory / file); });
    inspection.add(index.verification);
    std::vector<fs::path> files;
    for (const fs::directory_entry& entry : fs::directory_iterator{directory}) {
        const std::string name = entry.path().filename();
        if (index.index.find(name) != nullptr || name.ends_with(".tar.zst")) files.push_back(entry.path());
    }
    std::ranges::sort(files);
    const VerifyRequest request = inspection.request_for(index);
    for (const fs::path& file : files) {
        inspection.add(verify_archive(file, index.index.find(file.filename().native()), true, request));
    }
}

/// `shows_index`: its index was not shown before, with another file of the directory.
void verify_file(const fs::path& file, bool shows_index, const Inspection& inspection) {
    const fs::path directory = file.has_parent_path() ? file.parent_path() : fs::path{"."};
    const IndexFiles files = read_index_files(directory);
    const VerifiedIndex index = verify_index(
        files, inspection.keys, [&](const std::string& name) { return fs::exists(directory / name); });
    const bool is_readable = index.verification.checks.front().outcome == Outcome::passed;
    if (shows_index && (!inspection.keys.empty() || !is_readable)) inspection.add(index.verification);
    inspection.add(verify_archive(file, index.index.find(file.filename().native()), files.index.has_value(),
                                  inspection.request_for(index)));
}

/// The text of a file there; nullopt if there is none.
std::optional<std::string> text_of(Destination& place, std::string_view name, std::size_t limit) {
    const auto document = place.read(std::string{name}, limit);
    return document ? std::optional{document->text} : std::nullopt;
}

IndexFiles read_index_files(Destination& place) {
    return {text_of(place, runtimes::index_file_name, runtimes::max_index_size),
            text_of(place, runtimes::signature_file_name, runtimes::max_signature_file_size)};
}

VerifiedIndex verify_index_of(Destination& place, const Inspection& inspection) {
    const auto look = [&] {
        return verify_index(read_index_files(place), inspection.keys,
                            [&](const std::string& file) { return place.size_of(file).has_value(); });
    };
    VerifiedIndex index = look();
    // They are two files: one that was changed between the reading of the two is read again before anyone is
    // accused.
    if (!inspection.keys.empty() && !index.is_signed) index = look();
    return index;
}

/// Only what the index lists has a size and a digest to go by.
void verify_remote_archive(Destination& place, const std::string& name, const VerifiedIndex& index,
                           const Inspection& inspection) {
    const auto unfit = [&](const std::string& reason) {
        inspection.add({name, {{"digest", Outcome::failed, reason}}});
    };
    const runtimes::IndexEntry* entry = index.index.find(name);
    if (entry == nullptr) {
        unfit("the index beside it does not list it");
        return;
    }
    const base::TempDir scratch;
    const fs::path file = scratch.path() / name;
    try {
        place.fetch(name, file, entry->size);
    } catch (const base::TooManyBytes&) {
        unfit(base::format("has more than the {} bytes that the index says", entry->size));
        return;
    } catch (const fetch::NotFound& error) {
        unfit(error.full_text());
        return;
    }
    inspection.add(verify_archive(file, entry, true, inspection.request_for(index)));
}

class Verify final : public Command {
  public:
    About about() const override {
        return {
            "verify", "Check archives before somebody relies on them",
            "Compares each with the index beside it, unpacks it as the buildpack would, and with --root "
            "looks for the libraries it needs in the file system of a run image. With --key, archives of an "
            "index that one of the keys has signed are also run from another directory with every module; "
            "nothing is run of what has failed. What could not be looked at is said. Ends with exit code 3 "
            "if anything is not as it should be.",
            "runtime-archive verify https://runtimes.example.com/python --key runtimes-2026.pub"};
    }

    void declare(Options& options) override {
        options.texts("path", paths_,
                      "Archives, and directories of archives: paths, https URLs, s3://BUCKET/PREFIX",
                      Presence::required);
        options.texts("--key", keys_,
                      "Public key that may have signed the index: a file, or base64; may be repeated");
        options.flag("--run", runs_unsigned_,
                     "Without --key: run archives although nobody vouches for them, with your own rights");
        options.text("--root", root_, "Directory that holds the root file system of a run image");
        place_.declare(options);
    }

    Exit run(Session& session) override {
        std::vector<Verification> results;
        Inspection inspection{.keys = public_key_values(keys_),
                              .runs_unsigned = runs_unsigned_,
                              .request = {.machine = target_of_this_machine()},
                              .add = [&](const Verification& result) {
                                  if (!session.json) session.process.out(text_of(result));
                                  results.push_back(result);
                              }};
        if (!root_.empty()) {
            if (!fs::is_directory(root_)) throw WrongUsage{"--root: {} is not a directory", root_};
            inspection.request.root = root_;
        }
        for (const std::string& path : paths_) {
            if (!PlaceOptions::is_remote(path) && !fs::exists(local_path(path))) {
                throw base::Error{"there is no {}", path};
            }
        }
        std::set<fs::path> seen;  // directories whose index has been looked at
        for (const std::string& path : paths_) {
            if (PlaceOptions::is_remote(path)) {
                verify_remote(path, inspection, session);
            } else if (const fs::path local = local_path(path); fs::is_directory(local)) {
                verify_directory(local, inspection);
            } else {
                const bool is_first = seen.insert(fs::canonical(local).parent_path()).second;
                verify_file(local, is_first, inspection);
            }
        }
        return conclude(results, session);
    }

  private:
    static fs::path local_path(const std::string& path) {
        const auto url = url_value(path);
        return url ? url->file_path() : fs::path{path};
    }

    /// A place, or one archive of it.
    void verify_remote(const std::string& text, const Inspection& inspection, const Session& session) const {
        const std::size_t slash = text.rfind('/');
        const std::string last = text.substr(slash + 1);
        const bool is_file = last == runtimes::index_file_name || last.ends_with(".tar.zst");
        const auto place = place_.open(is_file ? text.substr(0, slash) : text, session);
        const VerifiedIndex index = verify_index_of(*place, inspection);
        inspection.add(index.verification);
        if (last.ends_with(".tar.zst")) {
            verify_remote_archive(*place, last, index, inspection);
            return;
        }
        for (const runtimes::IndexEntry& entry : index.index.archives) {
            verify_remote_archive(*place, entry.file, index, inspection);
        }
    }

    static Exit conclude(const std::vector<Verification>& results, const Session& session) {
        const auto unfit =
            std::ranges::count_if(results, [](const Verification& each) { return !each.is_fit(); });
        const std::string last = unfit == 0
                                     ? std::string{"Fit, as far as was looked at.\n"}
                                     : base::format("{} of {} files are not fit.\n", unfit, results.size());
        session.result(last, [&] { return json_of(results); });
        return unfit == 0 ? Exit::ok : Exit::unfit;
    }

    std::vector<std::string> paths_, keys_;
    std::string root_;
    bool runs_unsigned_ = false;
    PlaceOptions place_;
};

}  // namespace

std::unique_ptr<Command> verify_command() { return std::make_unique<Verify>(); }

}  // namespace adder::runtime_archive
