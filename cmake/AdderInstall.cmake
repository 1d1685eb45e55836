# The installed framework: what `find_package(adder-cnb)` finds.
include(CMakePackageConfigHelpers)

set(config_dir ${CMAKE_INSTALL_LIBDIR}/cmake/adder-cnb)
install(EXPORT adder-cnb NAMESPACE adder:: FILE adder-cnb-targets.cmake DESTINATION ${config_dir})
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/adder-cnb-config.cmake.in
                              ${PROJECT_BINARY_DIR}/adder-cnb-config.cmake INSTALL_DESTINATION ${config_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/adder-cnb-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/adder-cnb-config.cmake ${PROJECT_BINARY_DIR}/adder-cnb-config-version.cmake
              ${CMAKE_CURRENT_LIST_DIR}/AdderBuildpack.cmake
        DESTINATION ${config_dir})
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
