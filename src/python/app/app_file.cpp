#include "python/app/app_file.hpp"

#include "python/app/messages.hpp"

#include <adder/base/beneath.hpp>

#include <cerrno>

namespace adder::python {

namespace fs = std::filesystem;

std::optional<std::string> read_app_file(const App& app, const std::string& name, std::size_t limit) {
    try {
        return base::read_file_beneath(app.root, (app.directory / name).lexically_relative(app.root), limit);
    } catch (const base::OutsideOfDirectory&) {
        throw messages::outside_of_app(name);
    } catch (const base::NotAFile& error) {
        throw messages::not_a_file(name, error.kind());
    } catch (const base::TooLarge& error) {
        throw messages::file_too_large(name, error.limit());
    } catch (const base::SystemError& error) {
        if (error.code() == ELOOP) throw messages::link_to_itself(name);
        throw;
    }
}

std::optional<fs::path> find_in_app(const App& app, const std::string& name) {
    const fs::path path = app.directory / name;
    std::error_code missing;
    if (!fs::exists(path, missing)) return std::nullopt;
    if (!base::leads_beneath(app.root, path)) throw messages::outside_of_app(name);
    return path;
}

}  // namespace adder::python
