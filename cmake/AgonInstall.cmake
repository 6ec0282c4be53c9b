# Install rules: headers, library, and a package that find_package(agon) finds.

include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(agon_package_folder "${CMAKE_INSTALL_LIBDIR}/cmake/agon")

install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/agon" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
  FILES_MATCHING PATTERN "*.hpp" PATTERN "*.h")

# Two export sets, because agon::headers needs Eigen where it is used and agon::agon does not.
install(TARGETS agon_headers EXPORT agonHeadersTargets)
install(EXPORT agonHeadersTargets NAMESPACE agon:: DESTINATION "${agon_package_folder}")
if(AGON_COMPILED)
  install(TARGETS agon EXPORT agonTargets
    ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}"
    LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}"
    RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
  install(EXPORT agonTargets NAMESPACE agon:: DESTINATION "${agon_package_folder}")
endif()

set(agon_uses_openmp OFF)
if(agon_openmp_target)
  set(agon_uses_openmp ON)
endif()
configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/agonConfig.cmake.in"
  "${PROJECT_BINARY_DIR}/agonConfig.cmake" INSTALL_DESTINATION "${agon_package_folder}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/agonConfigVersion.cmake"
  VERSION ${PROJECT_VERSION} COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/agonConfig.cmake" "${PROJECT_BINARY_DIR}/agonConfigVersion.cmake"
  DESTINATION "${agon_package_folder}")
install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" DESTINATION "${CMAKE_INSTALL_DATADIR}/licenses/agon")
