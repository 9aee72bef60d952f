# compile_time.cmake — what the headers cost a source file. Measured as the compiler is called, not as this build calls it.
if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang" AND CMAKE_HOST_UNIX AND NOT CMAKE_CROSSCOMPILING AND NOT ESE_SANITIZE)
  add_test(NAME compile_time COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_LIST_DIR}/compile_time_test.py
    ${CMAKE_CXX_COMPILER} ${PROJECT_SOURCE_DIR}/include ${PROJECT_BINARY_DIR}/test-compile-time)
  set_tests_properties(compile_time PROPERTIES LABELS compile-time TIMEOUT 600 RUN_SERIAL ON ENVIRONMENT CCACHE_DISABLE=1)
endif()
