#!/bin/sh
# each_alone.sh — every header under include/ compiles by itself, twice in one file, and without a warning.
#
#     each_alone.sh COMPILER INCLUDE_FOLDER
#
# C headers must also be C. Headers that need what this machine lacks (range-v3, Windows) are named and left out.
set -eu

ESE_CXX=$1
cd "$2"
export ESE_CXX

# How one header is tried; xargs runs it for all of them.
# shellcheck disable=SC2016
try='
  header=$1
  flags="-fsyntax-only -I. -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror"
  has() { printf "%s\n" "$1" | "$ESE_CXX" -std=c++20 -x c++ -fsyntax-only - 2>/dev/null; }

  case $header in
    ese/views.hpp)      has "#include <range/v3/version.hpp>" || { echo "left out: $header (no range-v3)"; exit 0; } ;;
    ese/native.hpp)     has "#include <windows.h>" || { echo "left out: $header (no Windows)"; exit 0; } ;;
    ese/engine/src.hpp|ese/c/*) flags="$flags -DESE_SEPARATE_COMPILATION" ;;    # the engine is tried with its own headers
  esac

  text="#include <$header>
#include <$header>"
  printf "%s\n" "$text" | "$ESE_CXX" -std=c++20 -x c++ $flags - || { echo "FAILED: $header"; exit 1; }
  case $header in
    *.h) printf "%s\n" "$text" | "$ESE_CXX" -std=c11 -x c $flags - || { echo "FAILED as C: $header"; exit 1; } ;;
  esac
'

find ese -name '*.hpp' -o -name '*.h' | sort | xargs -n 1 -P 2 sh -c "$try" try
echo "$(find ese -name '*.hpp' -o -name '*.h' | wc -l) headers tried"
