#pragma once

#include "fetch/fetcher.hpp"
#include "support/http_server.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace adder::fetch {

/// One attempt's stream, as the factory handed it out.
class RecordingSink final : public base::ByteSink {
  public:
    void write(base::ByteSpan bytes) override {
        EXPECT_FALSE(finished);
        text += base::as_text(bytes);
    }
    void finish() override { finished = true; }

    std::string text;
    bool finished = false;
};

/// Not periodic, so that a piece in the wrong place shows.
inline std::string random_text(std::size_t size) {
    std::string text(size, '\0');
    std::uint32_t state = 1;
    for (char& c : text) c = static_cast<char>((state = state * 1664525u + 1013904223u) >> 24);
    return text;
}

class FetcherTest : public testing::Test {
  protected:
    FetcherOptions options() {
        FetcherOptions options;
        options.stall_timeout = std::chrono::seconds{1};
        options.slowest_bytes_per_second = 100'000;  // an average: a high bar notices a stall soon
        options.sleep = [this](std::chrono::milliseconds delay) { slept.push_back(delay); };
        options.random = [] { return 0.0; };
        options.on_retry = [this](const RetryNotice& notice) {
            notices.push_back(base::format("{} of {} from {}: {}", notice.next_attempt, notice.attempts,
                                           notice.resume_at, notice.failure.reason));
        };
        return options;
    }

    void fetch(const std::string& url) { fetch(url, options()); }
    void fetch(const std::string& url, FetcherOptions with) {
        Fetcher{std::move(with)}.get(
            Url::parse(url), [this]() -> base::ByteSink& { return sinks.emplace_back(); },
            [this](std::uint64_t received, std::uint64_t total) { progress = {received, total}; });
    }

    template <typename Exception>
    Exception failure(const std::string& url) {
        return failure<Exception>(url, options());
    }
    template <typename Exception>
    Exception failure(const std::string& url, FetcherOptions with) {
        try {
            fetch(url, std::move(with));
        } catch (const Exception& error) {
            for (const RecordingSink& sink : sinks) EXPECT_FALSE(sink.finished);
            return error;
        }
        throw std::logic_error{"the transfer succeeded"};
    }

    test::HttpServer server;
    std::deque<RecordingSink> sinks;
    std::pair<std::uint64_t, std::uint64_t> progress;
    std::vector<std::chrono::milliseconds> slept;
    std::vector<std::string> notices;
    const std::string body = random_text(300'000);
};

}  // namespace adder::fetch
