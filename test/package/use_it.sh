#!/bin/sh
# use_it.sh — installs the package into a folder of the build and uses it in each documented way.
#
#     use_it.sh CMAKE COMPILER BUILD_FOLDER
set -eu

cmake=$1 cxx=$2 build=$3
here=$(cd "$(dirname "$0")" && pwd)
work=$build/test-package
rm -rf "$work"
mkdir -p "$work/data"

say() { printf '== %s\n' "$*"; }
run() { rm -rf "$work/data"; mkdir "$work/data"; "$1" "$work/data"; }

say "install"
"$cmake" --install "$build" --prefix "$work/first" >"$work/install.log"
mv "$work/first" "$work/moved"                     # an installed tree may be moved
if grep -rl -e "$work" -e "$build" "$work/moved" --include=*.cmake --include=*.pc; then
  echo "these files name a folder of this machine"; exit 1
fi

say "find_package"
"$cmake" -S "$here" -B "$work/found" -DCMAKE_CXX_COMPILER="$cxx" -DCMAKE_PREFIX_PATH="$work/moved" >"$work/found.log"
"$cmake" --build "$work/found"
for program in "$work"/found/with_*; do [ -x "$program" ] && [ -f "$program" ] && run "$program"; done

say "add_subdirectory"
"$cmake" -S "$here" -B "$work/inside" -DCMAKE_CXX_COMPILER="$cxx" -DESE_SOURCE="$here/../.." >"$work/inside.log"
"$cmake" --build "$work/inside" --target with_ese
run "$work/inside/with_ese"

if command -v pkg-config >/dev/null 2>&1; then
  say "pkg-config"
  flags=$(PKG_CONFIG_PATH=$(dirname "$(find "$work/moved" -name ese.pc)") pkg-config --cflags --libs ese)
  # The flags are meant to be split.
  # shellcheck disable=SC2086
  "$cxx" -std=c++20 -fsyntax-only "$here/main.cpp" $flags
fi
say "all ways work"
