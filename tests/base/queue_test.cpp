#include <adder/base/queue.hpp>

#include <thread>

#include <gtest/gtest.h>

namespace adder::base {
namespace {

TEST(BoundedQueueTest, HandsItemsOverInOrder) {
    BoundedQueue<int> queue{2};
    std::thread producer{[&queue] {
        for (int i = 0; i < 1000; ++i) queue.push(i);
        queue.close();
    }};
    int expected = 0;
    while (const std::optional<int> item = queue.pop()) EXPECT_EQ(*item, expected++);
    producer.join();
    EXPECT_EQ(expected, 1000);
}

TEST(BoundedQueueTest, AProducerLearnsThatNobodyListens) {
    BoundedQueue<int> queue{1};
    EXPECT_TRUE(queue.push(1));
    std::thread consumer{[&queue] { queue.close(); }};
    EXPECT_FALSE(queue.push(2));
    consumer.join();
}

TEST(BoundedQueueTest, WhatWasQueuedBeforeTheEndIsStillDelivered) {
    BoundedQueue<int> queue{2};
    queue.push(1);
    queue.close();
    EXPECT_EQ(queue.pop(), 1);
    EXPECT_EQ(queue.pop(), std::nullopt);
}

}  // namespace
}  // namespace adder::base
