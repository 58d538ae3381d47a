// Takes rows to the merger in chunks, on a thread of its own where there may be several: a table is read on
// while the rows before are merged.
#pragma once

#include "data/import/volume.h"
#include "data/result.h"
#include "data/source/flow_merger.h"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace flowspace {

/// Rows that wait to be merged.
struct FlowChunk {
    std::vector<LayerId> layer = {};
    std::vector<PlaceId> origin = {};
    std::vector<PlaceId> destination = {};
    std::vector<TimeMs> time = {};
    std::vector<double> value = {};

    std::size_t size() const { return value.size(); }
    FlowRows rows() const { return {layer, origin, destination, time, value}; }
    void append(const FlowRows& rows);
    void clear();
};

/// Chunks are merged in the order in which they come, so threads change nothing of the result.
class MergeQueue {
public:
    struct Options {
        unsigned threads = 1;
        bool merged = true;  // false: only totals are kept
    };
    MergeQueue(std::size_t places, Options options);
    ~MergeQueue();
    MergeQueue(const MergeQueue&) = delete;
    MergeQueue& operator=(const MergeQueue&) = delete;

    /// Leaves an empty chunk behind. Waits while several are in the queue.
    void push(FlowChunk& chunk);

    /// Waits until all is merged. The first error of the merger; then it is of no more use.
    std::optional<Error> drain();

    /// Pre: drained.
    FlowMerger& merger() { return merger_; }
    /// Per layer as rows number them, as far as there were rows. Pre: drained.
    const std::vector<Volume>& totals() const { return totals_; }

private:
    void merge(const FlowChunk& chunk);
    void work(const std::stop_token& stop);

    FlowMerger merger_;
    std::vector<Volume> totals_;
    std::optional<Error> failed_;
    Options options_;

    std::mutex mutex_;  // guards what follows
    std::condition_variable_any changed_;
    std::deque<FlowChunk> waiting_;
    std::vector<FlowChunk> spare_;  // emptied: their memory is used again
    bool busy_ = false;
    std::jthread thread_;  // last: ends before what it uses
};

}  // namespace flowspace
