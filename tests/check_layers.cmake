# Run by ctest: cmake -DROOT=<repo> -P check_layers.cmake
# Fails when a file includes from a layer above its own.
cmake_minimum_required(VERSION 3.25)

function(check folder forbidden)
  file(GLOB_RECURSE paths ${ROOT}/${folder}/*.h ${ROOT}/${folder}/*.cpp)
  if(NOT paths)
    message(SEND_ERROR "${folder}/ holds no sources: the check would check nothing")
  endif()
  foreach(path ${paths})
    file(STRINGS ${path} hits REGEX "^#include [\"<](${forbidden})")
    foreach(hit ${hits})
      message(SEND_ERROR "${path}: ${hit}: ${folder}/ may not include this")
    endforeach()
  endforeach()
endfunction()

check(data         "render/|viewer/|glad/|GL/|EGL/|GLFW/|imgui|glm/")
check(render/scene "render/gl/|render/layers/|render/renderer|viewer/|glad/|GL/|EGL/|GLFW/|imgui")
check(render       "viewer/|GL/|EGL/|GLFW/|imgui")
check(viewer       "GL/")

# What reads the bytes of foreign tables runs in the worker: the program may not even know it. (Plans, inspections and
# reports are values; open_plan.h and ground_worker.h are the ways in.)
set(readers "data/import/(open_files|csv_reader|record_reader|record_scanner|text_source|byte_source|unpacker|flow_reader|place_reader|row_reader|own_coordinates)\\.h|data/formats/|duckdb|gdal|ogr")
check(viewer       "${readers}")
check(data/project "${readers}")
check(data/source  "${readers}")

# The same functions by name, where a header that is needed for other things declares them.
function(check_calls folder forbidden)
  file(GLOB_RECURSE paths ${ROOT}/${folder}/*.h ${ROOT}/${folder}/*.cpp)
  foreach(path ${paths})
    file(STRINGS ${path} hits REGEX "(^|[^a-z_])(${forbidden})\\(")
    foreach(hit ${hits})
      message(SEND_ERROR "${path}: ${hit}: ${folder}/ may not call this: foreign tables are read in the worker")
    endforeach()
  endforeach()
endfunction()

set(reading "open_files|check_files|inspect_file|load_tables|check_tables|open_table|open_text_table|sniff_text")
check_calls(viewer       "${reading}")
check_calls(data/project "${reading}")
