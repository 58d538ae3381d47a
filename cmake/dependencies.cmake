# Where third-party code comes from: Debian packages, and DuckDB from npm archives. One target each.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(ZLIB REQUIRED)
find_package(Eigen3 REQUIRED NO_MODULE)
find_package(PNG REQUIRED)
find_package(Freetype REQUIRED)
find_package(fmt REQUIRED)
find_package(glm REQUIRED)
find_package(Eigen3 REQUIRED NO_MODULE)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(glfw3 REQUIRED)
find_package(OpenGL REQUIRED COMPONENTS EGL)
find_package(GTest REQUIRED)
include(GoogleTest)
pkg_check_modules(proj REQUIRED IMPORTED_TARGET proj)
pkg_check_modules(igraph REQUIRED IMPORTED_TARGET igraph)
pkg_check_modules(zstd REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(crypto REQUIRED IMPORTED_TARGET libcrypto)
pkg_check_modules(curl REQUIRED IMPORTED_TARGET libcurl)
pkg_check_modules(libpq REQUIRED IMPORTED_TARGET libpq)
pkg_check_modules(cairo REQUIRED IMPORTED_TARGET cairo-pdf cairo-ft)
pkg_check_modules(netcdf REQUIRED IMPORTED_TARGET netcdf)

pkg_check_modules(seccomp REQUIRED IMPORTED_TARGET libseccomp)

# GDAL's own CMake package drags in every library it was built with; the shared library and its headers are enough.
find_path(GDAL_INCLUDE_DIR gdal_priv.h PATH_SUFFIXES gdal REQUIRED)
find_library(GDAL_LIBRARY gdal REQUIRED)
add_library(gdal INTERFACE)
target_include_directories(gdal SYSTEM INTERFACE ${GDAL_INCLUDE_DIR})
target_link_libraries(gdal INTERFACE ${GDAL_LIBRARY})

find_path(SHAPELIB_INCLUDE_DIR shapefil.h REQUIRED)
find_library(SHAPELIB_LIBRARY shp REQUIRED)
add_library(shapelib INTERFACE)
target_include_directories(shapelib SYSTEM INTERFACE ${SHAPELIB_INCLUDE_DIR})
target_link_libraries(shapelib INTERFACE ${SHAPELIB_LIBRARY})

# Debian's libimgui.a holds the GLFW and OpenGL3 backends and the FreeType builder; what it needs must follow it.
find_path(IMGUI_INCLUDE_DIR imgui.h PATH_SUFFIXES imgui REQUIRED)
find_library(IMGUI_LIBRARY imgui REQUIRED)
find_library(STB_LIBRARY stb REQUIRED)
add_library(imgui INTERFACE)
target_include_directories(imgui SYSTEM INTERFACE ${IMGUI_INCLUDE_DIR} ${IMGUI_INCLUDE_DIR}/backends)
target_link_libraries(imgui INTERFACE ${IMGUI_LIBRARY} ${STB_LIBRARY} Freetype::Freetype glfw ${CMAKE_DL_LIBS})

# glad is generated: OpenGL 4.5 core with the extensions named here. --reproducible keeps it from asking the network.
set(GLAD_DIR ${CMAKE_BINARY_DIR}/glad)
if(NOT EXISTS ${GLAD_DIR}/src/gl.c)
  execute_process(
    COMMAND /usr/bin/glad --api gl:core=4.5 --extensions GL_KHR_debug,GL_KHR_robustness --out-path ${GLAD_DIR}
            --reproducible --quiet c
    COMMAND_ERROR_IS_FATAL ANY)
endif()
add_library(glad STATIC ${GLAD_DIR}/src/gl.c)
target_include_directories(glad SYSTEM PUBLIC ${GLAD_DIR}/include)
target_link_libraries(glad PUBLIC ${CMAKE_DL_LIBS})

# DuckDB is one shared library of an npm archive, kept beside the programs and found there ($ORIGIN), so that a build folder can be moved.
set(CMAKE_BUILD_RPATH_USE_ORIGIN ON)
set(FLOWSPACE_PACKAGES ${PROJECT_SOURCE_DIR}/build/packages CACHE PATH "Where scripts/install unpacks the npm archives")
set(DUCKDB_HEADERS ${FLOWSPACE_PACKAGES}/duckdb-1.4.4/src/duckdb/src/include)
set(DUCKDB_SHARED ${FLOWSPACE_PACKAGES}/duckdb-node-bindings-linux-x64-1.4.4-r.1/libduckdb.so)
foreach(file ${DUCKDB_HEADERS}/duckdb.h ${DUCKDB_SHARED})
  if(NOT EXISTS ${file})
    message(FATAL_ERROR "${file} is missing: run scripts/install")
  endif()
endforeach()
file(COPY_FILE ${DUCKDB_SHARED} ${CMAKE_BINARY_DIR}/libduckdb.so ONLY_IF_DIFFERENT)
add_library(duckdb SHARED IMPORTED GLOBAL)
set_target_properties(duckdb PROPERTIES IMPORTED_LOCATION ${CMAKE_BINARY_DIR}/libduckdb.so)
target_include_directories(duckdb SYSTEM INTERFACE ${DUCKDB_HEADERS})
