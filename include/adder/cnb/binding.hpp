#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace adder::cnb {

/// What the app or its build is given to reach a service: credentials, certificates, addresses.
struct Binding {
    std::string name;
    std::string type;                     ///< never empty
    std::optional<std::string> provider;  ///< absent when the binding names none
    /// By key: every entry but `type` and `provider`. Text is without white space on either side; a value
    /// that is not UTF-8 (a key store, say) is as it was found.
    std::map<std::string, std::string, std::less<>> secrets;
    std::filesystem::path path;  ///< the binding's directory; empty if it came from Cloud Foundry's JSON
};

}  // namespace adder::cnb
