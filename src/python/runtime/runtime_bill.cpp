#include "python/runtime/runtime_bill.hpp"

#include "python/bills/distributions.hpp"
#include "python/installed/packages.hpp"

#include <adder/base/text.hpp>

#include <algorithm>
#include <cctype>

namespace adder::python {

namespace {

namespace fs = std::filesystem;

/// As the CPE dictionary writes a version: of 3.15.0rc1, "3.15.0:rc1".
std::string cpe_of(const PythonVersion& version) {
    const std::string text = version.text();
    const auto letter =
        std::ranges::find_if(text, [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; });
    const std::string release{text.begin(), letter};
    const std::string update = letter == text.end() ? "*" : std::string{letter, text.end()};
    return base::format("cpe:2.3:a:python:python:{}:{}:*:*:*:*:*:*", release, update);
}

/// What the index tells of the archive.
void add_provenance(Component& python, const runtimes::IndexEntry& entry) {
    if (entry.source) {
        const auto& digest = entry.source->sha256;
        python.source = Artefact{shown_url(entry.source->url.value_or("")), digest ? digest->hex() : ""};
        python.notes.emplace_back("source", entry.source->name);
        if (python.source->url.empty() && digest) python.notes.emplace_back("source sha256", digest->hex());
    }
    if (!entry.build_flags.empty())
        python.notes.emplace_back("build flags", base::join(entry.build_flags, ", "));
    if (entry.date) python.notes.emplace_back("built on", *entry.date);
}

Component interpreter(const Runtime& runtime, const base::Sha256Digest& digest) {
    Component python{.kind = Component::Kind::interpreter,
                     .name = "python",
                     .version = runtime.version.text(),
                     .purl = "pkg:generic/python@" + runtime.version.text(),
                     .summary = "CPython, the interpreter and its standard library",
                     .licences = {{"PSF-2.0", true}},
                     .homepage = "https://www.python.org/",
                     .repository = "https://github.com/python/cpython",
                     .cpe = cpe_of(runtime.version),
                     .found_in = "bin/python3",
                     .artefact = Artefact{shown_url(runtime.url.text()), digest.hex()}};
    const std::string path = runtime.url.path();
    python.notes.emplace_back("archive", path.substr(path.rfind('/') + 1));
    python.notes.emplace_back("archive sha256", digest.hex());
    python.notes.emplace_back("target", runtime.target.describe());
    python.notes.emplace_back("build", std::to_string(runtime.build));
    if (runtime.free_threaded) python.notes.emplace_back("variant", "free-threaded");
    if (runtime.is_standalone) python.notes.emplace_back("built by", "python-build-standalone");
    if (runtime.entry) add_provenance(python, *runtime.entry);
    return python;
}

/// `pip-25.1.1-py3-none-any.whl`: what `python -m venv` installs.
void add_bundled_wheels(const fs::path& directory, std::vector<Component>& components) {
    const fs::path bundled = site_packages_of(directory).parent_path() / "ensurepip/_bundled";
    std::error_code missing;
    for (const fs::directory_entry& entry : fs::directory_iterator{bundled, missing}) {
        const std::string file = entry.path().filename();
        const auto parts = base::split(file, '-');
        if (entry.path().extension() != ".whl" || parts.size() < 5) continue;
        const std::string name = normalised_name(parts[0]);
        const std::string version{parts[1]};
        components.push_back({.name = name,
                              .version = version,
                              .purl = pypi_purl(name, version),
                              .found_in = entry.path().lexically_relative(directory),
                              .artefact = Artefact{"", base::sha256_of_file(entry.path()).hex()}});
    }
}

}  // namespace

BillOfMaterials runtime_bill(const Runtime& runtime, const base::Sha256Digest& digest,
                             const fs::path& directory, const BillAuthor& author) {
    BillOfMaterials bill{"python", author, distributions_in(directory)};
    bill.components.push_back(interpreter(runtime, digest));
    add_bundled_wheels(directory, bill.components);
    return bill;
}

}  // namespace adder::python
