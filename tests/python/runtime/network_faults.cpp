#include "network_faults.hpp"

#include "archive/pack.hpp"

#include <adder/base/files.hpp>
#include <adder/base/format.hpp>
#include <adder/testing/background_process.hpp>

#include <archive/archives.hpp>
#include <support/programs.hpp>

namespace adder::python {

namespace {

using Nature = Fault::Nature;
using test::Answer;

constexpr const char* missing = "Python 3.13.5 is not available for linux/amd64 · debian 12.";
constexpr const char* unreachable = "Python 3.13.5 could not be downloaded.";
constexpr const char* damaged = "The archive of Python 3.13.5 is damaged.";
constexpr const char* unverified = "Python 3.13.5 could not be verified.";

/// A small runtime: directories, links, empty files, and more than a MiB that does not compress.
void write_runtime(const std::filesystem::path& root, std::uint32_t seed) {
    base::make_directories(root / "bin");
    base::write_file(root / "bin/python3.13",
                     test::program_for(test::amd64_machine, archive::test::noise(400'000, seed)), 0755);
    std::filesystem::create_symlink("python3.13", root / "bin/python3");
    for (std::uint32_t i = 0; i < 40; ++i) {
        const std::filesystem::path package = root / base::format("lib/python3.13/package{}", i % 7);
        base::make_directories(package);
        base::write_file(package / base::format("module{}.py", i), archive::test::noise(700 * i, seed + i));
    }
}

std::string packed(const std::filesystem::path& directory) {
    base::StringSink bytes{std::size_t{1} << 30};
    archive::pack_tree(directory, bytes, {.level = 3, .window_log = 20});
    return bytes.text();
}

template <typename T>
void append(std::vector<T>& all, std::vector<T> more) {
    for (T& one : more) all.push_back(std::move(one));
}

}  // namespace

NetworkFaults::NetworkFaults() {
    const base::TempDir runtime;
    write_runtime(runtime.path(), 1);
    archive_ = packed(runtime.path());
    tree_ = test::tree_of(runtime.path());
    const base::TempDir other;
    write_runtime(other.path(), 100);
    other_archive_ = packed(other.path());
    nothing_listens_ = base::format("http://127.0.0.1:{}/python.tar.zst", test::free_port());
}

std::vector<Fault> NetworkFaults::of_every_kind() const {
    std::vector<Fault> faults = of_connections();
    append(faults, of_statuses());
    append(faults, of_redirects());
    append(faults, of_bodies());
    return faults;
}

std::vector<Fault> NetworkFaults::of_connections() const {
    // Longer than a name may be: it is refused before any server of names is asked.
    const std::string no_such_host = "https://" + std::string(64, 'a') + ".invalid/python.tar.zst";
    const std::string untrusted = untrusted_.url("/python.tar.zst");
    // An address that is always like this can be reached for one attempt only by way of a redirect.
    const auto at = [](const std::string& address) { return Answer::redirect(address); };
    return {
        {"connection_refused", Nature::transient, unreachable, at(nothing_listens_), nothing_listens_},
        {"no_such_host", Nature::transient, unreachable, at(no_such_host), no_such_host},
        {"untrusted_certificate", Nature::definite, unreachable, at(untrusted), untrusted},
        {"reset_before_the_answer", Nature::transient, unreachable, Answer::reset()},
        {"reset_in_the_body", Nature::transient, unreachable,
         Answer::ok(archive_).reset_after(archive_.size() / 2)},
        {"empty_answer", Nature::transient, unreachable, Answer::raw("")},
        {"no_http", Nature::transient, unreachable, Answer::raw("SSH-2.0-OpenSSH_9.2\r\n\r\n")},
        {"slow_drip", Nature::harmless, "", good().drip(16 << 10, std::chrono::milliseconds{5})},
    };
}

std::vector<Fault> NetworkFaults::of_statuses() const {
    std::vector<Fault> faults;
    for (const int status : {400, 401}) {
        faults.push_back(
            {base::format("status_{}", status), Nature::definite, unreachable, Answer::status(status, "no")});
    }
    for (const int status : {403, 404, 410}) {
        faults.push_back(
            {base::format("status_{}", status), Nature::definite, missing, Answer::status(status, "no")});
    }
    for (const int status : {408, 429, 500, 502, 503}) {
        faults.push_back({base::format("status_{}", status), Nature::transient, unreachable,
                          Answer::status(status, "later").header("Retry-After", "7")});
    }
    return faults;
}

std::vector<Fault> NetworkFaults::of_redirects() const {
    return {
        {"redirect_loop", Nature::definite, unreachable, Answer::redirect("/loop")},
        {"redirect_to_http", Nature::definite, unreachable, Answer::redirect("http://example.com/x")},
        {"redirect_to_a_file", Nature::definite, unreachable, Answer::redirect("file:///etc/passwd")},
        {"redirect_to_no_url", Nature::definite, unreachable, Answer::redirect("http://exa mple/")},
        {"redirect_to_nowhere", Nature::definite, unreachable, Answer::status(302)},
    };
}

std::vector<Fault> NetworkFaults::of_bodies() const {
    const std::size_t size = archive_.size();
    std::string flipped = archive_;
    flipped[size / 2] = static_cast<char>(flipped[size / 2] ^ 0x10);
    return {
        {"length_too_long", Nature::transient, unreachable, good().claimed_length(size + 1000)},
        {"length_too_short", Nature::content, damaged, good().claimed_length(size / 2)},
        {"more_than_the_length", Nature::harmless, "", Answer::ok(archive_ + "more").claimed_length(size)},
        {"more_than_the_archive", Nature::content, damaged, Answer::ok(archive_ + "more")},
        {"cut_off_without_a_length", Nature::content, damaged,
         Answer::ok(archive_.substr(0, size / 2)).without_length()},
        {"cut_off_in_chunks", Nature::transient, unreachable,
         Answer::ok(archive_).chunked().cut_after(size / 2)},
        {"garbage", Nature::content, damaged, Answer::ok(archive::test::noise(size))},
        {"a_web_page", Nature::content, damaged, Answer::ok("<html>captive portal</html>")},
        {"an_empty_body", Nature::content, damaged, Answer::ok("")},
        {"a_flipped_bit", Nature::content, damaged, Answer::ok(flipped)},
        {"another_archive", Nature::content, unverified, Answer::ok(other_archive_)},
    };
}

std::vector<Fault> NetworkFaults::stalls() const {
    return {{"stall_before_the_body", Nature::transient, unreachable, good().stall_after(0)},
            {"stall_in_the_body", Nature::transient, unreachable, good().stall_after(20'000)}};
}

std::vector<Fault> NetworkFaults::truncations(bool resumable) const {
    std::vector<Fault> faults;
    const Answer whole = resumable ? good() : Answer::ok(archive_);
    for (std::size_t at = 0; at < archive_.size(); at += 64 << 10) {
        faults.push_back({base::format("cut_off_at_{}{}", at, resumable ? "" : "_for_good"),
                          Nature::transient, unreachable, whole.cut_after(at)});
    }
    return faults;
}

}  // namespace adder::python
