#include "fetch/transfer.hpp"

#include <adder/base/format.hpp>

namespace adder::fetch {

namespace {

constexpr std::uint64_t worthwhile_advance = 1u << 20;

}  // namespace

std::optional<ResumePoint> Transfer::resume_point() const {
    const std::string validator = whole_.validator();
    if (!sink_ || received_ == 0 || validator.empty()) return std::nullopt;
    return ResumePoint{received_, validator};
}

std::optional<Failure> Transfer::begin(const ResponseHead& head) {
    switch (head.status) {
        case 200:
            begin_whole(head);
            return std::nullopt;
        case 206:
            if (continues(head)) return std::nullopt;
            abandon();
            return Failure{.kind = FailureKind::protocol,
                           .reason = "the server sent another part than the one asked for"};
        case 416:  // what was there when the transfer began has become shorter
            if (!sink_) break;
            abandon();
            return Failure{.kind = FailureKind::protocol, .reason = "the server cannot resume the transfer"};
        default:
            break;
    }
    return Failure{.kind = FailureKind::status,
                   .status = head.status,
                   .reason = base::format("HTTP status {}", head.status)};
}

void Transfer::begin_whole(const ResponseHead& head) {
    abandon();
    sink_ = &start_();
    total_ = head.content_length;
    whole_ = head;
}

bool Transfer::continues(const ResponseHead& head) const {
    if (!sink_ || received_ == 0 || !head.content_range || head.content_range->first != received_)
        return false;
    if (!head.etag.empty() && !whole_.etag.empty() && head.etag != whole_.etag) return false;
    if (!head.last_modified.empty() && !whole_.last_modified.empty() &&
        head.last_modified != whole_.last_modified) {
        return false;
    }
    return !total_ || !head.content_range->total || *total_ == *head.content_range->total;
}

void Transfer::abandon() {
    sink_ = nullptr;
    received_ = 0;
    total_.reset();
    whole_ = {};
}

void Transfer::write(base::ByteSpan bytes) {
    sink_->write(bytes);
    received_ += bytes.size();
    if (progress_) progress_(received_, total_.value_or(0));
}

std::optional<Failure> Transfer::check_complete() const {
    if (!sink_) return Failure{.kind = FailureKind::protocol, .reason = "the server sent no answer"};
    if (!total_ || received_ == *total_) return std::nullopt;
    return Failure{.kind = FailureKind::truncated,
                   .reason = base::format("{} of {} bytes arrived", received_, *total_)};
}

void Transfer::finish() { sink_->finish(); }

bool Transfer::has_advanced() {
    if (received_ < furthest_ + worthwhile_advance) return false;
    furthest_ = received_;
    return true;
}

}  // namespace adder::fetch
