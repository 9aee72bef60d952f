#!/bin/sh
# run.sh — builds the tests and runs them; installs what is missing on Debian and Ubuntu.
#
#     sh test/run.sh            the tests, as a change must pass them
#     sh test/run.sh --all      and again with sanitizers, with Clang, and compiled for Windows
#     sh test/run.sh PART...    only these parts: tests asan-ubsan tsan clang mingw, and asan-core, tsan-core: the rooms where
#                               memory and threads are handled, and the crash tests, in a few minutes
#
# Writes into build/ only. ESE_JOBS says how many jobs run at once; two if it does not.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
jobs=${ESE_JOBS:-2}
export CCACHE_DIR="${CCACHE_DIR:-$root/build/ccache}"
export PYTHONDONTWRITEBYTECODE=1

say() { printf '\n== %s\n' "$*"; }
have() { command -v "$1" >/dev/null 2>&1; }
have_header() { printf '#include <%s>\n' "$1" | "${CXX:-c++}" -std=c++20 -x c++ -fsyntax-only - 2>/dev/null; }

# Names the Debian packages that are missing for the given parts.
missing_packages() {
  { have g++ || have clang++; } || echo g++
  have cmake || echo cmake
  have ninja || have make || echo ninja-build
  have python3 || echo python3
  have_header boost/test/included/unit_test.hpp || echo libboost-test-dev
  have_header range/v3/version.hpp || echo librange-v3-dev
  for part in "$@"; do
    case $part in
      clang) have clang++ || echo clang ;;
      mingw) have x86_64-w64-mingw32-g++-posix || have x86_64-w64-mingw32-g++ || echo g++-mingw-w64-x86-64 ;;
    esac
  done
}

install_missing() {
  packages=$(missing_packages "$@" | sort -u | tr '\n' ' ')
  [ -z "$packages" ] && return
  as_root=
  [ "$(id -u)" = 0 ] || { have sudo && as_root=sudo; }
  if have apt-get && { [ "$(id -u)" = 0 ] || [ -n "$as_root" ]; }; then
    say "installing $packages"
    # The list is meant to be split.
    # shellcheck disable=SC2086
    $as_root apt-get update -qq && $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $packages
  else
    echo "Please install what these Debian packages contain, then run this again: $packages" >&2
    exit 1
  fi
}

# Configures and builds one preset in a folder of its own. Ninja is faster where it is there.
build() {
  preset=$1 folder=$2
  shift 2
  targets=
  [ "${1:-}" = --target ] && { targets="$1 $2"; shift 2; }
  generator=
  if have ninja && [ ! -f "$folder/CMakeCache.txt" ]; then generator="-G Ninja"; fi
  # One word or two.
  # shellcheck disable=SC2086
  cmake --preset "$preset" -B "$folder" $generator "$@" >"$folder.log" 2>&1 || { cat "$folder.log"; return 1; }
  # shellcheck disable=SC2086
  cmake --build "$folder" --parallel "$jobs" $targets
}

run_labels() {
  folder=$1
  shift
  ctest --test-dir "$folder" --output-on-failure --no-tests=error -j "$jobs" "$@"
}

run_part() {
  say "$1"
  case $1 in
    tests)
      build default build/test
      run_labels build/test -LE '^slow$' ;;
    asan-ubsan)
      build asan-ubsan build/asan-ubsan -DESE_BUILD_EXAMPLES=OFF
      run_labels build/asan-ubsan -LE '^(slow|headers)$' ;;
    tsan)
      # Left out as well: what has one thread and takes long. There is nothing for it to see.
      build tsan build/tsan -DESE_BUILD_EXAMPLES=OFF
      run_labels build/tsan -LE '^(slow|headers|fuzz|recovery)$' -E '^api_(memory|model)_stress$' ;;
    asan-core)
      build asan-ubsan build/asan-ubsan --target core_tests -DESE_BUILD_EXAMPLES=OFF
      run_labels build/asan-ubsan -R '^(empty_folders|ground|trees|api_power_cut_recovery)$' ;;
    tsan-core)
      build tsan build/tsan --target core_tests -DESE_BUILD_EXAMPLES=OFF
      run_labels build/tsan -R '^(empty_folders|trees|api_snapshot_isolation_stress)$' ;;
    clang)
      build clang build/clang
      run_labels build/clang -L '^(unit|headers)$' ;;
    mingw)
      build mingw build/mingw
      sh test/headers/each_alone.sh "$(sed -n 's/^ESE_MINGW_CXX:[A-Z]*=//p' build/mingw/CMakeCache.txt)" include ;;
    *)
      echo "no such part: $1" >&2; return 1 ;;
  esac
}

case ${1:-} in
  '')    set -- tests ;;
  --all) set -- tests asan-ubsan tsan clang mingw ;;
esac

mkdir -p build
install_missing "$@"
for part in "$@"; do run_part "$part"; done
say "passed: $*"
