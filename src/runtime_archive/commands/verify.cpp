#include "runtime_archive/inspection/verify.hpp"

#include "runtime_archive/archives/archive_directory.hpp"
#include "runtime_archive/commands/command.hpp"
#include "runtime_archive/commands/results.hpp"
#include "runtime_archive/commands/values.hpp"
#include "runtime_archive/inspection/machine.hpp"

#include <adder/base/error.hpp>
#include <adder/base/text.hpp>

#include <algorithm>
#include <filesystem>
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

class Verify final : public Command {
  public:
    About about() const override {
        return {
            "verify", "Check archives before somebody relies on them",
            "Compares each with the index beside it, unpacks it as the buildpack would, runs it from another "
            "directory with every module, and with --root looks for the libraries it needs in the file "
            "system "
            "of a run image. What could not be looked at is said. Ends with exit code 3 if anything is not "
            "as "
            "it should be.",
            "runtime-archive verify runtimes --key runtimes-2026.pub --root /mnt/run-image"};
    }

    void declare(Options& options) override {
        options.texts("path", paths_, "Archives, and directories of archives", Presence::required);
        options.texts("--key", keys_,
                      "Public key that may have signed the index: a file, or base64; may be repeated");
        options.text("--root", root_, "Directory that holds the root file system of a run image");
    }

    Exit run(Session& session) override {
        const std::vector<base::PublicKey> keys = public_key_values(keys_);
        VerifyRequest request{.machine = target_of_this_machine()};
        if (!root_.empty()) {
            if (!fs::is_directory(root_)) throw WrongUsage{"--root: {} is not a directory", root_};
            request.root = root_;
        }
        for (const std::string& path : paths_) {
            if (!fs::exists(path)) throw base::Error{"there is no {}", path};
        }
        std::vector<Verification> results;
        std::set<fs::path> seen;  // directories whose index has been looked at
        const auto add = [&](const Verification& result) {
            if (!session.json) session.process.out(text_of(result));
            results.push_back(result);
        };
        for (const std::string& path : paths_) {
            if (fs::is_directory(path)) {
                verify_directory(path, keys, request, add);
            } else {
                const bool is_first = seen.insert(fs::canonical(path).parent_path()).second;
                verify_file(path, is_first ? keys : std::vector<base::PublicKey>{}, request, add);
            }
        }
        return conclude(results, session);
    }

  private:
    template <typename Add>
    static void verify_directory(const fs::path& directory, const std::vector<base::PublicKey>& keys,
                                 const VerifyRequest& request, const Add& add) {
        const Verification of_index = verify_index(directory, keys);
        add(of_index);
        const runtimes::Index index =
            of_index.checks.front().outcome == Outcome::passed ? read_index(directory) : runtimes::Index{};
        std::vector<fs::path> files;
        for (const fs::directory_entry& entry : fs::directory_iterator{directory}) {
            const std::string name = entry.path().filename();
            if (index.find(name) != nullptr || name.ends_with(".tar.zst")) files.push_back(entry.path());
        }
        std::ranges::sort(files);
        for (const fs::path& file : files) {
            add(verify_archive(file, index.find(file.filename().native()), true, request));
        }
    }

    template <typename Add>
    static void verify_file(const fs::path& file, const std::vector<base::PublicKey>& keys,
                            const VerifyRequest& request, const Add& add) {
        const fs::path directory = file.has_parent_path() ? file.parent_path() : fs::path{"."};
        const bool has_index = fs::exists(directory / runtimes::index_file_name);
        if (has_index && !keys.empty()) add(verify_index(directory, keys));
        const runtimes::Index index = read_index(directory);
        add(verify_archive(file, index.find(file.filename().native()), has_index, request));
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
};

}  // namespace

std::unique_ptr<Command> verify_command() { return std::make_unique<Verify>(); }

}  // namespace adder::runtime_archive
