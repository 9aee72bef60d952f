# fuzz.cmake — random calls with random arguments, as a program of its own that can run for hours.
if(NOT TARGET ese_esent_c)
  return()
endif()

add_executable(test_c_fuzz ${CMAKE_CURRENT_LIST_DIR}/c_face.cpp $<TARGET_OBJECTS:ese_test_main>)
target_compile_features(test_c_fuzz PRIVATE cxx_std_20)
target_link_libraries(test_c_fuzz PRIVATE ese_esent_c Boost::headers)
ese_own_target(test_c_fuzz)

add_test(NAME c_fuzz COMMAND test_c_fuzz --log_level=message --report_level=short)
set_tests_properties(c_fuzz PROPERTIES LABELS fuzz TIMEOUT 600
  FIXTURES_REQUIRED test_folders ENVIRONMENT "ESE_TEST_STEPS=100000" WORKING_DIRECTORY ${ese_test_temp})
ese_add_long_run(c_fuzz ESE_TEST_SEED=1000 ESE_TEST_SECONDS=1800)
