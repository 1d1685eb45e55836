#include "runtime_archive/building/build.hpp"

#include "runtime_archive/commands/archive_options.hpp"
#include "runtime_archive/commands/command.hpp"
#include "runtime_archive/commands/finish.hpp"
#include "runtime_archive/commands/network.hpp"
#include "runtime_archive/commands/values.hpp"
#include "runtime_archive/inspection/requirements.hpp"
#include "runtime_archive/source/release.hpp"
#include "runtime_archive/source/vouch.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/text.hpp>

#include <algorithm>
#include <filesystem>

namespace adder::runtime_archive {

namespace {

namespace fs = std::filesystem;

/// The first with free threading (PEP 703).
constexpr unsigned first_free_threaded = 13;

Obtained obtain_source(const std::string& given_as, const fs::path& work,
                       const fetch::FetcherOptions& network, base::Log& log) {
    try {
        return obtain(given_as, work, network, log);
    } catch (base::Error& error) {
        error.add_context("while getting the source (--source names another place to get it from)");
        throw;
    }
}

/// The index records them as they are.
void require_recordable(const std::vector<std::string>& configure_args) {
    constexpr std::size_t longest = 500;
    for (const std::string& argument : configure_args) {
        const bool has_control =
            std::ranges::any_of(argument, [](char c) { return (c >= 0 && c < ' ') || c == '\x7f'; });
        if (argument.empty() || argument.size() > longest || has_control || !base::is_valid_utf8(argument)) {
            throw WrongUsage{
                "--configure-arg '{}' cannot be recorded in the index: it takes 1 to {} bytes of UTF-8 "
                "without "
                "control characters",
                base::printable(argument), longest};
        }
    }
}

class Build final : public Command {
  public:
    About about() const override {
        return {
            "build", "Build CPython from its source, then pack it",
            "Fetches the release's source from python.org unless --source names another, verifies it by its "
            "Sigstore bundle or a digest, compiles it so that it runs from any directory, tests it there, "
            "packs "
            "it and enters it in the index.json of the output directory.",
            "runtime-archive build 3.13.5 --pgo --lto --output runtimes"};
    }

    void declare(Options& options) override {
        options.text("version", version_, "Python version, as in 3.13.5 or 3.15.0rc1", Presence::required);
        options.text("--source", source_,
                     "CPython's source tarball: a file or a URL (default: python.org's)");
        options.text("--sha256", sha256_, "SHA-256 that the tarball must have");
        options.text(
            "--sigstore", bundle_,
            "Sigstore bundle of the tarball: a file, a URL, or auto for TARBALL.sigstore (default for a "
            "tarball from the network without --sha256)");
        options.text("--sigstore-identity", identity_,
                     "Who must have signed it (default: the release manager)");
        options.text("--sigstore-issuer", issuer_, "Who must have issued that identity");
        options.flag("--sigstore-offline", offline_, "Verify without asking for news of Sigstore's root");
        options.flag("--pgo", pgo_, "Optimise with a profile (many minutes)");
        options.flag("--lto", lto_, "Optimise at link time");
        options.flag("--bolt", bolt_, "Optimise the linked programs with llvm-bolt");
        options.flag("--jit", jit_, "With CPython's experimental just-in-time compiler (needs LLVM)");
        options.flag("--tail-call", tail_call_, "With the tail-calling interpreter (needs a new compiler)");
        options.texts("--configure-arg", configure_args_,
                      "Another argument of CPython's configure script, as in --configure-arg=CC=clang-19; "
                      "may be repeated");
        options.flag("--free-threaded", free_threaded_,
                     "Without the global interpreter lock (3.13 and later)");
        options.text("--work", work_, "Directory to build in (default: the system's temporary one)");
        archive_.declare(options);
    }

    bool tidies_up() const override { return true; }

    Exit run(Session& session) override {
        const auto version = version_value(version_);
        const Vouching vouching = vouching_value();
        PackRequest request = archive_.request(version);
        request.id.free_threaded = free_threaded_;
        if (free_threaded_ && version.minor_number < first_free_threaded) {
            throw WrongUsage{"Python {} has no free-threaded build: 3.13 is the first", version.series()};
        }
        require_recordable(configure_args_);
        if (free_threaded_ && jit_) {
            throw WrongUsage{
                "--jit has no effect with --free-threaded: CPython never uses the compiler there"};
        }
        check_build_requirements(version, session.env());

        const fs::path parent = work_.empty() ? fs::temp_directory_path() : fs::path{work_};
        base::make_directories(parent);
        const base::TempDir work{fs::canonical(parent), "adder-build-"};
        session.log.section("Building Python " + version.text());
        const Obtained source = verified_source(version, vouching, work.path(), session);
        request.source = source.source;

        const BuildRequest build{
            .id = request.id,
            .tarball = source.file,
            .pgo = pgo_,
            .lto = lto_,
            .bolt = bolt_,
            .jit = jit_,
            .tail_call = tail_call_,
            .configure_args = configure_args_,
            .jobs = archive_.jobs(),
            .work = work.path(),
            .log_file = work.path().native() + ".log",
            .stop = session.stop,
        };
        request.build_flags = build_flags(build);
        try {
            const fs::path tree = build_cpython(build, session.env(), session.log);
            const Exit exit = prepare_and_pack(tree, request, session);
            base::remove_tree(build.log_file);
            return exit;
        } catch (const base::Error&) {
            // It is of use to find out why a build failed, but not after an interruption.
            if (session.stop.stop_requested()) base::remove_tree(build.log_file);
            throw;
        }
    }

  private:
    Vouching vouching_value() const {
        if (identity_.empty() != issuer_.empty()) {
            throw WrongUsage{"--sigstore-identity and --sigstore-issuer belong together"};
        }
        Vouching vouching{.sha256 = digest_value(sha256_), .bundle = bundle_, .offline = offline_};
        if (!identity_.empty()) vouching.signer = ReleaseManager{identity_, issuer_};
        return vouching;
    }

    Obtained verified_source(const runtimes::PythonVersion& version, const Vouching& vouching,
                             const fs::path& work, const Session& session) const {
        const std::string given_as = source_.empty() ? source_url(version) : source_;
        const fetch::FetcherOptions network = network_options(session);
        const Obtained source = obtain_source(given_as, work, network, session.log);
        vouch_for({source, given_as, version}, vouching, {work, network, session.env(), session.log});
        return source;
    }

    std::string version_, source_, sha256_, bundle_, identity_, issuer_, work_;
    bool offline_ = false;
    bool pgo_ = false;
    bool lto_ = false;
    bool bolt_ = false;
    bool jit_ = false;
    bool tail_call_ = false;
    std::vector<std::string> configure_args_;
    bool free_threaded_ = false;
    ArchiveOptions archive_;
};

}  // namespace

std::unique_ptr<Command> build_command() { return std::make_unique<Build>(); }

}  // namespace adder::runtime_archive
