#include "runtime_archive/commands/options.hpp"

#include <CLI/CLI.hpp>

namespace adder::runtime_archive {

void Options::flag(const char* name, bool& value, const std::string& help) {
    app_.add_flag(name, value, help);
}

void Options::text(const char* name, std::string& value, const std::string& help, Presence presence) {
    app_.add_option(name, value, help)->required(presence == Presence::required);
}

void Options::texts(const char* name, std::vector<std::string>& values, const std::string& help,
                    Presence presence) {
    CLI::Option* option = app_.add_option(name, values, help)->required(presence == Presence::required);
    // An option takes one value each time it is given: what follows it may be a positional argument.
    if (name[0] == '-') option->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

void Options::choice(const char* name, std::string& value, const std::vector<std::string>& words,
                     const std::string& help) {
    app_.add_option(name, value, help)->check(CLI::IsMember{words});
}

void Options::number(const char* name, unsigned& value, unsigned lowest, unsigned highest,
                     const std::string& help) {
    app_.add_option(name, value, help)->check(CLI::Range{lowest, highest});
}

}  // namespace adder::runtime_archive
