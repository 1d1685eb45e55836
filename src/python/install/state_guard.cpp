#include "python/install/state_guard.hpp"

#include "python/install/messages.hpp"
#include "python/install/package_cache.hpp"
#include "python/network/downloads.hpp"

#include <adder/base/files.hpp>
#include <adder/base/process.hpp>

#include <algorithm>

namespace adder::python {

namespace {

namespace fs = std::filesystem;

/// Bills of materials of a thousand packages have some megabytes.
constexpr std::size_t largest_text = 256u << 20;

void append(std::vector<std::string>& all, const std::vector<std::string>& more) {
    all.insert(all.end(), more.begin(), more.end());
}

}  // namespace

StateGuard StateGuard::over(const cnb::Layers& layers, const std::vector<fs::path>& used) {
    const auto seals = [](const std::vector<fs::path>& directories, base::TreeSeal::By by) {
        std::vector<base::TreeSeal> made;
        for (const fs::path& directory : directories) made.push_back(base::TreeSeal::of(directory, by));
        return made;
    };
    const std::vector<fs::path> caches{layers.directory() / Downloads::layer_name,
                                       layers.directory() / PackageCache::layer_name};
    return {layers.directory(), texts_in(layers.directory()), seals(caches, base::TreeSeal::By::digest),
            seals(used, base::TreeSeal::By::change_time)};
}

StateGuard::Texts StateGuard::texts_in(const fs::path& layers) {
    Texts texts;
    for (const fs::directory_entry& entry : fs::directory_iterator{layers}) {
        if (entry.is_symlink() || !entry.is_regular_file()) continue;
        texts.emplace(entry.path().filename().native(), base::read_file(entry.path(), largest_text));
    }
    return texts;
}

std::vector<std::string> StateGuard::restore_texts() const {
    std::vector<std::string> different;
    for (const fs::directory_entry& entry : fs::directory_iterator{layers_}) {
        const std::string name = entry.path().filename();
        if (entry.symlink_status().type() == fs::file_type::directory || texts_.contains(name)) continue;
        different.push_back(name);
        base::remove_tree(entry.path());
    }
    for (const auto& [name, text] : texts_) {
        const fs::path file = layers_ / name;
        std::error_code missing;
        const bool is_file = fs::is_regular_file(fs::symlink_status(file, missing));
        // One byte more than there was is enough to see that there is more.
        if (is_file && fs::file_size(file) == text.size() && base::read_file(file, text.size()) == text)
            continue;
        different.push_back(name);
        base::remove_tree(file);
        base::write_file(file, text);
    }
    return different;
}

std::vector<std::string> StateGuard::broken_below_layers(const base::TreeSeal& seal) const {
    std::vector<std::string> paths;
    const fs::path layer = seal.directory().lexically_relative(layers_);
    for (const std::string& path : seal.broken()) paths.push_back(layer / path);
    return paths;
}

std::vector<std::string> StateGuard::settle(base::Log& log) const {
    if (const std::size_t left = base::end_what_was_left(); left > 0)
        log.step("Ended what was left running: {} {}", left, left == 1 ? "process" : "processes");
    std::vector<std::string> different;
    for (const base::TreeSeal& cache : caches_) {
        const std::vector<std::string> broken = broken_below_layers(cache);
        for (const std::string& path : broken) base::remove_tree(layers_ / path);
        append(different, broken);
    }
    append(different, restore_texts());
    std::vector<std::string> in_use;
    for (const base::TreeSeal& layer : used_) append(in_use, broken_below_layers(layer));
    append(different, in_use);
    if (!different.empty()) {
        const auto advice = messages::kept_state_changed(different);
        log.warning(advice.title, advice.body);
    }
    return in_use;
}

}  // namespace adder::python
