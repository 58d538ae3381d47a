// Buffers whose contents are replaced whole, and the vertex arrays that read them.
#pragma once

#include "render/gl/handle.h"

#include <span>

namespace flowspace::gl {

/// A buffer that grows as needed; each `set` replaces what it held.
class DynamicBuffer {
public:
    template <class T>
    void set(std::span<const T> values) {
        set_bytes(values.data(), static_cast<GLsizeiptr>(values.size_bytes()));
    }
    GLuint id() const { return buffer_.id(); }

private:
    void set_bytes(const void* bytes, GLsizeiptr size) {
        // A size of zero is an error of OpenGL's; one unused byte is not.
        glNamedBufferData(buffer_.id(), size > 0 ? size : 1, size > 0 ? bytes : nullptr, GL_DYNAMIC_DRAW);
    }
    Buffer buffer_;
};

struct Attribute {
    GLuint location = 0;
    GLint count = 1;
    GLenum type = GL_FLOAT;
    GLuint offset = 0;
    enum class Read { real, unit, integer } read = Read::real;  // unit: 0..255 becomes 0..1
};

inline void describe(const VertexArray& array, const DynamicBuffer& vertices, GLsizei stride,
                     std::span<const Attribute> attributes) {
    glVertexArrayVertexBuffer(array.id(), 0, vertices.id(), 0, stride);
    for (const Attribute& at : attributes) {
        glEnableVertexArrayAttrib(array.id(), at.location);
        glVertexArrayAttribBinding(array.id(), at.location, 0);
        if (at.read == Attribute::Read::integer)
            glVertexArrayAttribIFormat(array.id(), at.location, at.count, at.type, at.offset);
        else
            glVertexArrayAttribFormat(array.id(), at.location, at.count, at.type,
                                      at.read == Attribute::Read::unit ? GL_TRUE : GL_FALSE, at.offset);
    }
}

}  // namespace flowspace::gl
