#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adder::python {

/// `app = Flask(…)`, `server = app.server`: a name that is bound where a module is read from top to bottom.
struct ModuleObject {
    std::string name;
    std::string value;     ///< dotted, as it is written: "Flask", "app.server"
    bool is_call = false;  ///< of what `value` names
    unsigned line = 0;

    bool operator==(const ModuleObject&) const = default;
};

/// `def create_app(config=None): …`
struct ModuleFunction {
    std::string name;
    bool is_async = false;
    bool needs_arguments = false;
    std::vector<std::string> calls = {};  ///< what is called in it, dotted, as it is written
    unsigned line = 0;

    bool operator==(const ModuleFunction&) const = default;
};

/// What a Python module says of itself, as far as it can be told without running it. Statements below `if`,
/// `try` and `with` count as the module's; those in classes, and after `if __name__ == "__main__"`, do not.
struct ModuleObjects {
    /// Names that imports bind, and what they stand for: "F" → "flask.Flask". Those of relative imports begin
    /// with dots. Imports in functions count, too.
    std::map<std::string, std::string, std::less<>> imports = {};
    std::vector<std::string> star_imports = {};  ///< modules
    std::vector<ModuleObject> objects = {};
    std::vector<ModuleFunction> functions = {};
    std::map<std::string, std::string, std::less<>> texts = {};  ///< names that are given a string
    /// Methods and functions that start something, wherever they are called: "web.run_app", "demo.launch".
    std::vector<std::string> starts = {};

    const ModuleObject* object(std::string_view name) const;  ///< the last of that name
    const ModuleFunction* function(std::string_view name) const;
    /// Whether the package, or something in it, is imported.
    bool uses(std::string_view package) const;

    /// What a dotted name of the module may stand for: one full name, or several if it came by a `*`. The
    /// name itself for what the module defines.
    std::vector<std::string> meanings(std::string_view name) const;
};

/// Any bytes will do; takes time proportional to their number.
ModuleObjects read_module_objects(std::string_view source);

}  // namespace adder::python
