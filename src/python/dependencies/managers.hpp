#pragma once

#include "python/dependencies/manager_rules.hpp"

#include <span>
#include <string_view>

namespace adder::python {

namespace managers {

// Each is defined in its own file.
extern const ManagerRules requirements;
extern const ManagerRules uv;
extern const ManagerRules pylock;
extern const ManagerRules poetry;
extern const ManagerRules pipenv;
extern const ManagerRules pdm;
extern const ManagerRules pyproject;  ///< pyproject.toml or setup.py, without any lock

}  // namespace managers

/// All that are known, in the order in which they are named to a person.
std::span<const ManagerRules* const> all_managers();

/// The one that a person named: "requirements" or "pip", "poetry". nullptr for any other name.
const ManagerRules* manager_named(std::string_view name, std::span<const ManagerRules* const> among);

}  // namespace adder::python
