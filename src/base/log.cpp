#include <adder/base/log.hpp>
#include <adder/base/text.hpp>

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace adder::base {

namespace {

constexpr std::string_view bold = "\x1b[1m";
constexpr std::string_view heading = "\x1b[1;36m";
constexpr std::string_view yellow = "\x1b[33m";
constexpr std::string_view red = "\x1b[31m";
constexpr std::string_view reset = "\x1b[0m";

std::shared_ptr<spdlog::logger> plain_logger(const char* name, spdlog::sink_ptr sink) {
    auto logger = std::make_shared<spdlog::logger>(name, std::move(sink));
    logger->set_pattern("%v");
    logger->flush_on(spdlog::level::info);  // two streams that end up in one must keep their order
    return logger;
}

Log::Writer process_writer() {
    auto out = plain_logger("out", std::make_shared<spdlog::sinks::stdout_sink_st>());
    auto error = plain_logger("error", std::make_shared<spdlog::sinks::stderr_sink_st>());
    return [out, error](Log::Stream stream, std::string_view line) {
        (stream == Log::Stream::out ? out : error)->info(spdlog::string_view_t{line.data(), line.size()});
    };
}

std::string coloured(bool colour, std::string_view code, std::string_view text) {
    if (!colour || text.empty()) return std::string{text};
    return std::string{code} + std::string{text} + std::string{reset};
}

}  // namespace

Log::Log(Options options) : Log{options, process_writer()} {}

Log::Log(Options options, Writer writer) : options_{options}, writer_{std::move(writer)} {}

Log::~Log() = default;

void Log::say(std::string_view line) {
    if (options_.level < Level::info) return;
    const std::scoped_lock lock{writing_};
    writer_(Stream::out, line);
}

void Log::title(std::string_view text) { say(coloured(options_.colour, bold, visible(text))); }

void Log::section(std::string_view text) {
    say("");
    say(coloured(options_.colour, heading, visible(text)));
}

void Log::step(std::string_view text) { say("  " + visible(text)); }

void Log::detail(std::string_view text) { say("    " + visible(text)); }

void Log::debug(std::string_view text) {
    if (options_.level >= Level::debug) say("    [debug] " + visible(text));
}

void Log::output(std::string_view line) { say("    " + visible(line)); }

void Log::warning(std::string_view title, std::string_view body) {
    if (options_.level >= Level::warning) block(yellow, title, body);
}

void Log::error(std::string_view title, std::string_view body) { block(red, title, body); }

void Log::block(std::string_view colour, std::string_view title, std::string_view body) {
    const std::scoped_lock lock{writing_};
    // Colour ends with each line: a log that is cut or interleaved must not stay coloured.
    const auto line = [&](std::string_view text) {
        const std::string marked = text.empty() ? "!" : "! " + visible(text);
        writer_(Stream::error, coloured(options_.colour, colour, marked));
    };
    writer_(Stream::error, "");
    line(title);
    if (!body.empty()) line("");
    for (const std::string_view text : lines(body)) line(text);
    writer_(Stream::error, "");
}

std::string Stopwatch::human_duration(double seconds) {
    if (seconds < 1) return format("{:.2f} s", seconds);
    if (seconds < 60) return format("{:.1f} s", seconds);
    const auto whole = static_cast<unsigned long long>(seconds);
    return format("{} min {} s", whole / 60, whole % 60);
}

}  // namespace adder::base
