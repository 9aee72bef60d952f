# esent_c.cmake — libesent.so: the engine behind the C interface of <ese/c/esent.h>, with those functions and nothing else in sight.
if(WIN32 OR NOT TARGET ese_compiled)
  return()
endif()

add_library(ese_esent_c SHARED cmake/esent_c.cpp)
add_library(ese::esent_c ALIAS ese_esent_c)
set_target_properties(ese_esent_c PROPERTIES
  EXPORT_NAME esent_c OUTPUT_NAME esent VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR}
  CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
target_compile_definitions(ese_esent_c PRIVATE ESE_ESENT_LIBRARY)
target_include_directories(ese_esent_c INTERFACE
  $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
target_link_libraries(ese_esent_c PRIVATE ese_compiled)
ese_own_target(ese_esent_c)

# The engine in the library keeps its names to itself.
if(NOT APPLE)
  set(ese_esent_names ${PROJECT_SOURCE_DIR}/cmake/esent_c.map)
  target_link_options(ese_esent_c PRIVATE -Wl,--version-script=${ese_esent_names})
  set_property(TARGET ese_esent_c PROPERTY LINK_DEPENDS ${ese_esent_names})
endif()

# Programs in C: a test and an example.
if(ESE_BUILD_TESTS OR ESE_BUILD_EXAMPLES)
  enable_language(C)
endif()
