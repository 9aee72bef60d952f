#!/bin/sh
# use_it.sh — uses the library in one of the documented ways, as a program outside the project does.
#
#     use_it.sh WAY CMAKE COMPILER BUILD_FOLDER
#
# WAY: install             into a folder that is moved then; the ways below take it from there
#      find_package        header-only in two files; ese::compiled, also as C++23, without RTTI and without exceptions
#      pkg_config          every module, and a plain compiler line
#      add_subdirectory, fetch_content    from the sources
#      single_header       the result of the target ese_amalgamation
#      vcpkg               the port, run by a stand-in for vcpkg
set -eu

way=$1 cmake=$2 cxx=$3 build=$4
here=$(cd "$(dirname "$0")" && pwd)
source=$(cd "$here/../.." && pwd)
work=$build/test-package
installed=$work/moved

mkdir -p "$work"
cd "$work"

# Runs a program with an empty folder as its argument.
run() {
  rm -rf "data-$way"
  mkdir "data-$way"
  "$1" "data-$way"
}

# Configures the user's project in a folder of its own and builds the given programs of it.
project() {
  folder=$1 programs=$2
  shift 2
  rm -rf "$folder"
  "$cmake" -S "$here" -B "$folder" -DCMAKE_CXX_COMPILER="$cxx" "$@" >"$folder.log" 2>&1 || { cat "$folder.log"; exit 1; }
  for program in $programs; do
    echo "== $way: $program"
    "$cmake" --build "$folder" --target "$program"
    run "$folder/$program"
  done
}

case $way in
  install)
    rm -rf first "$installed"
    "$cmake" --install "$build" --prefix "$work/first" >install.log
    mv first "$installed"                              # an installed tree may be moved
    if grep -rl -e "$work" -e "$build" -e "$source" "$installed" --include='*.cmake' --include='*.pc'; then
      echo "these files name a folder of this machine"
      exit 1
    fi ;;
  find_package)
    compiled=
    if [ -n "$(find "$installed" -name '*ese_compiled*')" ]; then
      compiled="with_compiled with_cxx23 without_rtti without_exceptions"
    fi
    project found "two_files $compiled" -DCMAKE_PREFIX_PATH="$installed" ;;
  add_subdirectory)
    project inside with_ese -DESE_WAY=subdirectory -DESE_SOURCE="$source" ;;
  fetch_content)
    project fetched with_ese -DESE_WAY=fetch -DESE_SOURCE="$source" ;;
  pkg_config)
    command -v pkg-config >/dev/null 2>&1 || { echo "left out: no pkg-config here"; exit 77; }
    PKG_CONFIG_PATH=$(dirname "$(find "$installed" -name ese.pc)")
    export PKG_CONFIG_PATH
    for module in ese ese-compiled; do
      pkg-config --exists "$module" || [ "$module" = ese-compiled ] || exit 1
      pkg-config --exists "$module" || continue        # installed without the library
      echo "== pkg-config: $module"
      # The flags are meant to be split.
      # shellcheck disable=SC2046
      "$cxx" -std=c++20 "$here/main.cpp" $(pkg-config --cflags --libs "$module") -o "$module"
      run "./$module"
    done
    if pkg-config --exists esent; then
      echo "== pkg-config: esent, from C"
      # shellcheck disable=SC2046
      "$cxx" -x c -std=c11 "$source/examples/17_c_face.c" -x none $(pkg-config --cflags --libs esent) \
        "-Wl,-rpath,$(pkg-config --variable=libdir esent)" -o esent
      ./esent
    fi ;;
  single_header)
    "$cmake" --build "$build" --target ese_amalgamation
    rm -rf alone && mkdir alone && cp "$build/amalgamation/ese/ese.hpp" alone/
    sed 's|<ese/ese.hpp>|"ese.hpp"|' "$source/examples/01_hello.cpp" >alone/hello.cpp
    "$cxx" -std=c++20 alone/hello.cpp -o alone/hello -pthread
    cd alone
    ./hello | tee printed
    grep -q '^2  Blaise  100$' printed ;;
  vcpkg)
    rm -rf vcpkg && mkdir vcpkg
    "$cmake" -DPORT="$source/packaging/vcpkg/ports/ese" -DFOLDER="$work/vcpkg" -DCOMPILER="$cxx" -P "$here/vcpkg_stand_in.cmake" ;;
  *)
    echo "no such way: $way" >&2
    exit 2 ;;
esac
