# c.cmake — the C interface: its layout, its names, its answers from C++, from C and from Python.
if(NOT TARGET ese_esent_c)
  return()
endif()
set(ese_c_tests ${CMAKE_CURRENT_LIST_DIR})

foreach(way library headers)
  set(target test_c_${way})
  add_executable(${target} ${ese_c_tests}/all_areas.cpp $<TARGET_OBJECTS:ese_test_main>)
  target_compile_features(${target} PRIVATE cxx_std_20)
  target_compile_definitions(${target} PRIVATE ESE_TEST_WAY="${way}")
  target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU,Clang>:-O0>)
  target_link_libraries(${target} PRIVATE Boost::headers)
  ese_own_target(${target})
  add_test(NAME c_${way} COMMAND ${target} --log_level=test_suite --report_level=short)
  set_tests_properties(c_${way} PROPERTIES LABELS unit TIMEOUT 300
    FIXTURES_REQUIRED test_folders WORKING_DIRECTORY ${ese_test_temp})
endforeach()
target_link_libraries(test_c_library PRIVATE ese_esent_c)
target_link_libraries(test_c_headers PRIVATE ese)
target_compile_definitions(test_c_headers PRIVATE ESE_TEST_HEADER_ONLY)

# A C11 program. What it is made of includes the layout as the tables in abi/ have it: that part either compiles or does not.
set(ese_c_layout ${PROJECT_BINARY_DIR}/test-c/layout.c)
file(GLOB ese_c_tables CONFIGURE_DEPENDS ${ese_c_tests}/abi/*.csv)
add_custom_command(OUTPUT ${ese_c_layout}
  COMMAND ${Python3_EXECUTABLE} -B ${ese_c_tests}/layout.py ${ese_c_tests}/abi ${PROJECT_SOURCE_DIR}/include/ese/c/esent.h ${ese_c_layout}
  DEPENDS ${ese_c_tests}/layout.py ${ese_c_tables} ${PROJECT_SOURCE_DIR}/include/ese/c/esent.h VERBATIM)
add_executable(test_c_program ${ese_c_tests}/program.c ${ese_c_layout})
target_link_libraries(test_c_program PRIVATE ese_esent_c)
set_target_properties(test_c_program PROPERTIES C_STANDARD 11 C_STANDARD_REQUIRED ON C_EXTENSIONS OFF)
target_compile_options(test_c_program PRIVATE -Wall -Wextra -pedantic -Werror)
if(ESE_SANITIZE)
  target_link_libraries(test_c_program PRIVATE stdc++)
endif()
add_test(NAME c_program COMMAND test_c_program ${ese_test_files}/c_program.edb)
set_tests_properties(c_program PROPERTIES LABELS unit TIMEOUT 60 FIXTURES_REQUIRED test_folders WORKING_DIRECTORY ${ese_test_temp})

# Exactly the names of the interface leave the library; the page of their states is complete and true.
add_test(NAME c_names COMMAND ${Python3_EXECUTABLE} -B ${ese_c_tests}/names_test.py ${PROJECT_SOURCE_DIR} $<TARGET_FILE:ese_esent_c>)
set_tests_properties(c_names PROPERTIES LABELS unit TIMEOUT 60)

# Each function has a test for each code it is documented to answer and each option it takes, or a reason why not.
add_test(NAME c_codes COMMAND ${Python3_EXECUTABLE} -B ${ese_c_tests}/codes_test.py ${PROJECT_SOURCE_DIR})
set_tests_properties(c_codes PROPERTIES LABELS unit TIMEOUT 60)

# From another language. The interpreter has no sanitizer in it.
if(NOT ESE_SANITIZE)
  add_test(NAME c_python COMMAND ${Python3_EXECUTABLE} -B ${ese_c_tests}/python_test.py $<TARGET_FILE:ese_esent_c>)
  set_tests_properties(c_python PROPERTIES LABELS unit TIMEOUT 60 FIXTURES_REQUIRED test_folders WORKING_DIRECTORY ${ese_test_temp})
endif()
