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
