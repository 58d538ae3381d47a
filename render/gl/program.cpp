// Compiles and links shaders.
#include "render/gl/program.h"

#include "flowspace_shaders.h"

#include <fmt/format.h>

#include <array>
#include <string>

namespace flowspace::gl {

namespace {

constexpr std::string_view version_line = "#version 450 core\n";

std::string_view text_of(std::string_view name) {
    for (const EmbeddedFile& file : flowspace_shaders())
        if (file.name == name) return file.text;
    return {};
}

struct Shader {
    GLuint id = 0;

    explicit Shader(GLenum stage) : id(glCreateShader(stage)) {}
    Shader(const Shader&) = delete;
    Shader& operator=(const Shader&) = delete;
    ~Shader() { glDeleteShader(id); }
};

Result<bool> compile(const Shader& shader, std::string_view name, std::string_view defined) {
    const std::string_view prelude = text_of("prelude.glsl");
    const std::string_view text = text_of(name);
    std::array<const GLchar*, 4> parts = {};
    std::array<GLint, 4> sizes = {};
    const std::array<std::string_view, 4> texts = {version_line, defined, prelude, text};
    for (std::size_t part = 0; part < texts.size(); ++part) {
        parts[part] = texts[part].empty() ? "" : texts[part].data();
        sizes[part] = static_cast<GLint>(texts[part].size());
    }
    glShaderSource(shader.id, static_cast<GLsizei>(parts.size()), parts.data(), sizes.data());
    glCompileShader(shader.id);
    GLint compiled = GL_FALSE;
    glGetShaderiv(shader.id, GL_COMPILE_STATUS, &compiled);
    if (compiled == GL_TRUE) return true;
    std::array<GLchar, 2048> log = {};
    glGetShaderInfoLog(shader.id, static_cast<GLsizei>(log.size()), nullptr, log.data());
    return Error{fmt::format("shaders/{}: does-not-compile: {:.300}, expected what OpenGL 4.5 core compiles",
                             name, log.data())};
}

}  // namespace

Result<Program> build_program(std::string_view vertex, std::string_view fragment, std::string_view defined) {
    const Shader vertex_shader(GL_VERTEX_SHADER);
    const Shader fragment_shader(GL_FRAGMENT_SHADER);
    if (const auto done = compile(vertex_shader, vertex, defined); !done) return done.error();
    if (const auto done = compile(fragment_shader, fragment, defined); !done) return done.error();
    Program program;
    glAttachShader(program.id(), vertex_shader.id);
    glAttachShader(program.id(), fragment_shader.id);
    glLinkProgram(program.id());
    glDetachShader(program.id(), vertex_shader.id);
    glDetachShader(program.id(), fragment_shader.id);
    GLint linked = GL_FALSE;
    glGetProgramiv(program.id(), GL_LINK_STATUS, &linked);
    if (linked == GL_TRUE) return program;
    std::array<GLchar, 2048> log = {};
    glGetProgramInfoLog(program.id(), static_cast<GLsizei>(log.size()), nullptr, log.data());
    return Error{fmt::format("shaders/{} + {}: does-not-link: {:.300}, expected what OpenGL 4.5 core links",
                             vertex, fragment, log.data())};
}

}  // namespace flowspace::gl
