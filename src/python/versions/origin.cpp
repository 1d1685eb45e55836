#include "python/versions/origin.hpp"

namespace adder::python {

std::string Origin::text() const {
    switch (kind) {
        case Kind::variable:
        case Kind::file:
            return name;
        case Kind::declaration:
        case Kind::lock:
            return key + " in " + name;
        case Kind::previous_build:
            return "the previous build";
        case Kind::standard:
            break;
    }
    return "the default";
}

}  // namespace adder::python
