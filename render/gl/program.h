// Shader programs from the sources built into the program.
#pragma once

#include "data/result.h"
#include "render/gl/handle.h"

#include <string_view>

namespace flowspace::gl {

/// Compiles and links `vertex` and `fragment`, names of files in shaders/; prelude.glsl is put before each.
/// `defined`: lines of #define before both. Errors name the file and hold the compiler's log.
Result<Program> build_program(std::string_view vertex, std::string_view fragment,
                              std::string_view defined = {});

}  // namespace flowspace::gl
