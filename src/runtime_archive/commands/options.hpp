#pragma once

#include <adder/base/error.hpp>

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace adder::runtime_archive {

/// The command line says something that cannot be meant.
class WrongUsage : public base::Error {
  public:
    using Error::Error;
};

enum class Presence { optional, required };

/// Binds options of one command to variables, which keep their value where the command line is silent and
/// must outlive the parsing. A name without '-' is that of a positional argument.
class Options {
  public:
    explicit Options(CLI::App& app) : app_{app} {}

    void flag(const char* name, bool& value, const std::string& help);
    void text(const char* name, std::string& value, const std::string& help,
              Presence presence = Presence::optional);
    void texts(const char* name, std::vector<std::string>& values, const std::string& help,
               Presence presence = Presence::optional);
    void choice(const char* name, std::string& value, const std::vector<std::string>& words,
                const std::string& help);
    void number(const char* name, unsigned& value, unsigned lowest, unsigned highest,
                const std::string& help);

  private:
    CLI::App& app_;
};

}  // namespace adder::runtime_archive
