#pragma once

#include <map>
#include <string>
#include <vector>

namespace adder::python {

/// A message as the catalogue shows it.
struct Sample {
    enum class Kind { error, warning, notice };

    std::string title;
    std::string body;
    /// Words of it that stay the same whatever it is about: some test shows that it is said.
    std::string phrase;
    Kind kind = Kind::error;
};

/// All that the rooms' headers messages.hpp declare, by the functions' names.
std::map<std::string, Sample> message_samples();

/// What the framework says of service bindings, to the users of each buildpack that is made with it.
std::vector<Sample> messages_of_bindings();

}  // namespace adder::python
