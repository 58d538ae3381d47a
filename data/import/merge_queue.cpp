#include "data/import/merge_queue.h"

#include <utility>

namespace flowspace {
namespace {

constexpr std::size_t most_waiting = 8;  // chunks

template <class T>
void append_to(std::vector<T>& column, std::span<const T> values) {
    column.insert(column.end(), values.begin(), values.end());
}

}  // namespace

void FlowChunk::append(const FlowRows& rows) {
    append_to(layer, rows.layer);
    append_to(origin, rows.origin);
    append_to(destination, rows.destination);
    append_to(time, rows.time);
    append_to(value, rows.value);
}

void FlowChunk::clear() {
    layer.clear();
    origin.clear();
    destination.clear();
    time.clear();
    value.clear();
}

MergeQueue::MergeQueue(std::size_t places, Options options)
    : merger_(places, {.threads = options.threads}), options_(options) {}

MergeQueue::~MergeQueue() {
    thread_.request_stop();
    if (thread_.joinable()) thread_.join();
}

void MergeQueue::merge(const FlowChunk& chunk) {
    if (!failed_ && options_.merged) failed_ = merger_.add(chunk.rows());
    if (failed_) return;
    for (std::size_t row = 0; row < chunk.size(); ++row) {
        const std::size_t layer = index(chunk.layer[row]);
        if (layer >= totals_.size()) totals_.resize(layer + 1);
        add_row(totals_[layer], chunk.value[row]);
    }
}

void MergeQueue::push(FlowChunk& chunk) {
    if (options_.threads <= 1) {
        merge(chunk);
        chunk.clear();
        return;
    }
    std::unique_lock lock(mutex_);
    if (!thread_.joinable()) thread_ = std::jthread([this](const std::stop_token& stop) { work(stop); });
    changed_.wait(lock, [&] { return waiting_.size() < most_waiting; });
    waiting_.push_back(std::move(chunk));
    chunk = {};
    if (!spare_.empty()) {
        chunk = std::move(spare_.back());
        spare_.pop_back();
    }
    changed_.notify_all();
}

void MergeQueue::work(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (changed_.wait(lock, stop, [&] { return !waiting_.empty(); })) {
        FlowChunk chunk = std::move(waiting_.front());
        waiting_.pop_front();
        busy_ = true;
        changed_.notify_all();
        lock.unlock();
        merge(chunk);
        chunk.clear();
        lock.lock();
        spare_.push_back(std::move(chunk));
        busy_ = false;
        changed_.notify_all();
        if (stop.stop_requested()) return;
    }
}

std::optional<Error> MergeQueue::drain() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return waiting_.empty() && !busy_; });
    return failed_;
}

}  // namespace flowspace
