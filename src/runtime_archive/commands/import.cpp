#include "runtime_archive/commands/archive_options.hpp"
#include "runtime_archive/commands/command.hpp"
#include "runtime_archive/commands/finish.hpp"
#include "runtime_archive/commands/network.hpp"
#include "runtime_archive/commands/values.hpp"
#include "runtime_archive/importing/debian.hpp"
#include "runtime_archive/importing/interpreter.hpp"
#include "runtime_archive/inspection/inspect.hpp"
#include "runtime_archive/source/obtain.hpp"
#include "runtimes/standalone.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/text.hpp>

#include <algorithm>

namespace adder::runtime_archive {

namespace {

namespace fs = std::filesystem;

void require_arch(const PackRequest& request, const std::string& arch, const std::string& file) {
    if (arch == request.id.target.arch) return;
    throw base::Error{"{} is for {}, and the archive would be for {}: name it with --arch", file, arch,
                      request.id.target.arch};
}

/// What may be the reason that packages do not make a Python that works here; empty if nothing is known.
std::string explain(const fs::path& tree, const std::string& interpreter,
                    const std::vector<DebianPackage>& packages) {
    std::string text;
    if (const auto parts = missing_parts(packages, interpreter); !parts.empty()) {
        text += base::format("\nParts of this Python are in packages that were not given: {}",
                             base::join(parts, ", "));
    }
    if (const auto libraries = explain_missing_libraries(tree, packages)) text += "\n" + *libraries;
    return text;
}

class Import final : public Command {
  public:
    About about() const override {
        return {
            "import", "Make an archive from somebody else's build of Python",
            "From an install_only archive of python-build-standalone (a file, or a URL with --sha256), or "
            "from "
            "Debian or Ubuntu packages: python3.N-minimal, libpython3.N-minimal, libpython3.N-stdlib. It is "
            "brought into the usual layout, made relocatable, tested from another directory and packed.",
            "runtime-archive import cpython-3.13.1+20241219-x86_64-unknown-linux-gnu-install_only.tar.gz "
            "--output runtimes"};
    }

    void declare(Options& options) override {
        options.texts("file", files_, "The archive or its URL, or the packages (*.deb)", Presence::required);
        options.text("--sha256", sha256_, "SHA-256 that the archive must have");
        options.text("--work", work_, "Directory to work in (default: the system's temporary one)");
        archive_.declare(options);
    }

    bool tidies_up() const override { return true; }

    Exit run(Session& session) override {
        const fs::path parent = work_.empty() ? fs::temp_directory_path() : fs::path{work_};
        base::make_directories(parent);
        const base::TempDir work{fs::canonical(parent), "adder-import-"};
        const auto is_package = [](const std::string& file) { return file.ends_with(".deb"); };
        if (std::ranges::all_of(files_, is_package)) return import_packages(work.path(), session);
        if (files_.size() == 1) return import_standalone(work.path(), session);
        throw WrongUsage{"name one archive of python-build-standalone, or *.deb files only"};
    }

  private:
    Exit import_standalone(const fs::path& work, Session& session) const {
        const std::string& given = files_[0];
        const std::string file_name =
            url_value(given) ? file_name_of(*url_value(given)) : fs::path{given}.filename().native();
        const auto name = runtimes::parse_standalone_name(file_name);
        if (!name) {
            throw WrongUsage{
                "{} is neither a .deb nor called like an archive of python-build-standalone for Linux: "
                "cpython-VERSION+TAG-TRIPLE-install_only.tar.gz",
                base::printable(file_name)};
        }
        PackRequest request = archive_.request(name->version);
        require_arch(request, name->arch, file_name);
        request.id.free_threaded = name->free_threaded;
        request.id.target.variant = name->arch_variant;
        request.build_flags = {base::format("python-build-standalone {}", name->tag)};

        const auto digest = digest_value(sha256_);
        const auto url = url_value(given);
        if (!digest && url && url->scheme() != fetch::Url::Scheme::file) {
            throw WrongUsage{
                "nothing vouches for what would come over the network: name the archive's SHA-256 (the "
                "release's "
                "SHA256SUMS has it) with --sha256"};
        }
        session.log.section("Importing Python " + name->version.text());
        const Obtained obtained = obtain(given, work, network_options(session), session.log);
        if (digest) require_digest(obtained, *digest);
        if (!digest)
            session.log.step("Not verified: no --sha256 says what {} should be", obtained.source.name);
        request.source = obtained.source;

        const fs::path tree = work / "tree";
        base::make_directories(tree);
        unpack_archive(obtained.file, tree, 1);
        runtimes::adopt_standalone_tree(tree, request.id);
        return prepare_and_pack(tree, request, session);
    }

    Exit import_packages(const fs::path& work, Session& session) const {
        if (!sha256_.empty()) throw WrongUsage{"--sha256 is for an archive; apt has verified packages"};
        const std::vector<fs::path> files{files_.begin(), files_.end()};
        const fs::path tree = work / "tree";
        const std::string interpreter = unpack_debian_packages(files, tree, session.env());
        std::vector<DebianPackage> packages;
        for (const fs::path& file : files) packages.push_back(read_debian_package(file, session.env()));
        try {
            return pack_packages(tree, interpreter, packages, session);
        } catch (const base::Error& error) {
            if (session.stop.stop_requested()) throw;
            const std::string explanation = explain(tree, interpreter, packages);
            if (explanation.empty()) throw;
            throw base::Error{"{}{}", error.full_text(), explanation};
        }
    }

    Exit pack_packages(const fs::path& tree, const std::string& interpreter,
                       const std::vector<DebianPackage>& packages, Session& session) const {
        PackRequest request = archive_.request(ask_version(tree, interpreter));
        request.id.free_threaded = interpreter.ends_with('t');
        for (const DebianPackage& package : packages) {
            if (package.architecture != "all") require_arch(request, package.architecture, package.name);
            const bool has_interpreter = package.name == interpreter + "-minimal";
            if (has_interpreter || !request.source) {
                request.source =
                    runtimes::Source{.name = base::format("package {} {}", package.name, package.version)};
            }
        }
        session.log.section("Importing Python " + request.id.version.text());
        session.log.step("Unpacked {} packages", packages.size());
        return prepare_and_pack(tree, request, session);
    }

    std::vector<std::string> files_;
    std::string sha256_, work_;
    ArchiveOptions archive_;
};

}  // namespace

std::unique_ptr<Command> import_command() { return std::make_unique<Import>(); }

}  // namespace adder::runtime_archive
