# amalgamation.cmake — the target ese_amalgamation: one header with everything, in amalgamation/ese/ese.hpp of the build folder.
find_package(Python3 COMPONENTS Interpreter)
if(Python3_Interpreter_FOUND)
  set(ese_single_header ${PROJECT_BINARY_DIR}/amalgamation/ese/ese.hpp)
  add_custom_command(OUTPUT ${ese_single_header}
    COMMAND ${Python3_EXECUTABLE} ${PROJECT_SOURCE_DIR}/cmake/amalgamate.py ${PROJECT_SOURCE_DIR}/include ${ese_single_header}
    DEPENDS ${ese_headers} ${PROJECT_SOURCE_DIR}/cmake/amalgamate.py
    COMMENT "Writing ${ese_single_header}" VERBATIM)
  add_custom_target(ese_amalgamation DEPENDS ${ese_single_header})
endif()
