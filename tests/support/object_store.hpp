#pragma once

#include "http_server.hpp"

#include <map>
#include <string>

namespace adder::test {

/// What an HTTP object store does with GET, HEAD and PUT, conditions (RFC 9110 §13.1) and authorisation
/// included.
///
/// It answers for an `HttpServer`: `server.serve("/", [&](const Request& r) { return store.answer(r); })`.
class ObjectStore {
  public:
    std::map<std::string, std::string> objects;  ///< by path, contents
    std::string authorization;                   ///< what PUT must bring; empty: nothing
    bool honours_conditions = true;              ///< older stores do not

    Answer answer(const Request& request);
};

}  // namespace adder::test
