#include <adder/base/error.hpp>
#include <adder/cnb/target.hpp>

namespace adder::cnb {

namespace {

std::string required(const base::Environment& env, std::string_view name) {
    if (std::optional<std::string> value = env.find_non_empty(name)) return *value;
    throw base::Error{"{} is not set: this platform does not offer Buildpack API 0.10", name};
}

}  // namespace

Target Target::from(const base::Environment& env) {
    return {
        .os = required(env, "CNB_TARGET_OS"),
        .arch = required(env, "CNB_TARGET_ARCH"),
        .variant = env.find_non_empty("CNB_TARGET_ARCH_VARIANT"),
        .distro_name = env.find_non_empty("CNB_TARGET_DISTRO_NAME"),
        .distro_version = env.find_non_empty("CNB_TARGET_DISTRO_VERSION"),
    };
}

std::string Target::describe() const {
    std::string text = os + "/" + arch;
    if (variant) text += "/" + *variant;
    if (distro_name) text += " · " + *distro_name + (distro_version ? " " + *distro_version : "");
    return text;
}

}  // namespace adder::cnb
