# Run at build: writes the C++ source that holds FILES (a list of paths) for flowspace_embed.
set(text "#include \"${SYMBOL}.h\"\n\n#include <array>\n\nnamespace flowspace {\n\nstd::span<const EmbeddedFile> ${SYMBOL}() {\n    static constexpr std::array files = {\n")
foreach(path ${FILES})
  get_filename_component(name ${path} NAME)
  file(READ ${path} content)
  string(APPEND text "EmbeddedFile{\"${name}\", R\"flowspace(${content})flowspace\"},\n")
endforeach()
string(APPEND text "    };\n    return files;\n}\n\n}  // namespace flowspace\n")
file(WRITE ${OUT} "${text}")
