// An OpenGL context without a window: EGL surfaceless, for `render`, tests and machines without a display.
#pragma once

#include "data/result.h"

#include <memory>

namespace flowspace {

/// Current on the thread that made it until destroyed; declare it before whatever owns OpenGL objects.
class HeadlessContext {
public:
    /// OpenGL 4.5 core with a debug context; glad is loaded. Errors say what was found, what is needed and
    /// how to get it: the caller exits with status 3.
    static Result<HeadlessContext> create();

    HeadlessContext(HeadlessContext&&) noexcept;
    HeadlessContext& operator=(HeadlessContext&&) noexcept;
    ~HeadlessContext();

private:
    struct State;
    explicit HeadlessContext(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace flowspace
