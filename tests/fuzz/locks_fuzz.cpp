// Any bytes as a lock: line by line, as pdm.lock, and as a pylock.toml whose packages are in vendor/.

#include "fuzz.hpp"
#include "python/dependencies/lock_lines.hpp"
#include "python/dependencies/pdm_lock.hpp"
#include "python/dependencies/vendored_pylock.hpp"

#include <adder/cnb/toml.hpp>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace adder;
    const std::string_view lock = fuzz::text_of(data, size);
    python::for_each_text(lock, [](const python::LockLine&) {});
    fuzz::refuse_or_take([&] { (void)python::requirements_of_pdm_lock(lock, {"default"}, "/app"); });
    fuzz::refuse_or_take([&] {
        const cnb::TomlTable table = cnb::parse_toml(lock, "pylock.toml");
        (void)cnb::to_toml_text(
            python::with_vendored_files(table, {"six-1.17.0-py2.py3-none-any.whl"}, "/app/vendor", "/app"));
    });
    return 0;
}
