#pragma once

#include <adder/base/format.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace adder::base {

/// The build log: the text a person reads while, and after, an app is built.
///
/// A title, then sections; a section holds steps, a step may hold details. Warnings and errors go to standard
/// error, everything else to standard output; each line is written at once and whole. Any thread may write.
class Log {
  public:
    enum class Stream { out, error };
    /// Receives one line without its end.
    using Writer = std::function<void(Stream stream, std::string_view line)>;

    /// The least that is shown.
    enum class Level { error, warning, info, debug };

    struct Options {
        bool colour = true;
        Level level = Level::info;
    };

    /// Writes to the process's standard output and standard error.
    explicit Log(Options options);

    /// Writes elsewhere (tests do).
    Log(Options options, Writer writer);
    ~Log();
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;

    void title(std::string_view text);
    void section(std::string_view text);
    void step(std::string_view text);
    void detail(std::string_view text);
    void debug(std::string_view text);

    template <typename... Args>
    void step(std::string_view pattern, const Args&... args)
        requires(sizeof...(Args) > 0)
    {
        step(std::string_view{format(pattern, args...)});
    }

    /// Several lines at once: the output of a tool, shown as it is, indented below the current step.
    void output(std::string_view line);

    void warning(std::string_view title, std::string_view body);
    void error(std::string_view title, std::string_view body);

  private:
    void say(std::string_view line);
    void block(std::string_view colour, std::string_view title, std::string_view body);

    Options options_;
    Writer writer_;
    std::mutex writing_;
};

/// Measures from its construction.
class Stopwatch {
  public:
    double seconds() const {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
    }
    /// "0.04 s", "3.2 s", "1 min 12 s".
    std::string text() const { return human_duration(seconds()); }
    static std::string human_duration(double seconds);

  private:
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace adder::base
