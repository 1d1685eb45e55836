#pragma once

#include <adder/cnb/binding.hpp>

#include <string_view>
#include <vector>

namespace adder::cnb {

/// The bindings in Cloud Foundry's JSON: an object that holds, by service offering, lists of services. Types,
/// providers and secrets are as they stand there; what is not a string is given as its JSON. `source` is how
/// messages name the text. Throws `base::UserError` with nothing of the text in it but the names of
/// offerings.
std::vector<Binding> parse_vcap_services(std::string_view json, std::string_view source);

}  // namespace adder::cnb
