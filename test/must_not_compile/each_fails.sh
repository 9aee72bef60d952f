#!/bin/sh
# each_fails.sh — programs that must not compile do not, and the compiler says why in our words.
#
#     each_fails.sh COMPILER INCLUDE_FOLDER
#
# A case names the words in its first line. It must compile as it stands; with ESE_BROKEN defined it must not, and the
# message must have the words.
set -eu

cxx=$1
include=$2
here=$(dirname "$0")
failed=0
tried=0

for case in "$here"/*.cpp; do
  name=$(basename "$case" .cpp)
  words=$(sed -n '1s|^// expect: ||p' "$case")
  tried=$((tried + 1))
  if [ -z "$words" ]; then
    echo "FAILED: $name names no words"
    failed=1
    continue
  fi
  if ! "$cxx" -std=c++20 -fsyntax-only -I"$include" "$case"; then
    echo "FAILED: $name does not compile even when it is right"
    failed=1
  elif message=$("$cxx" -std=c++20 -fsyntax-only -I"$include" -DESE_BROKEN "$case" 2>&1); then
    echo "FAILED: $name compiles when it is broken"
    failed=1
  elif ! printf '%s\n' "$message" | grep -qF -- "$words"; then
    echo "FAILED: $name is refused, but not in these words: $words"
    printf '%s\n' "$message" | head -n 20
    failed=1
  fi
done

echo "$tried cases tried"
exit $failed
