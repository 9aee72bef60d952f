# empty_folders.cmake — gives the tests empty folders to write into.
foreach(folder IN LISTS FOLDERS)
  file(REMOVE_RECURSE "${folder}")
  file(MAKE_DIRECTORY "${folder}")
endforeach()
