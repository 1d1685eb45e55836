#include "python/system/libraries.hpp"

#include "python/installed/packages.hpp"
#include "python/installed/record.hpp"
#include "python/system/known_libraries.hpp"
#include "python/system/messages.hpp"
#include "runtimes/elf.hpp"
#include "runtimes/loader.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/text.hpp>

#include <map>
#include <optional>
#include <unordered_map>

namespace adder::python {

namespace {

namespace fs = std::filesystem;
using runtimes::Elf;

/// "_psycopg.cpython-313-x86_64-linux-gnu.so", "libpq.so.5"
bool is_library_name(std::string_view name) {
    return name.ends_with(".so") || name.find(".so.") != std::string_view::npos;
}

/// One that is damaged is not for this to tell of.
std::optional<Elf> elf_of(const fs::path& file) {
    try {
        return runtimes::read_elf_file(file);
    } catch (const base::Error&) {
        return std::nullopt;
    }
}

using Objects = std::unordered_map<std::string, Elf>;  // by their paths below a directory

void read_objects(const fs::path& root, const fs::path& directory, Objects& objects) {
    std::error_code missing;
    for (const fs::directory_entry& entry : fs::directory_iterator{directory, missing}) {
        const std::string name = entry.path().filename();
        if (entry.is_directory(missing) && !entry.is_symlink(missing)) {
            if (name != "__pycache__") read_objects(root, entry.path(), objects);
        } else if (is_library_name(name) && entry.is_regular_file(missing)) {
            if (auto elf = elf_of(entry.path())) {
                objects.emplace(entry.path().lexically_relative(root).native(), std::move(*elf));
            }
        }
    }
}

void add_names_in(const fs::path& directory, std::set<std::string>& names) {
    std::error_code missing;
    for (const fs::directory_entry& entry : fs::directory_iterator{directory, missing}) {
        if (std::string name = entry.path().filename(); is_library_name(name)) names.insert(std::move(name));
    }
}

std::set<std::string> libraries_of_image(unsigned machine, const base::Environment& env) {
    std::set<std::string> names;
    for (const std::string& directory : runtimes::loader_directories("/", machine)) {
        add_names_in(directory, names);
    }
    const std::string more = env.find("LD_LIBRARY_PATH").value_or("");
    for (const std::string_view directory : base::split(more, ':')) {
        if (directory.starts_with('/')) add_names_in(directory, names);
    }
    return names;
}

/// What the file's own search path leads to is where it says, whoever has it.
bool is_on_search_path(const Elf& elf, const fs::path& file, const std::string& library) {
    for (std::string path : elf.search_paths) {
        for (const std::string_view origin : {"${ORIGIN}", "$ORIGIN"}) {
            if (const std::size_t at = path.find(origin); at != std::string::npos) {
                path.replace(at, origin.size(), file.parent_path().native());
            }
        }
        std::error_code missing;
        if (fs::exists(fs::path{path} / library, missing)) return true;
    }
    return false;
}

/// A distribution, by its directory of metadata.
struct Origin {
    Package package;
    bool built_here = false;
};

/// A wheel from an index says which Linux systems it is for: "manylinux_2_28_x86_64". One that was made for
/// the machine at hand is for "linux_x86_64".
bool was_built_here(const fs::path& metadata) {
    const std::string wheel = base::read_file_if_present(metadata / "WHEEL").value_or("");
    for (const std::string_view line : base::lines(wheel)) {
        if (line.starts_with("Tag:") && line.find("-linux_") != std::string_view::npos) return true;
    }
    return false;
}

std::unordered_map<std::string, Origin> origins_of(const Objects& objects, const fs::path& site_packages) {
    std::unordered_map<std::string, Origin> origins;
    std::error_code missing;
    for (const fs::directory_entry& entry : fs::directory_iterator{site_packages, missing}) {
        if (entry.path().extension() != ".dist-info") continue;
        const std::string text =
            base::read_file_if_present(entry.path() / "RECORD", record_limit).value_or("");
        if (text.find(".so") == std::string::npos) continue;
        const std::string name = entry.path().stem();
        const std::size_t hyphen = std::min(name.find('-'), name.size() - 1);
        const Origin origin{Package::of(name.substr(0, hyphen), name.substr(hyphen + 1)),
                            was_built_here(entry.path())};
        for (RecordedFile& file : recorded_files(text)) {
            if (objects.contains(file.path)) origins.emplace(std::move(file.path), origin);
        }
    }
    return origins;
}

std::vector<SharedObject> described(const Objects& objects, const fs::path& site_packages, unsigned machine) {
    std::unordered_map<std::string, Origin> origins = origins_of(objects, site_packages);
    std::vector<SharedObject> result;
    for (const auto& [path, elf] : objects) {
        if (elf.machine != machine) continue;  // for other machines, and nobody loads it on this one
        const auto found = origins.find(path);
        const Origin origin = found == origins.end() ? Origin{{path}} : found->second;
        SharedObject object{.package = origin.package, .built_here = origin.built_here};
        for (const std::string& library : elf.needed) {
            if (!is_on_search_path(elf, site_packages / path, library)) object.needed.push_back(library);
        }
        result.push_back(std::move(object));
    }
    return result;
}

std::vector<NeededLibrary> as_list(const std::map<std::string, std::set<Package>>& packages_by_library) {
    std::vector<NeededLibrary> list;
    for (const auto& [library, packages] : packages_by_library) {
        list.push_back(
            {library, {packages.begin(), packages.end()}, std::string{debian_package_of(library)}});
    }
    return list;
}

}  // namespace

LibraryNeeds missing_libraries(const std::vector<SharedObject>& objects, const ProvidedLibraries& provided) {
    std::map<std::string, std::set<Package>> missing;
    std::map<std::string, std::set<Package>> of_image;
    for (const SharedObject& object : objects) {
        for (const std::string& library : object.needed) {
            if (is_of_c_library(library) || provided.by_layers.contains(library)) continue;
            if (!provided.by_image.contains(library)) {
                if (!is_optional(object.package, library)) missing[library].insert(object.package);
            } else if (object.built_here && !is_in_every_image(library) &&
                       !provided.for_runtime.contains(library)) {
                of_image[library].insert(object.package);
            }
        }
    }
    return {as_list(missing), as_list(of_image)};
}

LibraryNeeds missing_libraries(const fs::path& environment, const fs::path& runtime,
                               const base::Environment& env) {
    const fs::path site_packages = site_packages_of(environment);
    Objects objects;
    read_objects(site_packages, site_packages, objects);
    const auto interpreter = elf_of(runtime / "bin/python3");
    if (objects.empty() || !interpreter) return {};

    ProvidedLibraries provided{.by_image = libraries_of_image(interpreter->machine, env)};
    for (const auto& [path, elf] : objects) {
        provided.by_layers.insert(fs::path{path}.filename());
        if (!elf.name.empty()) provided.by_layers.insert(elf.name);
    }
    for (const fs::path& layer : {environment, runtime}) {  // which the loader is led to at launch
        add_names_in(layer / "lib", provided.by_layers);
    }
    Objects of_runtime{{"", *interpreter}};
    read_objects(runtime, runtime / "lib", of_runtime);
    for (const auto& [path, elf] : of_runtime) {
        provided.for_runtime.insert(elf.needed.begin(), elf.needed.end());
    }
    return missing_libraries(described(objects, site_packages, interpreter->machine), provided);
}

std::vector<Advice> advice_on(const LibraryNeeds& needs) {
    std::vector<Advice> advice;
    if (!needs.missing.empty()) advice.push_back(messages::libraries_missing(needs.missing));
    if (!needs.of_image.empty()) advice.push_back(messages::libraries_of_build_image(needs.of_image));
    return advice;
}

}  // namespace adder::python
