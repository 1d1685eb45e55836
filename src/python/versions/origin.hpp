#pragma once

#include <string>

namespace adder::python {

/// Where it is written, or not, which Python an app wants.
struct Origin {
    enum class Kind {
        variable,        ///< of the build
        file,            ///< which holds nothing else: .python-version, runtime.txt
        declaration,     ///< a key of a file
        lock,            ///< a key of a lock, which its tool has copied there
        standard,        ///< nobody asked
        previous_build,  ///< nobody asks any more
    };

    Kind kind = Kind::standard;
    std::string name = {};  ///< of the variable or the file
    std::string key = {};   ///< in the file

    static Origin variable(std::string name) { return {Kind::variable, std::move(name)}; }
    static Origin file(std::string name) { return {Kind::file, std::move(name)}; }
    static Origin declaration(std::string key, std::string file) {
        return {Kind::declaration, std::move(file), std::move(key)};
    }
    static Origin lock(std::string key, std::string file) {
        return {Kind::lock, std::move(file), std::move(key)};
    }

    /// As the log says it: "BP_PYTHON_VERSION", "requires-python in pyproject.toml", "the default".
    std::string text() const;

    bool operator==(const Origin&) const = default;
};

}  // namespace adder::python
