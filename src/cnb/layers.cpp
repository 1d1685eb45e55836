#include <adder/cnb/layers.hpp>

namespace adder::cnb {

void Layers::remove_rests() const {
    std::vector<std::filesystem::path> rests;
    for (const std::filesystem::directory_entry& entry : std::filesystem::directory_iterator{directory_}) {
        const std::string name = entry.path().filename();
        if (name.starts_with('.') || base::is_partial_file(name)) rests.push_back(entry.path());
    }
    for (const std::filesystem::path& rest : rests) base::remove_tree(rest);
}

Decision with_sboms(Decision decision, const std::optional<WantedSboms>& wanted, std::string_view sboms) {
    if (!wanted || wanted->version.empty() || sboms == wanted->version) return decision;
    auto* discard = std::get_if<Discard>(&decision);
    if (!discard) return Discard{{wanted->reason}};
    discard->reasons.push_back(wanted->reason);
    return decision;
}

UncachedLayer UncachedLayer::open(LayerFiles files, LayerTypes types) {
    if (types.cache) throw std::logic_error("an uncached layer is not cached: " + files.name());
    files.remove();
    return {std::move(files), types};
}

void UncachedLayer::fill(Filling filling, const FillLayer& fill) const {
    files_.fill(filling, types_, fill, [] { return TomlTable{}; });
}

}  // namespace adder::cnb
