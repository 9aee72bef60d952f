# docs.cmake — pages are tested too: their C++ compiles and does what they say, their links lead somewhere, their lists are
# complete.
set(ese_docs_tests ${CMAKE_CURRENT_LIST_DIR})

# What is in the C++ blocks of a page makes one program.
file(GLOB pages CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/docs/*.md)
foreach(page IN LISTS pages)
  file(STRINGS ${page} code REGEX "^```cpp$")
  if(NOT code)
    continue()
  endif()
  cmake_path(GET page STEM name)
  set(program ${PROJECT_BINARY_DIR}/test-docs/${name}.cpp)
  file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/test-docs)
  add_custom_command(OUTPUT ${program} DEPENDS ${page} ${ese_docs_tests}/page_program.py
    COMMAND ${Python3_EXECUTABLE} -B ${ese_docs_tests}/page_program.py make ${page} ${program})
  add_executable(docs_${name} ${program})
  ese_link_engine(docs_${name})
  ese_own_target(docs_${name})
  add_test(NAME docs_${name} COMMAND ${Python3_EXECUTABLE} -B ${ese_docs_tests}/page_program.py run ${page} $<TARGET_FILE:docs_${name}>)
  set_tests_properties(docs_${name} PROPERTIES LABELS unit TIMEOUT 120)
endforeach()

foreach(about links errors)
  add_test(NAME docs_all_${about} COMMAND ${Python3_EXECUTABLE} -B ${ese_docs_tests}/${about}_test.py ${PROJECT_SOURCE_DIR})
  set_tests_properties(docs_all_${about} PROPERTIES LABELS unit TIMEOUT 60)
endforeach()
