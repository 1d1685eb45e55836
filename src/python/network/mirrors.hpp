#pragma once

#include "fetch/url.hpp"

#include <adder/base/digest.hpp>
#include <adder/base/environment.hpp>
#include <adder/cnb/bindings.hpp>

#include <map>
#include <optional>
#include <string>

namespace adder::python {

/// Where downloads really come from, on a platform that has its own copies: Paketo's dependency mirrors (RFC
/// 0060) and dependency mappings.
///
/// A mirror serves every URL, or those of one host, under a URL of its own. It is named by
/// `BP_DEPENDENCY_MIRROR` or `BP_DEPENDENCY_MIRROR_<HOST>`, where `_` stands for '.' and `__` for '-', or,
/// for what no variable names, by a binding of the type `dependency-mirror` whose keys are `default` and
/// hosts. Its value is a URL, perhaps with `{originalHost}` in its path and with `,skip-path=/prefix` after
/// it: a part of the original path to leave out.
///
/// A mapping, a binding of the type `dependency-mapping`, serves the bytes of one SHA-256 (the key:
/// `<digest>` or `sha256:<digest>` or `sha256_<digest>`) from one URL, and comes before mirrors.
class Mirrors {
  public:
    Mirrors() = default;
    /// Throws `base::UserError` for a mirror that is no URL, or not a secure one; and as `Bindings` does for
    /// several bindings of mirrors.
    static Mirrors from(const base::Environment& env, const cnb::Bindings& bindings);

    /// The URL that serves the bytes of this digest, if there is a mapping.
    std::optional<fetch::Url> mapped(const base::Sha256Digest& digest) const;

    /// The URL to use in the place of this one: it may be the same.
    fetch::Url replace(const fetch::Url& url, const std::optional<base::Sha256Digest>& digest = {}) const;

  private:
    struct Mirror {
        std::string url;        ///< may hold `{originalHost}`
        std::string skip_path;  ///< may be empty
        fetch::Url apply(const fetch::Url& original) const;
    };

    static Mirror parse(const std::string& origin, const std::string& text);
    void add_from(const base::Environment& env);
    void add_from(const cnb::Binding& binding);

    std::map<std::string, Mirror, std::less<>> by_host_;  ///< hosts in lower case; `default` for all others
    std::map<std::string, fetch::Url, std::less<>> by_digest_;
};

}  // namespace adder::python
