# own_target.cmake — how the project compiles what it builds itself. None of it reaches a user's targets.

if(PROJECT_IS_TOP_LEVEL AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  find_program(ESE_CCACHE ccache)
  mark_as_advanced(ESE_CCACHE)
  if(ESE_CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${ESE_CCACHE})
  endif()
endif()

function(ese_own_target target)
  set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF)
  if(MSVC)
    target_compile_options(${target} PRIVATE /W4 /permissive- /utf-8 /bigobj $<$<BOOL:${ESE_WARNINGS_AS_ERRORS}>:/WX>)
  else()
    target_compile_options(${target} PRIVATE
      -Wall -Wextra -Wpedantic -Wconversion -Wshadow $<$<BOOL:${ESE_WARNINGS_AS_ERRORS}>:-Werror>)
  endif()
  if(ESE_SANITIZE)
    list(JOIN ESE_SANITIZE "," sanitizers)
    target_compile_options(${target} PRIVATE -fsanitize=${sanitizers} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(${target} PUBLIC -fsanitize=${sanitizers})
  endif()
endfunction()

# Programs that use the public interface only take the engine from the library when there is one: it compiles once.
function(ese_link_engine target)
  if(TARGET ese_compiled)
    target_link_libraries(${target} PRIVATE ese_compiled)
  else()
    target_link_libraries(${target} PRIVATE ese)
  endif()
endfunction()

# <ese/views.hpp> alone needs range-v3. What uses it is built where that is found.
function(ese_link_ranges target)
  find_package(range-v3 CONFIG QUIET)
  if(TARGET range-v3::range-v3)
    target_link_libraries(${target} PRIVATE range-v3::range-v3)
  endif()
endfunction()
