#pragma once

#include <adder/cnb/toml.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace adder::cnb {

/// Something a buildpack asks for, with what it wants to tell the one that provides it.
struct Requirement {
    std::string name;
    TomlTable metadata;

    bool operator==(const Requirement&) const = default;
};

/// What `detect` says it provides and requires (spec: Build Plan). Every name a required buildpack provides
/// must be required by someone, and the other way round, or detection goes on to the next alternative.
struct BuildPlan {
    struct Alternative {
        std::vector<std::string> provides;
        std::vector<Requirement> requirements;
    };

    /// Tried in order; none at all is a plan that provides and requires nothing.
    std::vector<Alternative> alternatives;

    TomlTable to_toml() const;
};

/// What all buildpacks together require of this one (spec: Buildpack Plan). A name may appear several times.
struct BuildpackPlan {
    std::vector<Requirement> entries;

    static BuildpackPlan read(const std::filesystem::path& file);
    std::vector<Requirement> entries_for(std::string_view name) const;
};

}  // namespace adder::cnb
