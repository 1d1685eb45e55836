#include "python/dependencies/managers.hpp"

#include <array>

namespace adder::python {

std::span<const ManagerRules* const> all_managers() {
    using namespace managers;
    static constexpr std::array<const ManagerRules*, 8> all{&requirements, &uv,  &pylock,    &poetry,
                                                            &pipenv,       &pdm, &pyproject, &none};
    return all;
}

const ManagerRules* manager_named(std::string_view name, std::span<const ManagerRules* const> among) {
    for (const ManagerRules* manager : among) {
        if (name == manager->name || (!name.empty() && name == manager->other_name)) return manager;
    }
    return nullptr;
}

}  // namespace adder::python
