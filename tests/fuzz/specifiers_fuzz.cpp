// Any text as a version and as sets of versions, PEP 440's and Poetry's.

#include "fuzz.hpp"
#include "python/versions/poetry_constraint.hpp"
#include "python/versions/specifier_set.hpp"

#include <cstdlib>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace adder::python;
    const std::string_view text = adder::fuzz::text_of(data, size);
    const Pep440Version release{.release = {3, 13, 5}};
    if (const auto set = SpecifierSet::parse(text)) (void)set->contains(release);
    if (const auto constraint = PoetryConstraint::parse(text)) (void)constraint->contains(release);
    if (const auto version = Pep440Version::parse(text)) {
        // Normalised, it is the same version, in the same words.
        const auto again = Pep440Version::parse(version->text());
        if (!again || *again != *version || again->text() != version->text()) std::abort();
    }
    return 0;
}
