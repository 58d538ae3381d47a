#include "viewer/background.h"

#include <utility>

namespace flowspace {

Background::Background() : thread_([this] { work(); }) {}

Background::~Background() {
    {
        const std::lock_guard lock(mutex_);
        closing_ = true;
        waiting_.reset();
        stop_.request_stop();
    }
    wake_.notify_all();
    thread_.join();
}

void Background::request(Job job) {
    {
        const std::lock_guard lock(mutex_);
        waiting_ = std::move(job);
        stop_.request_stop();
    }
    wake_.notify_one();
}

bool Background::busy() const {
    const std::lock_guard lock(mutex_);
    return running_ || waiting_.has_value();
}

void Background::work() {
    std::unique_lock lock(mutex_);
    for (;;) {
        wake_.wait(lock, [this] { return closing_ || waiting_.has_value(); });
        if (closing_) return;
        const Job job = std::move(*waiting_);
        waiting_.reset();
        running_ = true;
        stop_ = {};
        const std::stop_token cancel = stop_.get_token();
        lock.unlock();
        job(cancel);
        lock.lock();
        running_ = false;
    }
}

}  // namespace flowspace
