// What the machine's OpenGL can do.
#pragma once

#include <glad/gl.h>

namespace flowspace::gl {

inline int integer(GLenum name) {
    GLint value = 0;
    glGetIntegerv(name, &value);
    return value;
}

}  // namespace flowspace::gl
