#include "runtime_archive/inspection/verify.hpp"

#include "runtime_archive/archives/stamp.hpp"
#include "runtime_archive/inspection/inspect.hpp"
#include "runtime_archive/inspection/libraries.hpp"
#include "runtime_archive/inspection/trial_run.hpp"
#include "runtimes/signature.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/text.hpp>

#include <algorithm>

namespace adder::runtime_archive {

namespace {

namespace fs = std::filesystem;

/// What the check found is its detail; a `base::Error` is a failure.
template <typename Action>
Check check(const std::string& name, const Action& action) {
    try {
        return {name, Outcome::passed, action()};
    } catch (const base::Error& error) {
        return {name, Outcome::failed, error.full_text()};
    }
}

Check skipped(std::string name, std::string why) {
    return {std::move(name), Outcome::skipped, std::move(why)};
}

Check check_digest(const fs::path& archive, const runtimes::IndexEntry* entry, bool has_index) {
    if (entry == nullptr) {
        const Outcome outcome = has_index ? Outcome::failed : Outcome::skipped;
        return {"digest", outcome,
                has_index ? "the index beside it does not list it" : "there is no index beside it"};
    }
    return check("digest", [&] {
        const std::uint64_t size = fs::file_size(archive);
        if (size != entry->size) throw base::Error{"has {} bytes, the index says {}", size, entry->size};
        const base::Sha256Digest digest = base::sha256_of_file(archive);
        if (digest != entry->sha256) throw base::DigestMismatch{entry->sha256, digest};
        return base::format("SHA-256 {}, as the index says", digest.hex());
    });
}

Check check_unpacking(const fs::path& archive, const fs::path& directory) {
    return check("unpacks", [&] {
        unpack_archive(archive, directory);
        const TreeSummary summary = summarise(directory);
        return base::format("{} files, {}", summary.files, base::human_size(summary.bytes));
    });
}

Check check_running(const fs::path& tree, const std::optional<runtimes::ArchiveId>& id,
                    const VerifyRequest& request) {
    if (request.not_run_because) return skipped("runs", *request.not_run_because);
    if (!id) return skipped("runs", "neither its name nor an index says which Python it is");
    if (id->target != request.machine) {
        return skipped("runs", base::format("it is for {}, this machine is {}", id->target.text(),
                                            request.machine.text()));
    }
    return check("runs", [&] {
        smoke_test(tree, *id);
        return base::format("Python {}, from another directory, with every module", id->version.text());
    });
}

Check check_libraries(const fs::path& tree, const VerifyRequest& request) {
    if (!request.root) return skipped("libraries", "no --root names a run image's file system");
    return check("libraries", [&] {
        const std::vector<std::string> missing = missing_libraries(tree, *request.root);
        if (!missing.empty()) {
            throw base::Error{"{} lacks:\n{}", *request.root, base::join(missing, "\n")};
        }
        return base::format("all found in {}", *request.root);
    });
}

}  // namespace

bool Verification::is_fit() const {
    return std::ranges::none_of(checks, [](const Check& each) { return each.outcome == Outcome::failed; });
}

Verification verify_archive(const fs::path& archive, const runtimes::IndexEntry* entry, bool has_index,
                            const VerifyRequest& request) {
    const std::string name = archive.filename();
    const auto id = entry != nullptr ? std::optional{entry->id} : runtimes::parse_archive_file_name(name);
    const base::TempDir scratch;
    Verification result{name, {check_digest(archive, entry, has_index)}};
    result.checks.push_back(check_unpacking(archive, scratch.path()));
    if (!result.is_fit()) {
        // What is not what it should be, or not safe to unpack, is not run.
        for (const char* rest : {"runs", "libraries"}) result.checks.push_back(skipped(rest, "see above"));
        return result;
    }
    result.checks.push_back(check_running(scratch.path(), id, request));
    result.checks.push_back(check_libraries(scratch.path(), request));
    return result;
}

IndexFiles read_index_files(const fs::path& directory) {
    return {base::read_file_if_present(directory / runtimes::index_file_name, runtimes::max_index_size),
            base::read_file_if_present(directory / runtimes::signature_file_name,
                                       runtimes::max_signature_file_size)};
}

VerifiedIndex verify_index(const IndexFiles& files, const std::vector<base::PublicKey>& keys,
                           const std::function<bool(const std::string&)>& is_there) {
    VerifiedIndex result{{std::string{runtimes::index_file_name}, {}}, {}};
    std::vector<Check>& checks = result.verification.checks;
    checks.push_back(check("schema", [&] {
        if (files.index) result.index = runtimes::parse_index(*files.index);
        const std::string stamp = result.index.stamp ? "; " + stamp_text(*result.index.stamp) : std::string{};
        return base::format("{} archives{}", result.index.archives.size(), stamp);
    }));
    if (keys.empty()) {
        checks.push_back(skipped("signature", "no --key names a public key"));
    } else {
        checks.push_back(check("signature", [&] {
            if (!files.index) throw base::Error{"there is no {}", runtimes::index_file_name};
            if (!files.signatures) throw base::Error{"there is no {}", runtimes::signature_file_name};
            runtimes::require_signed(*files.index, *files.signatures, keys);
            result.is_signed = true;
            return std::string{"by one of the keys"};
        }));
    }
    checks.push_back(check("files", [&] {
        std::string missing;
        for (const runtimes::IndexEntry& entry : result.index.archives) {
            if (!is_there(entry.file)) missing += "\n" + entry.file;
        }
        if (!missing.empty()) throw base::Error{"listed, and not there:{}", missing};
        return std::string{"all that are listed are there"};
    }));
    return result;
}

}  // namespace adder::runtime_archive
