// Counts what OpenGL complains of, so that a test can ask for nothing.
#pragma once

#include <cstdint>
#include <memory>

namespace flowspace::gl {

/// While it lives, the current context reports its errors here (KHR_debug, synchronous).
class DebugLog {
public:
    DebugLog();
    ~DebugLog();
    DebugLog(const DebugLog&) = delete;
    DebugLog& operator=(const DebugLog&) = delete;

    std::uint64_t errors() const;

private:
    struct Count;
    std::unique_ptr<Count> count_;  // the callback holds its address
};

}  // namespace flowspace::gl
