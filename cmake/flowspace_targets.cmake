# How a library, a program and a test of ours are made: the same warnings, sanitizers and header checks everywhere.

add_library(flowspace_options INTERFACE)
target_compile_options(flowspace_options INTERFACE -Wall -Wextra -Wshadow -Wconversion -Werror=format-security
                                                   -ffp-contract=off)  # one rounding a step: the same sums on every CPU
target_include_directories(flowspace_options INTERFACE ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR}/generated)
if(FLOWSPACE_SANITIZE)
  target_compile_options(flowspace_options INTERFACE -fsanitize=${FLOWSPACE_SANITIZE} -fno-omit-frame-pointer -O1)
  target_link_options(flowspace_options INTERFACE -fsanitize=${FLOWSPACE_SANITIZE})
  if(FLOWSPACE_SANITIZE MATCHES undefined AND NOT FLOWSPACE_SANITIZE MATCHES alignment)
    # A third of the time to compile, for the check of each change: traces need lines only, and null and alignment are left to the
    # strict preset, which scripts/test long builds.
    target_compile_options(flowspace_options INTERFACE -g1 -fno-sanitize=null,alignment)
  endif()
endif()

# Headers of a library are compiled each on its own, as part of the build: a header that leans on its includer fails there.
# flowspace_library(NAME HEADERS ... SOURCES ... LINKS ... PRIVATE_LINKS ...)
function(flowspace_library name)
  cmake_parse_arguments(ARG "" "" "HEADERS;SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
  set(checks)
  foreach(header ${ARG_HEADERS})
    cmake_path(RELATIVE_PATH CMAKE_CURRENT_SOURCE_DIR BASE_DIRECTORY ${PROJECT_SOURCE_DIR} OUTPUT_VARIABLE folder)
    set(check ${CMAKE_CURRENT_BINARY_DIR}/header_checks/${header}.cpp)
    if(NOT EXISTS ${check})
      file(WRITE ${check} "#include \"${folder}/${header}\"\n")
    endif()
    list(APPEND checks ${check})
  endforeach()
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC flowspace_options ${ARG_LINKS} PRIVATE ${ARG_PRIVATE_LINKS})
  if(checks AND NOT FLOWSPACE_SANITIZE)  # once is enough: sanitizers change nothing in how a header reads
    add_library(${name}_headers OBJECT ${checks})
    target_link_libraries(${name}_headers PRIVATE ${name})
    target_compile_options(${name}_headers PRIVATE -O0)
    set_target_properties(${name}_headers PROPERTIES CXX_CLANG_TIDY "")
  endif()
endfunction()

# flowspace_label(LABEL PROGRAMS...): the target label_LABEL builds the test programs of a label and nothing else, for presets that
# run only some labels.
function(flowspace_label label)
  if(NOT TARGET label_${label})
    add_custom_target(label_${label})
  endif()
  add_dependencies(label_${label} ${ARGN})
endfunction()

# flowspace_test(NAME LIBRARY LABEL SOURCES...): a GoogleTest program; each TEST becomes a ctest test with the label.
# Where OpenGL is used (render, viewer) leaks are not looked for: at exit the leak checker trips over the driver's own threads.
function(flowspace_test name library label)
  add_executable(${name} ${ARGN})
  target_link_libraries(${name} PRIVATE ${library} GTest::gtest_main)
  target_compile_definitions(${name} PRIVATE
    FLOWSPACE_SOURCE_DIR="${PROJECT_SOURCE_DIR}" FLOWSPACE_BINARY_DIR="${PROJECT_BINARY_DIR}")
  set(environment)
  if(label MATCHES "^(render|viewer)$")
    set(environment ENVIRONMENT "ASAN_OPTIONS=detect_leaks=0")
  endif()
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60
                       PROPERTIES LABELS ${label} TIMEOUT 300 ${environment})
  flowspace_label(${label} ${name})
endfunction()
