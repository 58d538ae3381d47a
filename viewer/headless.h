// An OpenGL context without a window: EGL surfaceless, for `render`, tests and machines without a display.
#pragma once

#include "data/result.h"

#include <cstdint>
#include <memory>

namespace flowspace {

/// OpenGL's functions are the process's: beside a window, whose thread uses them, those of its driver stay.
enum class GlFunctions : std::uint8_t { load, as_loaded };

/// Current on the thread that made it until destroyed; declare it before whatever owns OpenGL objects.
class HeadlessContext {
public:
    /// OpenGL 4.5 core with a debug context; glad is loaded, or has been. Errors say what was found, what is
    /// needed and how to get it: the caller exits with status 3.
    static Result<HeadlessContext> create(GlFunctions functions = GlFunctions::load);

    HeadlessContext(HeadlessContext&&) noexcept;
    HeadlessContext& operator=(HeadlessContext&&) noexcept;
    ~HeadlessContext();

private:
    struct State;
    explicit HeadlessContext(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace flowspace
