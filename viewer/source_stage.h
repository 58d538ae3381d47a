// A stage that asks the source of flows: it keeps its last good value while a new one is under way or
// refused.
#pragma once

#include "data/result.h"
#include "viewer/background.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

namespace flowspace {

using WallTime = std::chrono::system_clock::time_point;

/// What is shown is older than what was asked for, because the source failed.
struct Staleness {
    std::string message = {};  // of the last try
    WallTime since = {};       // of the first try that failed

    bool operator==(const Staleness&) const = default;
};

enum class StageRuns : std::uint8_t { at_once, in_background };

/// A failed request is repeated after 2 s, then after twice as long each time, up to 30 s; another key is
/// asked for at once. The first good answer ends the staleness.
template <class Key, class Value>
class SourceStage {
public:
    explicit SourceStage(StageRuns runs) : runs_(runs) {}

    /// `compute(stop_token)` gives a Result<Value>. Whatever it captures must stay valid until this object is
    /// gone.
    template <class Compute>
    void update(const Key& key, WallTime now, Compute compute) {
        const bool again = failed_ && now >= retry_at_;
        const bool anew = asks(key, now);
        asked_ = key;
        if (runs_ == StageRuns::at_once) {
            if (anew) finish(compute(std::stop_token{}), now);
            return;
        }
        if (again) memo_.forget();
        if (anew) failed_ = false;
        memo_.ask(key, std::move(compute));
        collect(now);
    }

    /// Whether update() would compute: else what it captures need not be made, and collect() does.
    bool asks(const Key& key, WallTime now) const {
        return (failed_ && now >= retry_at_) || !asked_ || *asked_ != key;
    }
    /// As update() where nothing new is asked.
    void collect(WallTime now) {
        if (std::optional<Result<Value>> finished = memo_.take()) finish(std::move(*finished), now);
    }

    /// Tries again at the next update, without waiting.
    void retry() { retry_at_ = {}; }

    const Value& value() const { return value_; }
    /// What value() answers; nothing before the first good answer.
    const std::optional<Key>& answered() const { return answered_; }
    std::uint64_t revision() const { return revision_; }
    const std::optional<Staleness>& stale() const { return stale_; }
    bool busy() const { return memo_.busy(); }

private:
    static constexpr std::chrono::seconds first_pause{2}, longest_pause{30};

    void finish(Result<Value> result, WallTime now) {
        failed_ = !result;
        if (result) {
            value_ = std::move(*result);
            answered_ = asked_;
            ++revision_;
            stale_.reset();
            pause_ = first_pause;
            return;
        }
        stale_ = Staleness{result.error().message, stale_ ? stale_->since : now};
        retry_at_ = now + pause_;
        pause_ = std::min(2 * pause_, longest_pause);
    }

    StageRuns runs_;
    std::optional<Key> asked_, answered_;
    Value value_{};
    std::uint64_t revision_ = 0;
    bool failed_ = false;
    std::optional<Staleness> stale_;
    WallTime retry_at_ = {};
    std::chrono::seconds pause_ = first_pause;
    BackgroundMemo<Key, Result<Value>> memo_;
};

}  // namespace flowspace
