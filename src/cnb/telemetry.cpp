#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/text.hpp>
#include <adder/cnb/telemetry.hpp>

#include <algorithm>
#include <cerrno>
#include <span>
#include <stdexcept>

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

namespace adder::cnb {

namespace {

namespace fs = std::filesystem;

/// In the order of the protocol's fields, which is how they are read by people.
using Json = nlohmann::ordered_json;

// Of opentelemetry/proto/trace/v1/trace.proto.
constexpr int span_kind_internal = 1;
constexpr int status_unset = 0;
constexpr int status_error = 2;
constexpr int flags_sampled_with_local_parent = 0x101;
constexpr int flags_sampled_with_remote_parent = 0x301;

constexpr std::size_t longest_text = 500;

std::string hex(std::span<const std::uint8_t> bytes) {
    std::string text;
    for (const std::uint8_t byte : bytes) text += base::format("{:02x}", byte);
    return text;
}

/// The protocol's 64-bit numbers are strings in JSON.
std::string nanoseconds(PhaseTrace::Time time) {
    const auto count = std::chrono::duration_cast<std::chrono::nanoseconds>(time.time_since_epoch()).count();
    return std::to_string(std::max<std::int64_t>(count, 0));
}

Json attribute(const char* key, std::string_view text) {
    return {{"key", key}, {"value", {{"stringValue", base::printable(text, longest_text)}}}};
}

Json flag(const char* key, bool truth) { return {{"key", key}, {"value", {{"boolValue", truth}}}}; }

Json buildpack_attributes(const PhaseTrace& trace) {
    return Json::array({attribute("buildpack_id", trace.buildpack_id),
                        attribute("buildpack_name", trace.buildpack_name),
                        attribute("buildpack_version", trace.buildpack_version),
                        attribute("buildpack_homepage", trace.buildpack_homepage)});
}

Json resource(const PhaseTrace& trace) {
    Json attributes = Json::array({attribute("service.name", trace.buildpack_id),
                                   attribute("service.version", trace.buildpack_version)});
    for (const Json& buildpack : buildpack_attributes(trace)) attributes.push_back(buildpack);
    return {{"attributes", attributes}, {"droppedAttributesCount", 0}};
}

std::string_view name_of(PhaseTrace::Phase phase) {
    return phase == PhaseTrace::Phase::detect ? "detect" : "build";
}

std::string_view name_of(PhaseTrace::Outcome outcome, PhaseTrace::Phase phase) {
    const bool is_detect = phase == PhaseTrace::Phase::detect;
    switch (outcome) {
        case PhaseTrace::Outcome::success:
            return is_detect ? "passed" : "success";
        case PhaseTrace::Outcome::not_for_us:
            if (!is_detect) throw std::logic_error("only a detection can find that the app is not for it");
            return "failed";
        case PhaseTrace::Outcome::error:
            break;
    }
    return "error";
}

Json event(const PhaseTrace& trace, const std::string& span_name, PhaseTrace::Time time) {
    const bool is_error = trace.outcome == PhaseTrace::Outcome::error;
    Json attributes = Json::array({attribute("level", is_error ? "ERROR" : "INFO")});
    if (is_error) attributes.push_back(attribute("error", trace.error_title));
    return {{"timeUnixNano", nanoseconds(time)},
            {"name", base::format("{}-{}", span_name, name_of(trace.outcome, trace.phase))},
            {"attributes", attributes},
            {"droppedAttributesCount", 0}};
}

Json status(const PhaseTrace& trace) {
    if (trace.outcome != PhaseTrace::Outcome::error) return {{"message", ""}, {"code", status_unset}};
    return {{"message", base::printable(trace.error_title, longest_text)}, {"code", status_error}};
}

Json span(const PhaseTrace& trace, const TraceIds& ids) {
    const std::string name = base::format("libcnb-{}", name_of(trace.phase));
    const PhaseTrace::Time end = std::max(trace.start, trace.end);
    return {{"traceId", hex(trace.parent ? trace.parent->trace : ids.trace)},
            {"spanId", hex(ids.span)},
            {"traceState", ""},
            {"parentSpanId", trace.parent ? hex(trace.parent->span) : ""},
            {"flags", trace.parent ? flags_sampled_with_remote_parent : flags_sampled_with_local_parent},
            {"name", name},
            {"kind", span_kind_internal},
            {"startTimeUnixNano", nanoseconds(trace.start)},
            {"endTimeUnixNano", nanoseconds(end)},
            {"attributes", Json::array({flag("failed", trace.outcome != PhaseTrace::Outcome::success)})},
            {"droppedAttributesCount", 0},
            {"events", Json::array({event(trace, name, end)})},
            {"droppedEventsCount", 0},
            {"links", Json::array()},
            {"droppedLinksCount", 0},
            {"status", status(trace)}};
}

/// Neither waits (a pipe) nor follows (a link); a second name could be one in another directory.
base::UniqueFd open_for_append(const fs::path& file) {
    base::UniqueFd fd = base::open_file(file, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK);
    struct ::stat found{};
    if (::fstat(fd.get(), &found) != 0) throw base::SystemError{errno, "cannot look at {}", file};
    if (!S_ISREG(found.st_mode) || found.st_nlink != 1) {
        throw base::Error{"{} is not a file or has several names", file};
    }
    return fd;
}

/// Not `write_all`: what a second call appends can stand behind another process's line.
void write_once(int fd, std::string_view line, const fs::path& file) {
    ssize_t count = 0;
    do {
        count = ::write(fd, line.data(), line.size());
    } while (count < 0 && errno == EINTR);
    if (count < 0) throw base::SystemError{errno, "cannot write {}", file};
    if (static_cast<std::size_t>(count) != line.size()) throw base::Error{"{} has an incomplete line", file};
}

/// Fills `bytes` from as many lower-case hexadecimal digits. False for other text, and for nothing but zeros,
/// which is no identifier.
bool read_hex(std::string_view text, std::span<std::uint8_t> bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    if (text.size() != 2 * bytes.size() || text.find_first_not_of(digits) != text.npos) return false;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        bytes[i] = static_cast<std::uint8_t>(digits.find(text[2 * i]) << 4 | digits.find(text[2 * i + 1]));
    }
    return text.find_first_not_of('0') != text.npos;
}

}  // namespace

std::optional<TraceParent> TraceParent::parse(std::string_view text) {
    const std::vector<std::string_view> fields = base::split(text, '-');
    TraceParent parent{};
    std::array<std::uint8_t, 1> ignored{};
    const auto is_byte = [&](std::string_view field) { return field == "00" || read_hex(field, ignored); };
    const bool has_form = fields.size() >= 4 && is_byte(fields[0]) && fields[0] != "ff" &&
                          is_byte(fields[3]) &&
                          (fields.size() == 4 || fields[0] != "00");  // later versions may have more fields
    if (!has_form || !read_hex(fields[1], parent.trace) || !read_hex(fields[2], parent.span))
        return std::nullopt;
    return parent;
}

TraceIds TraceIds::random() {
    TraceIds ids{};
    for (const std::span<std::uint8_t> id :
         {std::span<std::uint8_t>{ids.trace}, std::span<std::uint8_t>{ids.span}}) {
        // So few bytes come whole and cannot be interrupted, says getrandom(2).
        if (::getrandom(id.data(), id.size(), 0) < 0) throw base::SystemError{errno, "no random numbers"};
    }
    return ids;
}

std::string to_otlp_json(const PhaseTrace& trace, const TraceIds& ids) {
    const Json scope{{"name", "adder-cnb"},
                     {"version", ADDER_VERSION},
                     {"attributes", buildpack_attributes(trace)},
                     {"droppedAttributesCount", 0}};
    const Json scope_spans{{"scope", scope}, {"spans", Json::array({span(trace, ids)})}, {"schemaUrl", ""}};
    const Json resource_spans{
        {"resource", resource(trace)}, {"scopeSpans", Json::array({scope_spans})}, {"schemaUrl", ""}};
    return Json{{"resourceSpans", Json::array({resource_spans})}}.dump();
}

std::string telemetry_file_name(std::string_view buildpack_id, PhaseTrace::Phase phase) {
    std::string name{buildpack_id};
    std::replace_if(name.begin(), name.end(), [](char c) { return c == '/' || c == '.' || c == '-'; }, '_');
    return base::format("{}-{}.jsonl", name, name_of(phase));
}

void append_telemetry(const fs::path& file, const PhaseTrace& trace,
                      const std::function<void(std::string_view why)>& on_failure) noexcept {
    try {
        try {
            const std::string line = to_otlp_json(trace, TraceIds::random()) + "\n";
            base::make_directories(file.parent_path());
            write_once(open_for_append(file).get(), line, file);
        } catch (const std::exception& error) {
            if (on_failure) on_failure(error.what());
        }
    } catch (...) {
        // Not even the failure can be told; the build is what matters.
    }
}

}  // namespace adder::cnb
