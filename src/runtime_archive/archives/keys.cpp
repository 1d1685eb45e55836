#include "runtime_archive/archives/keys.hpp"

#include "runtime_archive/archives/archive_directory.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>

#include <fcntl.h>
#include <unistd.h>

namespace adder::runtime_archive {

namespace {

namespace fs = std::filesystem;

/// The mode holds from the file's first moment, whatever the umask allows.
void create_file(const fs::path& file, std::string_view text, mode_t mode) {
    const base::UniqueFd fd = base::open_file(file, O_WRONLY | O_CREAT | O_EXCL, mode);
    base::write_all(fd.get(), base::as_bytes(text));
    if (::fsync(fd.get()) != 0) throw base::SystemError{errno, "cannot write {}", file};
}

fs::path with_suffix(const fs::path& name, const char* suffix) { return name.native() + suffix; }

}  // namespace

KeyFiles generate_key_files(const fs::path& name) {
    const fs::path private_file = with_suffix(name, ".key");
    const fs::path public_file = with_suffix(name, ".pub");
    for (const fs::path& file : {private_file, public_file}) {
        if (!fs::exists(fs::symlink_status(file))) continue;
        throw base::Error{"{} exists: a key is never overwritten. Give the new one another name", file};
    }
    const base::PrivateKey key = base::PrivateKey::generate();
    create_file(private_file, key.pem(), 0600);
    create_file(public_file, key.public_key().pem(), 0644);
    return {private_file, public_file, key.public_key()};
}

std::vector<base::PrivateKey> parse_private_keys(const std::vector<KeyText>& texts) {
    std::vector<base::PrivateKey> keys;
    for (const KeyText& key : texts) {
        try {
            keys.push_back(base::PrivateKey::parse(key.text));
        } catch (base::Error& error) {
            error.add_context("while reading the private key from {}", key.origin);
            throw;
        }
    }
    return keys;
}

SignedIndex sign_index(const fs::path& index_or_directory, const Signing& signing) {
    const bool is_directory = fs::is_directory(index_or_directory);
    const fs::path directory = is_directory ? index_or_directory : index_or_directory.parent_path();
    if (!is_directory && index_or_directory.filename() != runtimes::index_file_name) {
        throw base::Error{"{} is neither a directory nor called {}", index_or_directory,
                          runtimes::index_file_name};
    }
    const ArchiveDirectory held{directory.empty() ? "." : directory};
    const fs::path file = held.path() / runtimes::index_file_name;
    const fs::path signature = held.path() / runtimes::signature_file_name;
    StandingIndex standing{base::read_file(file, runtimes::max_index_size)};
    if (const auto there = base::read_file_if_present(signature, runtimes::max_signature_file_size)) {
        standing.signatures = runtimes::parse_named_signatures(*there);
    }
    runtimes::Index index = held.index();
    require_no_signer_lost(file, standing, public_keys_of(signing.keys), signing.retired);
    index.stamp = next_stamp(index.stamp, signing.stamp);
    const std::string text = runtimes::to_json(index);
    const auto fresh = runtimes::signatures_by(signing.keys, text);
    // First the signatures, of both: a reader finds a valid one at every moment.
    base::write_file(signature, runtimes::to_text(with_standing(fresh, standing, signing.retired)));
    base::write_file(file, text);
    return {signature, *index.stamp};
}

}  // namespace adder::runtime_archive
