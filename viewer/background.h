// Runs one slow computation at a time off the frame, for the newest request only.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>

namespace flowspace {

/// One worker thread. `request` replaces whatever waits and asks the running job to stop; whether it does or
/// finishes, its answer is dropped. The destructor asks the running job to stop and waits for it only.
class Background {
public:
    using Job = std::function<void(std::stop_token)>;

    Background();
    ~Background();
    Background(const Background&) = delete;
    Background& operator=(const Background&) = delete;

    /// Never blocks for longer than a lock.
    void request(Job job);
    bool busy() const;

private:
    void work();

    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::optional<Job> waiting_;
    bool running_ = false;
    bool closing_ = false;
    std::stop_source stop_;  // of the running job
    std::thread thread_;     // last: starts when all of the above is there
};

/// A value computed in the background for a key. `take` gives the newest finished value once.
template <class Key, class Value>
class BackgroundMemo {
public:
    /// Asks for `compute(stop_token)` if `key` differs from the last one asked for. Whatever `compute`
    /// captures must stay valid until this object is gone.
    template <class Compute>
    void ask(const Key& key, Compute compute) {
        if (asked_ && *asked_ == key) return;
        asked_ = key;
        worker_.request([this, key, compute = std::move(compute)](std::stop_token cancel) {
            Value value = compute(std::move(cancel));
            const std::lock_guard lock(mutex_);
            finished_ = {key, std::move(value)};
        });
    }

    /// The finished value for the key last asked for; nothing while it is under way or once it was taken.
    std::optional<Value> take() {
        const std::lock_guard lock(mutex_);
        if (!finished_ || !asked_ || finished_->first != *asked_) return std::nullopt;
        std::optional<Value> value(std::move(finished_->second));
        finished_.reset();
        return value;
    }

    /// The next `ask` asks, whatever its key.
    void forget() { asked_.reset(); }

    bool busy() const { return worker_.busy(); }

private:
    std::optional<Key> asked_;
    std::mutex mutex_;
    std::optional<std::pair<Key, Value>> finished_;
    Background worker_;  // last: its thread ends before what it writes to
};

}  // namespace flowspace
