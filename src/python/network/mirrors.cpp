#include "python/network/mirrors.hpp"

#include "python/network/messages.hpp"

#include <adder/base/text.hpp>

namespace adder::python {

namespace {

constexpr std::string_view host_mark = "{originalHost}";
constexpr std::string_view all_hosts = "default";

void replace_first(std::string& text, std::string_view part, std::string_view with) {
    const std::size_t at = part.empty() ? std::string::npos : text.find(part);
    if (at != std::string::npos) text.replace(at, part.size(), with);
}

/// A host as the name of a variable has it: REPO_EXAMPLE__X_COM is repo.example-x.com.
std::string host_of_variable(std::string_view name) {
    std::string host;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const bool is_hyphen = name.substr(i).starts_with("__");
        host += name[i] != '_' ? name[i] : is_hyphen ? '-' : '.';
        if (is_hyphen) ++i;
    }
    return base::to_lower(host);
}

fetch::Url secure_url(const std::string& origin, const std::string& text) {
    try {
        fetch::Url url = fetch::Url::parse(text);
        fetch::require_secure(url);
        return url;
    } catch (const base::Error& error) {
        throw messages::bad_mirror(origin, error.message());
    }
}

}  // namespace

Mirrors::Mirror Mirrors::parse(const std::string& origin, const std::string& text) {
    Mirror mirror;
    for (const std::string_view part : base::split(text, ',')) {
        const std::string_view argument = base::trim(part);
        if (argument.starts_with("skip-path=")) {
            mirror.skip_path = argument.substr(10);
        } else if (argument.starts_with("mirror=")) {
            mirror.url = argument.substr(7);
        } else {
            mirror.url = argument;
        }
    }
    while (mirror.url.ends_with('/')) mirror.url.pop_back();
    std::string without_mark = mirror.url;
    replace_first(without_mark, host_mark, "host");
    secure_url(origin, without_mark);
    return mirror;
}

Mirrors Mirrors::from(const base::Environment& env, const cnb::Bindings& bindings) {
    Mirrors mirrors;
    mirrors.add_from(env);
    if (!mirrors.by_host_.contains(all_hosts)) {  // a variable for all hosts leaves nothing to the binding
        if (const auto binding = bindings.find_at_most_one("dependency-mirror")) mirrors.add_from(*binding);
    }
    for (const cnb::Binding& binding : bindings.find("dependency-mapping")) {
        for (const auto& [key, url] : binding.secrets) {
            const bool names_algorithm = key.starts_with("sha256:") || key.starts_with("sha256_");
            mirrors.by_digest_.insert_or_assign(base::to_lower(names_algorithm ? key.substr(7) : key),
                                                secure_url("the binding " + binding.name, url));
        }
    }
    return mirrors;
}

void Mirrors::add_from(const base::Environment& env) {
    constexpr std::string_view variable = "BP_DEPENDENCY_MIRROR";
    for (const auto& [name, value] : env.variables()) {
        if (!name.starts_with(variable) || value.empty()) continue;
        const std::string_view host = std::string_view{name}.substr(variable.size());
        if (host.empty()) {
            by_host_.emplace(all_hosts, parse(name, value));
        } else if (host.starts_with('_')) {
            by_host_.emplace(host_of_variable(host.substr(1)), parse(name, value));
        }
    }
}

void Mirrors::add_from(const cnb::Binding& binding) {
    for (const auto& [host, url] : binding.secrets) {
        by_host_.emplace(base::to_lower(host), parse("the binding " + binding.name, url));
    }
}

fetch::Url Mirrors::Mirror::apply(const fetch::Url& original) const {
    std::string target = url;
    replace_first(target, host_mark, original.host());
    std::string path = original.path();
    replace_first(path, skip_path, "");
    return fetch::Url::parse(target + (path.starts_with('/') ? "" : "/") + path);
}

std::optional<fetch::Url> Mirrors::mapped(const base::Sha256Digest& digest) const {
    const auto found = by_digest_.find(digest.hex());
    if (found == by_digest_.end()) return std::nullopt;
    return found->second;
}

fetch::Url Mirrors::replace(const fetch::Url& url, const std::optional<base::Sha256Digest>& digest) const {
    const std::optional<fetch::Url> mapped_url = digest ? mapped(*digest) : std::nullopt;
    if (mapped_url) return *mapped_url;
    if (url.scheme() == fetch::Url::Scheme::file) return url;  // it is here already
    auto found = by_host_.find(url.host());
    if (found == by_host_.end()) found = by_host_.find(all_hosts);
    return found == by_host_.end() ? url : found->second.apply(url);
}

}  // namespace adder::python
