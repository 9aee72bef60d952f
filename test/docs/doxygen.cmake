# doxygen.cmake — the reference pages. A test that says so where doxygen is missing.
if(CMAKE_HOST_UNIX)
  add_test(NAME doxygen COMMAND sh ${CMAKE_CURRENT_LIST_DIR}/doxygen_test.sh ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR}/test-doxygen)
  set_tests_properties(doxygen PROPERTIES LABELS docs TIMEOUT 120 SKIP_RETURN_CODE 77)
endif()
