#include <adder/cnb/layers.hpp>

namespace adder::cnb {

UncachedLayer::UncachedLayer(LayerFiles files, LayerTypes types) : files_{std::move(files)}, types_{types} {
    if (types_.cache) throw std::logic_error("an uncached layer is not cached: " + files_.name());
    files_.remove();
}

void UncachedLayer::fill(Filling filling, const FillLayer& fill) const {
    files_.fill(filling, types_, fill, [] { return TomlTable{}; });
}

}  // namespace adder::cnb
