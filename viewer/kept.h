// A part of the settings whose type the settings need not know: shared until changed, equal by what it says.
#pragma once

#include <memory>
#include <utility>

namespace flowspace {

template <class T>
class Kept {
public:
    Kept() = default;  // nothing
    static Kept of(T value) {
        Kept kept;
        kept.value_ = std::make_shared<const T>(std::move(value));
        return kept;
    }

    explicit operator bool() const { return value_ != nullptr; }
    /// Pre: holds something.
    const T& operator*() const { return *value_; }
    const T* operator->() const { return value_.get(); }

    bool operator==(const Kept& other) const {
        return value_ == other.value_ || (value_ && other.value_ && *value_ == *other.value_);
    }

private:
    std::shared_ptr<const T> value_ = {};
};

}  // namespace flowspace
