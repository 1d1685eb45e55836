#include "archive_options.hpp"
#include "command.hpp"
#include "results.hpp"
#include "values.hpp"

#include <adder/base/files.hpp>
#include <adder/runtime_archive/build.hpp>
#include <adder/runtime_archive/pack.hpp>
#include <adder/runtime_archive/requirements.hpp>
#include <adder/runtime_archive/smoke_test.hpp>
#include <adder/runtimes/prepare.hpp>

#include <filesystem>

namespace adder::runtime_archive {

namespace {

namespace fs = std::filesystem;

class Build final : public Command {
  public:
    About about() const override {
        return {"build", "Build CPython from its source, then pack it",
                "Compiles the version so that it runs from any directory, tests it, packs it and enters it "
                "in the "
                "index.json of the output directory.",
                "runtime-archive build 3.13.5 --source Python-3.13.5.tar.xz --output runtimes"};
    }

    void declare(Options& options) override {
        options.text("version", version_, "Python version, as in 3.13.5", Presence::required);
        options.text("--source", tarball_, "CPython's source tarball", Presence::required);
        options.text("--sha256", sha256_, "SHA-256 that the tarball must have");
        options.flag("--pgo", pgo_, "Optimise with a profile (many minutes)");
        options.flag("--lto", lto_, "Optimise at link time");
        options.text("--work", work_, "Directory to build in (default: the system's temporary one)");
        archive_.declare(options);
    }

    Exit run(Session& session) override {
        const auto version = version_value(version_);
        if (!fs::is_regular_file(tarball_)) throw WrongUsage{"there is no file {}", tarball_};
        PackRequest request = archive_.request(version);
        check_build_requirements(version, session.env());
        request.source =
            runtimes::Source{.name = fs::path{tarball_}.filename(), .sha256 = base::sha256_of_file(tarball_)};

        const fs::path parent = work_.empty() ? fs::temp_directory_path() : fs::path{work_};
        base::make_directories(parent);
        const base::TempDir work{fs::canonical(parent), "adder-build-"};
        const BuildRequest build{
            .version = version,
            .tarball = tarball_,
            .sha256 = digest_value(sha256_),
            .pgo = pgo_,
            .lto = lto_,
            .jobs = archive_.jobs(),
            .work = work.path(),
            .log_file = work.path().native() + ".log",
        };
        session.log.section("Building Python " + version.text());
        const fs::path tree = build_cpython(build, session.env(), session.log);
        runtimes::prepare(tree, request.id, session.log);
        smoke_test(tree, version);
        session.log.step("Works from another directory");
        const PackedArchive packed = pack(tree, request, session.log);
        base::remove_tree(build.log_file);
        session.result("", [&] { return json_of(packed); });
        return Exit::ok;
    }

  private:
    std::string version_, tarball_, sha256_, work_;
    bool pgo_ = false;
    bool lto_ = false;
    ArchiveOptions archive_;
};

}  // namespace

std::unique_ptr<Command> build_command() { return std::make_unique<Build>(); }

}  // namespace adder::runtime_archive
