#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace adder::cnb {

/// The span of the platform's own trace that a phase belongs to.
struct TraceParent {
    std::array<std::uint8_t, 16> trace;
    std::array<std::uint8_t, 8> span;

    /// A `traceparent` (W3C Trace Context §3.2.2), of any version that is not `ff`. nullopt for any other
    /// text.
    static std::optional<TraceParent> parse(std::string_view text);
};

/// One phase of one buildpack, after its end.
struct PhaseTrace {
    enum class Phase { detect, build };
    enum class Outcome {
        success,
        not_for_us,  ///< of detection only, and no error
        error,
    };
    using Time = std::chrono::system_clock::time_point;

    std::string buildpack_id = {};
    std::string buildpack_version = {};
    std::string buildpack_name = {};
    std::string buildpack_homepage = {};
    Phase phase = Phase::build;
    Outcome outcome = Outcome::success;
    std::string error_title =
        {};  ///< of an error. No more than the title: bodies and contexts quote tools and users.
    Time start = {};
    std::optional<TraceParent> parent = {};  ///< nullopt: the phase is a trace of its own
    Time end = {};  ///< taken for `start` if it is before that, as after a correction of the clock
};

/// What tells traces and spans apart (W3C Trace Context).
struct TraceIds {
    std::array<std::uint8_t, 16> trace;
    std::array<std::uint8_t, 8> span;

    /// Throws `base::SystemError`.
    static TraceIds random();
};

/// One line, without its end, of the form libcnb.rs writes with its feature `trace`: an OTLP `TracesData` in
/// the JSON of the OTLP specification, with one span. Spans, events and attributes have the names they have
/// there, so that what reads the one reads the other: the span `libcnb-<phase>` with the attribute `failed`
/// (true for a detection that does not pass), the event `libcnb-<phase>-<passed|failed|success|error>`,
/// status code 2 for an error. The error's title is the event's attribute `error` and the status's message.
/// Bytes that are not UTF-8 and control characters appear as `\x1b`. Throws `std::logic_error` for a build
/// that is `not_for_us`.
std::string to_otlp_json(const PhaseTrace& trace, const TraceIds& ids);

/// `<id>-<phase>.jsonl`, with '_' for '/', '.' and '-' in the id (libcnb.rs).
std::string telemetry_file_name(std::string_view buildpack_id, PhaseTrace::Phase phase);

/// Appends the trace to the file, which is created with the directories above it if need be, in one
/// write, so that processes that append at the same time do not mix their lines. Anything in the file's place
/// but a file with this one name is left alone, symbolic links included: the directory may be one that others
/// can write to. Nothing is thrown and no build fails because of it; `on_failure`, if there is one, is told
/// why nothing was written.
void append_telemetry(const std::filesystem::path& file, const PhaseTrace& trace,
                      const std::function<void(std::string_view why)>& on_failure = {}) noexcept;

}  // namespace adder::cnb
