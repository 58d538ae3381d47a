# What is installed where, and the Debian package (make package).
#
# Everything the program needs lies in one folder, as in the build folder: it finds its workers, DuckDB and the atlas beside itself.
set(home lib/flowspace)
set(made ${CMAKE_BINARY_DIR}/packaging)

# Man pages and completions are made of what the program says of itself.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
add_custom_command(
  OUTPUT ${made}/flowspace.bash
  COMMAND ${Python3_EXECUTABLE} ${PROJECT_SOURCE_DIR}/packaging/describe_commands.py $<TARGET_FILE:flowspace> ${made}
  COMMAND gzip -9nf ${made}/man1/flowspace.1 ${made}/zh_CN/man1/flowspace.1
  DEPENDS flowspace ${PROJECT_SOURCE_DIR}/packaging/describe_commands.py
  COMMENT "Man pages and shell completions" VERBATIM)
add_custom_target(packaging_files DEPENDS ${made}/flowspace.bash)

install(TARGETS flowspace flowspace-worker flowspace-worker-parquet flowspace-worker-formats RUNTIME DESTINATION ${home})
install(FILES ${CMAKE_BINARY_DIR}/libduckdb.so DESTINATION ${home})
install(FILES ${CMAKE_BINARY_DIR}/atlas/flowspace.atlas DESTINATION ${home}/atlas)
install(CODE "file(MAKE_DIRECTORY \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/bin\")
file(CREATE_LINK ../${home}/flowspace \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/bin/flowspace\" SYMBOLIC)")
install(FILES packaging/flowspace.desktop DESTINATION share/applications)
install(FILES packaging/flowspace.svg DESTINATION share/icons/hicolor/scalable/apps)
install(FILES packaging/flowspace-mime.xml DESTINATION share/mime/packages RENAME flowspace.xml)
install(FILES ${made}/man1/flowspace.1.gz DESTINATION share/man/man1)
install(FILES ${made}/zh_CN/man1/flowspace.1.gz DESTINATION share/man/zh_CN/man1)
install(FILES ${made}/flowspace.bash DESTINATION share/bash-completion/completions RENAME flowspace)
install(FILES ${made}/_flowspace DESTINATION share/zsh/vendor-completions)
install(FILES ${made}/flowspace.fish DESTINATION share/fish/vendor_completions.d)
install(FILES packaging/copyright README.md DESTINATION share/doc/flowspace)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME flowspace)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT "flowspace maintainers <maintainers@flowspace.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "map of the flows between cities, live, as pictures and as numbers")
set(CPACK_PACKAGE_DESCRIPTION "flowspace shows how people, goods, capital, technology and information move between
cities, and helps to tell whether an urban agglomeration works as one: an OpenGL
map for presenters and analysts, and a command line that gives the same numbers
and the same pictures without a window. It brings an atlas of China's cities.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${CMAKE_BINARY_DIR})
set(CPACK_DEBIAN_PACKAGE_DEPENDS "fonts-noto-cjk, proj-data, libgl1-mesa-dri, libegl-mesa0")  # opened at run time
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS ffmpeg)
set(CPACK_PACKAGE_DIRECTORY ${CMAKE_BINARY_DIR})
include(CPack)
