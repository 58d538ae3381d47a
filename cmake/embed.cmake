# Turns text files (shaders) into one C++ source, so that the program needs no files of its own beside it but the atlas.

# flowspace_embed(TARGET SYMBOL FILES...): adds to TARGET a generated/SYMBOL.h that declares, in namespace flowspace,
#   struct EmbeddedFile { std::string_view name, text; };  std::span<const EmbeddedFile> SYMBOL();
function(flowspace_embed target symbol)
  set(out ${PROJECT_BINARY_DIR}/generated/${symbol})
  file(WRITE ${out}.h.new
"// Generated: the files built into the program.
#pragma once

#include <span>
#include <string_view>

namespace flowspace {

#ifndef FLOWSPACE_EMBEDDED_FILE
#define FLOWSPACE_EMBEDDED_FILE
struct EmbeddedFile {
    std::string_view name;
    std::string_view text;
};
#endif

std::span<const EmbeddedFile> ${symbol}();

}  // namespace flowspace
")
  file(COPY_FILE ${out}.h.new ${out}.h ONLY_IF_DIFFERENT)
  add_custom_command(
    OUTPUT ${out}.cpp
    COMMAND ${CMAKE_COMMAND} -DOUT=${out}.cpp -DSYMBOL=${symbol} "-DFILES=${ARGN}" -P ${PROJECT_SOURCE_DIR}/cmake/embed_write.cmake
    DEPENDS ${ARGN} ${PROJECT_SOURCE_DIR}/cmake/embed_write.cmake
    VERBATIM)
  target_sources(${target} PRIVATE ${out}.cpp)
  set_source_files_properties(${out}.cpp PROPERTIES SKIP_LINTING ON)
endfunction()
