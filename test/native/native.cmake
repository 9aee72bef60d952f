# native.cmake — on Windows: the conformance suite over esent.dll, and files that go to and fro between it and our engine.
if(NOT WIN32)
  return()
endif()

set(ese_native_sources ${CMAKE_CURRENT_LIST_DIR}/exchange.cpp)
foreach(part schema session snapshot transaction)    # the others speak of our engine alone
  list(APPEND ese_native_sources ${PROJECT_SOURCE_DIR}/test/api/conformance_${part}_test.cpp)
endforeach()

add_executable(test_native ${ese_native_sources} $<TARGET_OBJECTS:ese_test_main>)
target_compile_definitions(test_native PRIVATE ESE_TEST_NATIVE)
target_link_libraries(test_native PRIVATE Boost::headers ese_esent)
ese_link_engine(test_native)
ese_own_target(test_native)

# One instance of esent.dll at a time holds its parameters, so nothing else may use it meanwhile.
foreach(suite api exchange)
  add_test(NAME native_${suite} COMMAND test_native --run_test=${suite} --log_level=test_suite --report_level=short)
  set_tests_properties(native_${suite} PROPERTIES LABELS native TIMEOUT 600 RUN_SERIAL ON
    FIXTURES_REQUIRED test_folders ENVIRONMENT "${ese_test_environment}" WORKING_DIRECTORY ${ese_test_temp})
endforeach()
