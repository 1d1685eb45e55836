#pragma once

#include <adder/base/environment.hpp>
#include <adder/cnb/binding.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace adder::cnb {

/// The bindings of one build, by name. Types and providers match whatever the case of their ASCII letters.
class Bindings {
  public:
    Bindings() = default;
    explicit Bindings(std::vector<Binding> bindings);

    const std::vector<Binding>& all() const& { return bindings_; }
    std::vector<Binding> all() && { return std::move(bindings_); }

    /// Those of the type and, if one is given, of the provider.
    std::vector<Binding> find(std::string_view type,
                              std::optional<std::string_view> provider = std::nullopt) const;

    /// The one that `find` finds, or nothing. Throws `base::UserError` that names them all if there are
    /// several.
    std::optional<Binding> find_at_most_one(std::string_view type,
                                            std::optional<std::string_view> provider = std::nullopt) const;

    /// The one that `find` finds. Throws `base::UserError` as well if there is none.
    Binding find_exactly_one(std::string_view type,
                             std::optional<std::string_view> provider = std::nullopt) const;

  private:
    std::vector<Binding> bindings_;
};

/// A secret larger than this is refused; Kubernetes allows no more for all the entries of a Secret together.
inline constexpr std::size_t max_secret_size = 1u << 20;

/// The bindings a platform gives (https://servicebinding.io, workload projection). The first source that says
/// something counts, alone:
///
///   1. the directory `SERVICE_BINDING_ROOT`
///   2. the directory `CNB_BINDINGS`
///   3. the directory `<platform>/bindings`, if it holds any
///   4. Cloud Foundry's JSON in `VCAP_SERVICES`
///   5. the same in the file `VCAP_SERVICES_FILE_PATH`
///
/// An empty variable is an absent one. A directory named by a variable need not exist: a platform may set the
/// variable before there is a binding.
///
/// Below such a directory each directory is a binding: a file `type`, perhaps a file `provider`, and a file
/// for each secret. What begins with a dot is left out and links are followed, which is how Kubernetes mounts
/// Secrets; directories inside a binding, and files beside the bindings, are left out too. A directory
/// without `type` but with a directory `metadata` has the form of the Buildpack API's former bindings:
/// `metadata/kind` is the type, `metadata/provider` the provider, all else in `metadata/` and `secret/` are
/// secrets.
///
/// Of the peers, libcnb for Go stops at `<platform>/bindings` even where there is none, which hides Cloud
/// Foundry from every buildpack a lifecycle runs; packit puts `VCAP_SERVICES` in front of it, and Cloud
/// Foundry sets that to `{}` when nothing is bound. Hence a directory that holds something comes first, and
/// is no obstacle when it does not. Cloud Foundry's `label` is the type, unless the credentials say `type`
/// themselves, which is how a user-provided service has one (packit); the key above the service is the
/// provider.
///
/// Throws `base::UserError` for a binding without a type (as packit does: a binding that is silently ignored
/// fails the build later and further away), a type or provider with control characters or no UTF-8, an entry
/// that is no file, a secret above `max_secret_size`, and JSON that is none or not Cloud Foundry's;
/// `base::Error` for what cannot be read. No text of an error holds a secret.
Bindings read_bindings(const base::Environment& env, const std::filesystem::path& platform_directory);

}  // namespace adder::cnb
