#pragma once

#include "python/app_source/source_tree.hpp"
#include "python/launch/web_app.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace adder::python {

/// What a call or a name was recognised as.
struct WebKind {
    std::string_view framework;
    Interface interface;
};

/// Follows names through the app's modules until it comes to something that is known: the constructor of a
/// framework.
class Recogniser {
  public:
    /// `root` is where absolute imports are looked for.
    Recogniser(const SourceTree& sources, std::string root) : sources_{sources}, root_{std::move(root)} {}

    /// What a name of a module is: an object, or one that it imports.
    std::optional<WebKind> object(const std::string& file, const std::string& name, int distance = 0);

    /// What a function of a module, or one that it imports, returns, judged by what it calls.
    std::optional<WebKind> product(const std::string& file, const std::string& name, int distance = 0);

  private:
    /// The name of an object or function in a file.
    struct Definition {
        std::string file;
        std::string name;
    };

    template <typename Look>
    std::optional<WebKind> once(const std::string& name, int distance, const Look& look);
    std::optional<WebKind> look_at_object(const std::string& file, const std::string& name, int distance);
    std::optional<WebKind> look_at_product(const std::string& file, const std::string& name, int distance);
    std::optional<WebKind> call(const std::string& file, const std::string& name, int distance);
    std::optional<WebKind> reference(const std::string& file, const ModuleObject& object, int distance);
    template <typename Look>
    std::optional<WebKind> imported(const std::string& file, const std::string& name, const Look& look);
    std::optional<Definition> definition(const std::string& file, const std::string& full_name) const;

    const SourceTree& sources_;
    std::string root_;
    std::map<std::string, std::optional<WebKind>> known_;
};

}  // namespace adder::python
