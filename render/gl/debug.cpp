// The KHR_debug callback.
#include "render/gl/debug.h"

#include <glad/gl.h>

#include <cstdio>

namespace flowspace::gl {

struct DebugLog::Count {
    std::uint64_t errors = 0;
};

namespace {

constexpr std::uint64_t most_printed = 8;

}  // namespace

DebugLog::DebugLog() : count_(std::make_unique<Count>()) {
    const GLDEBUGPROC report = [](GLenum, GLenum type, GLuint, GLenum, GLsizei length, const GLchar* text,
                                  const void* user) {
        if (type != GL_DEBUG_TYPE_ERROR && type != GL_DEBUG_TYPE_UNDEFINED_BEHAVIOR) return;
        auto* count = static_cast<Count*>(const_cast<void*>(user));
        if (++count->errors <= most_printed) std::fprintf(stderr, "opengl: %.*s\n", length, text);
    };
    glEnable(GL_DEBUG_OUTPUT);
    glEnable(GL_DEBUG_OUTPUT_SYNCHRONOUS);
    glDebugMessageCallback(report, count_.get());
}

DebugLog::~DebugLog() { glDebugMessageCallback(nullptr, nullptr); }

std::uint64_t DebugLog::errors() const { return count_->errors; }

}  // namespace flowspace::gl
