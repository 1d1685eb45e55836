#pragma once

#include "fetch/response.hpp"
#include "fetch/retry.hpp"
#include "fetch/stream.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace adder::fetch {

/// What to ask for so that a broken transfer goes on where it broke.
struct ResumePoint {
    std::uint64_t offset;
    std::string validator;
};

/// One stream on its way into a sink, across as many responses as it takes. Knows nothing of the network.
class Transfer {
  public:
    /// Both must outlive it.
    Transfer(const SinkFactory& start, const Progress& progress) : start_{start}, progress_{progress} {}

    /// Nothing when the next response must be the whole stream.
    std::optional<ResumePoint> resume_point() const;

    /// Takes in the head of a response. A whole one (200) begins in a new sink, a part (206) goes on in the
    /// current one if it is the part asked for; for anything else the failure says why the body is of no use.
    std::optional<Failure> begin(const ResponseHead& head);

    void write(base::ByteSpan bytes);

    /// The failure if bytes are missing although the response has ended.
    std::optional<Failure> check_complete() const;

    /// Every byte has arrived.
    void finish();

    /// Whether more of the stream has arrived than ever before, by an amount worth speaking of, since this
    /// was last asked. A transfer that gets on has every right to more attempts.
    bool has_advanced();

  private:
    void begin_whole(const ResponseHead& head);
    bool continues(const ResponseHead& head) const;
    void abandon();

    const SinkFactory& start_;
    const Progress& progress_;
    base::ByteSink* sink_ = nullptr;
    std::uint64_t received_ = 0;
    std::uint64_t furthest_ = 0;
    std::optional<std::uint64_t> total_;
    ResponseHead whole_;  ///< of the response that began the current sink
};

}  // namespace adder::fetch
