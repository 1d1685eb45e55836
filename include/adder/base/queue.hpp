#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>

namespace adder::base {

/// A queue between one producing and one consuming thread that holds at most `capacity` items.
///
/// Either side may `close` it. The consumer still receives what was queued before; the producer learns from
/// `push` that nobody listens any more.
template <typename T>
class BoundedQueue {
  public:
    explicit BoundedQueue(std::size_t capacity) : capacity_{capacity} {}

    /// Blocks while the queue is full. False if the queue is closed: the item was not taken.
    bool push(T item) {
        std::unique_lock lock{mutex_};
        has_room_.wait(lock, [this] { return closed_ || items_.size() < capacity_; });
        if (closed_) return false;
        items_.push_back(std::move(item));
        has_item_.notify_one();
        return true;
    }

    /// Blocks while the queue is empty and open. Nothing once it is closed and empty.
    std::optional<T> pop() {
        std::unique_lock lock{mutex_};
        has_item_.wait(lock, [this] { return closed_ || !items_.empty(); });
        if (items_.empty()) return std::nullopt;
        std::optional<T> item{std::move(items_.front())};
        items_.pop_front();
        has_room_.notify_one();
        return item;
    }

    void close() {
        std::lock_guard lock{mutex_};
        closed_ = true;
        has_item_.notify_all();
        has_room_.notify_all();
    }

  private:
    const std::size_t capacity_;
    std::mutex mutex_;
    std::condition_variable has_item_;
    std::condition_variable has_room_;
    std::deque<T> items_;
    bool closed_ = false;
};

}  // namespace adder::base
