#pragma once

#include "python/app/app.hpp"

#include <adder/base/environment.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adder::python {

/// What a `pip.conf` sets for installing, by pip's variables (`PIP_INDEX_URL`): its sections `global` and
/// `install`.
base::Environment read_pip_configuration(std::string_view text);

/// `env` with what pip's configuration files set, as the variables that pip takes the same from; a variable
/// that is set stays. The files are those that pip reads (`/etc/pip.conf`, `~/.config/pip/pip.conf`, …),
/// `PIP_CONFIG_FILE` among them, which may be relative to the app. Of proxies and authorities, the variables
/// that everything reads are set, too. Throws `base::UserError` for a relative one that leads out of the app.
base::Environment with_pip_configuration(base::Environment env, const App& app,
                                         const std::filesystem::path& root = "/");

/// pip's settings as uv takes them.
struct UvSettings {
    base::Environment variables = {};
    std::vector<std::string> args = {};  ///< of `uv pip install`
};
UvSettings uv_settings_of_pip(const base::Environment& env);

/// The first of pip's variables that changes what is installed and that uv has nothing like.
std::optional<std::string> setting_only_pip_knows(const base::Environment& env);

}  // namespace adder::python
