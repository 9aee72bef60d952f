# package.cmake — a user's project, built in each documented way: against one installation of this build, and from the sources.
if(NOT CMAKE_HOST_UNIX OR CMAKE_CROSSCOMPILING OR ESE_SANITIZE OR NOT ESE_INSTALL)
  return()
endif()

function(ese_add_package_test way)
  set(name package_${way})
  add_test(NAME ${name} COMMAND sh ${PROJECT_SOURCE_DIR}/test/package/use_it.sh
    ${way} ${CMAKE_COMMAND} ${CMAKE_CXX_COMPILER} ${PROJECT_BINARY_DIR})
  set_tests_properties(${name} PROPERTIES LABELS package TIMEOUT 300 SKIP_RETURN_CODE 77 ${ARGN})
  if(CMAKE_CXX_COMPILER_LAUNCHER)
    set_property(TEST ${name} APPEND PROPERTY ENVIRONMENT "CMAKE_CXX_COMPILER_LAUNCHER=${CMAKE_CXX_COMPILER_LAUNCHER}")
  endif()
endfunction()

ese_add_package_test(install FIXTURES_SETUP installed_package)
ese_add_package_test(find_package FIXTURES_REQUIRED installed_package)
ese_add_package_test(pkg_config FIXTURES_REQUIRED installed_package)
foreach(way add_subdirectory fetch_content vcpkg)
  ese_add_package_test(${way})
endforeach()
if(TARGET ese_amalgamation)
  ese_add_package_test(single_header)
endif()

add_test(NAME package_conan COMMAND ${Python3_EXECUTABLE} -B ${PROJECT_SOURCE_DIR}/test/package/conan_test.py
  ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR}/test-package)
set_tests_properties(package_conan PROPERTIES LABELS package TIMEOUT 900)
add_test(NAME package_versions COMMAND ${Python3_EXECUTABLE} ${PROJECT_SOURCE_DIR}/test/package/versions_test.py
  ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR}/test-package/moved)
set_tests_properties(package_versions PROPERTIES LABELS package TIMEOUT 60 FIXTURES_REQUIRED installed_package)
