# cmake --install: the library for find_package(downhill) and pkg-config; the command line with its manual.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

install(TARGETS downhill_core EXPORT downhill ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/core/include/downhill ${PROJECT_BINARY_DIR}/core/include/downhill
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.hpp")

set(downhill_cmake_dir ${CMAKE_INSTALL_LIBDIR}/cmake/downhill)
install(EXPORT downhill FILE downhillTargets.cmake NAMESPACE downhill:: DESTINATION ${downhill_cmake_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/downhillConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_SOURCE_DIR}/cmake/downhillConfig.cmake DESTINATION ${downhill_cmake_dir})
install(FILES ${PROJECT_BINARY_DIR}/downhillConfigVersion.cmake DESTINATION ${downhill_cmake_dir})

configure_file(${PROJECT_SOURCE_DIR}/cmake/downhill.pc.in ${PROJECT_BINARY_DIR}/downhill.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/downhill.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

if(TARGET downhill_cli)
  install(TARGETS downhill_cli RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  install(FILES ${PROJECT_BINARY_DIR}/share/downhill.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
  install(FILES ${PROJECT_BINARY_DIR}/share/downhill DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
  install(FILES ${PROJECT_BINARY_DIR}/share/downhill.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
  install(FILES ${PROJECT_BINARY_DIR}/share/_downhill DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
endif()
