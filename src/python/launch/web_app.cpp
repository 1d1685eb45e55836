#include "python/launch/web_app.hpp"

#include <adder/base/format.hpp>

namespace adder::python {

std::string WebApp::describe() const {
    if (object.empty()) return base::format("{} application in {}", framework, file);
    if (is_factory) return base::format("{} application made by {}() in {}", framework, object, file);
    return base::format("{} application {} in {}", framework, object, file);
}

}  // namespace adder::python
