# install.cmake — headers, the library if there is one, and the files by which CMake and pkg-config find them.
include(CMakePackageConfigHelpers)

set(ese_cmake_dir ${CMAKE_INSTALL_LIBDIR}/cmake/ese)
set(ese_targets ese)
set(ese_arch ARCH_INDEPENDENT)
if(TARGET ese_compiled)
  list(APPEND ese_targets ese_compiled)
  set(ese_arch "")
endif()
if(TARGET ese_esent_c)
  list(APPEND ese_targets ese_esent_c)
endif()
if(TARGET ese_esent)
  list(APPEND ese_targets ese_esent)
endif()

install(TARGETS ${ese_targets} EXPORT ese-targets FILE_SET HEADERS)
install(EXPORT ese-targets NAMESPACE ese:: DESTINATION ${ese_cmake_dir})

configure_package_config_file(cmake/ese-config.cmake.in ${PROJECT_BINARY_DIR}/ese-config.cmake
  INSTALL_DESTINATION ${ese_cmake_dir} NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/ese-config-version.cmake
  COMPATIBILITY SameMinorVersion ${ese_arch})
install(FILES ${PROJECT_BINARY_DIR}/ese-config.cmake ${PROJECT_BINARY_DIR}/ese-config-version.cmake
  DESTINATION ${ese_cmake_dir})

# pkg-config finds the prefix from the place of the file, so the tree may be moved.
file(RELATIVE_PATH ese_prefix_from_pc /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
set(ese_pc_names ese)
if(TARGET ese_compiled)
  list(APPEND ese_pc_names ese-compiled)
endif()
if(TARGET ese_esent_c)
  list(APPEND ese_pc_names esent)
endif()
foreach(name IN LISTS ese_pc_names)
  configure_file(cmake/${name}.pc.in ${PROJECT_BINARY_DIR}/${name}.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/${name}.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endforeach()
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
