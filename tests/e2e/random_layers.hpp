#pragma once

#include <adder/base/environment.hpp>

#include <cstdint>
#include <filesystem>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace adder::test {

/// Layers directories as buildpacks might leave them, the strange ones more often than in life: every form of
/// environment files, layers of all types, names that sort in one way as directories and in another as TOML
/// files. The same seed gives the same.
///
/// What the lifecycle answers with an error is not among it (values with a zero byte, a file in place of a
/// directory), nor what it does differently from time to time (names with '=').
class RandomLayers {
  public:
    explicit RandomLayers(std::uint64_t seed) : engine_{seed} {}

    /// Process types that some of the layers have variables for.
    static const std::vector<std::string>& process_types();

    /// Fills the directory, which is made if it is not there.
    void write_to(const std::filesystem::path& layers_directory);

    /// Variables of a platform, or of a container.
    base::Environment environment();

    /// True once in so many times.
    bool once_in(unsigned times) { return below(times) == 0; }
    std::size_t below(std::size_t limit) { return static_cast<std::size_t>(engine_() % limit); }

  private:
    template <typename T>
    const T& any_of(const std::vector<T>& choices) {
        return choices[below(choices.size())];
    }

    std::string toml();
    std::string value();
    void write_layer(const std::filesystem::path& layer);
    void write_roots(const std::filesystem::path& layer);
    void write_env_files(const std::filesystem::path& directory);

    std::mt19937_64 engine_;
};

/// The files of a directory with what is in them, for a message.
std::string describe_tree(const std::filesystem::path& directory);

/// How two environments differ, a line for each variable; empty if they do not.
std::string differences(const base::Environment& expected, const base::Environment& actual);

}  // namespace adder::test
